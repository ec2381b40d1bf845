/** The optional items: each has a button that adds it to the order, or takes it out again. */
import type { LineItem } from "../../../resources/checkout/checkout_session/row/session.ts";
import { count, type Language, money } from "../../../words/languages.ts";
import { rateText } from "../../../words/recurring.ts";
import { imageUrl } from "../../server/safe_urls.ts";
import { ActionButton } from "../noscript.tsx";
import { isInOrder, isNeeded, optionCost, type PricedProps, quantityName } from "./order_form.ts";
import { Picture } from "./picture.tsx";
import { OrderError } from "./promotion_code.tsx";

export function OptionalItems(props: PricedProps) {
  const { session } = props;
  if (session._optional_items === null) return null;
  return (
    <section
      class="OptionalItems"
      id="optional-items"
      data-testid="optional-items"
      aria-labelledby="optional-items-heading"
    >
      <h2 class="OptionalItems-heading" id="optional-items-heading">
        {props.language.messages.options.heading}
      </h2>
      <ul class="OptionalItems-items">
        {session._optional_items.map((option) => (
          <li key={option.id} class="OptionalItems-item" data-key={option.id}>
            <Option {...props} option={option} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type OptionProps = PricedProps & { readonly option: LineItem };

function Option(props: OptionProps) {
  const { session, language, order, option } = props;
  const image = imageUrl(option._product.image);
  const isThere = isInOrder(session, option);
  const name = quantityName(option);
  const errorId = `${option.id}-option-error`;
  return (
    <div class="LineItem" data-testid="optional-item">
      {image !== null && (
        <div class="LineItem-imageContainer">
          <Picture src={image} size={42} />
        </div>
      )}
      <div class="LineItem-text">
        <div class="LineItem-productName" id={`${option.id}-name`} dir="auto">
          {option.description}
        </div>
        {option._product.description && (
          <div class="LineItem-description" dir="auto">
            {option._product.description}
          </div>
        )}
        <div class="LineItem-each">{costText(option, language)}</div>
        {!isThere && <OrderError id={errorId} text={order.errors[name]} />}
      </div>
      {!(isThere && isNeeded(option, session)) && <OptionButton {...props} />}
    </div>
  );
}

/** Adds the item as often as the shop offers it at first, or takes all of it out of the order. */
function OptionButton({ session, language, updateAction, option }: OptionProps) {
  const { add, remove } = language.messages.options;
  const isThere = isInOrder(session, option);
  const button = `${option.id}-option`;
  const quantity = isThere ? "0" : String(option.quantity);
  const common = { name: quantityName(option), value: quantity, named: `${option.id}-name` };
  const label = isThere ? remove : add;
  return (
    <div class="OptionalItems-action">
      <button
        type="button"
        class={isThere ? "Button Button--small OptionalItems-button--remove" : "Button Button--small"}
        id={button}
        data-testid={isThere ? "optional-item-remove" : "optional-item-add"}
        data-option={common.name}
        data-quantity={common.value}
        aria-labelledby={`${button} ${common.named}`}
      >
        {label}
      </button>
      <ActionButton {...{ updateAction, label }} {...common} />
    </div>
  );
}

/** "$3.00", "$5.00 / month", "Qty 2 · $6.00": what the item adds to the order, or to each of its periods. */
function costText(option: LineItem, language: Language): string {
  const { currency, price, quantity } = option;
  const cost = money(optionCost(option), currency, language.tag);
  const often = price.recurring === null ? cost : rateText(cost, price.recurring, language);
  if (quantity === null || quantity === 1) return often;
  return `${language.messages.summary.quantity(count(quantity, language.tag))} · ${often}`;
}
