/** The quantity of a line: a button that opens a dialog, or a number field without JavaScript. */
import type { LineItem } from "../../../resources/checkout/checkout_session/row/session.ts";
import { count, type Language } from "../../../words/languages.ts";
import { Chevron, Cross } from "../../controls/icons.tsx";
import { UpdateButton } from "../noscript.tsx";
import { isAdjustable, type OrderProps, quantityBounds, quantityName, quantityRule } from "./order_form.ts";
import { OrderError } from "./promotion_code.tsx";

type QuantityProps = OrderProps & { readonly line: LineItem };

/** The dialog reads the line's bounds from the attributes of the button. */
export function Quantity({ found: { session }, language, order, updateAction, line }: QuantityProps) {
  const { messages, tag } = language;
  if (line.quantity === null) return null; // metered
  const shown = messages.summary.quantity(count(line.quantity, tag));
  if (!isAdjustable(line)) return line.quantity > 1 ? <div class="LineItem-quantity">{shown}</div> : null;
  const { minimum, maximum } = quantityBounds(line, session);
  const name = quantityName(line);
  const errorId = `${line.id}-error`;
  return (
    <div class="LineItem-quantity">
      <div class="AdjustableQuantitySelector-hitBox" data-testid="line-item-adjustable-qty-hit-box">
        <button
          type="button"
          class="AdjustableQuantitySelector LineItem-adjustableQty"
          data-testid="line-item-adjustable-qty"
          data-line={line.id}
          data-quantity={line.quantity}
          data-minimum={minimum}
          data-maximum={maximum}
          data-item={line.description}
          data-rule={quantityRule(line, session, language)}
          aria-haspopup="dialog"
        >
          {shown}
          <span class="VisuallyHidden">{messages.quantity.change(line.description)}</span>
          <Chevron />
        </button>
      </div>
      <noscript>
        <input
          type="number"
          class="CheckoutInput Input AdjustableQuantity-number"
          name={name}
          form="payment-form"
          min={minimum}
          max={maximum}
          value={order.values[name] ?? line.quantity}
          aria-label={messages.quantity.labelOf(line.description)}
          {...(order.errors[name] === undefined ? {} : { "aria-describedby": errorId })}
        />
      </noscript>
      <UpdateButton {...{ language, updateAction }} action="update" />
      <OrderError id={errorId} text={order.errors[name]} />
    </div>
  );
}

/**
 * The dialog, whose ids and classes existing tests rely on. It is a template that the script copies, because
 * tests would find its `button[type=submit]` as a second one in the page even if it were hidden.
 */
export function QuantityDialog({ language: { messages } }: { readonly language: Language }) {
  const { quantity } = messages;
  return (
    <template id="quantity-dialog">
      <dialog class="AdjustQuantityModal AdjustQuantityModal-modal" aria-labelledby="adjustQuantity-title">
        <form method="dialog" noValidate>
          <div class="AdjustQuantityHeader">
            <h2 class="AdjustQuantityHeader-title" id="adjustQuantity-title">
              {quantity.title}
            </h2>
            <button type="button" class="AdjustQuantityHeader-closeBtn" aria-label={quantity.close}>
              <Cross />
            </button>
          </div>
          <p class="AdjustQuantityModal-item" />
          <div class="AdjustQuantityModal-controls">
            <button
              type="button"
              class="AdjustQuantityModal-toggleQuantityBtn AdjustQuantityModal-toggleQuantityBtn--minus"
              aria-label={quantity.less}
            >
              <span aria-hidden="true">−</span>
            </button>
            <input
              type="text"
              class="CheckoutInput Input AdjustQuantityModal-input"
              id="adjustQuantity"
              inputmode="numeric"
              autocomplete="off"
              maxlength={QUANTITY_DIGITS_MAX}
              aria-label={quantity.label}
              aria-describedby="adjustQuantity-error"
            />
            <button
              type="button"
              class="AdjustQuantityModal-toggleQuantityBtn AdjustQuantityModal-toggleQuantityBtn--plus"
              aria-label={quantity.more}
            >
              <span aria-hidden="true">+</span>
            </button>
          </div>
          <p class="AdjustQuantityModal-hint" hidden>
            {quantity.zeroRemoves}
          </p>
          <div class="OrderError" id="adjustQuantity-error" role="alert" />
          <div class="AdjustQuantityFooter">
            <button type="submit" class="AdjustQuantityFooter-btn Button Button--strong">
              {quantity.update}
            </button>
          </div>
        </form>
      </dialog>
    </template>
  );
}
const QUANTITY_DIGITS_MAX = 6;
