/** The choice of shipping option, which is in the form after the postal address. */

import { isPriced, type PricedSession } from "../../../resources/checkout/checkout_session/index.ts";
import { type Language, money } from "../../../words/languages.ts";
import { UpdateButton } from "../noscript.tsx";
import { deliveryText } from "./delivery.ts";
import { type OrderProps, SHIPPING_RATE } from "./order_form.ts";
import { OrderError } from "./promotion_code.tsx";

const ERROR_ID = "shipping-rate-error";

/** An update of the order replaces this part. */
export function ShippingOptions({ found: { session }, language, order, updateAction }: OrderProps) {
  if (!isPriced(session) || session.shipping_options.length === 0) return null;
  const { messages } = language;
  const error = order.errors[SHIPPING_RATE];
  return (
    <section
      class="PaymentForm-section ShippingOptions"
      id="shipping-options"
      aria-labelledby="shipping-options-heading"
    >
      <h2 class="PaymentForm-heading" id="shipping-options-heading">
        {messages.shippingOption.heading}
      </h2>
      <fieldset class="RadioButtonList" aria-labelledby="shipping-options-heading">
        {session.shipping_options.map(({ shipping_rate, shipping_amount }) => (
          <Option
            key={shipping_rate}
            {...{ session, language }}
            id={shipping_rate}
            amount={shipping_amount}
          />
        ))}
      </fieldset>
      <UpdateButton {...{ language, updateAction }} action="update" />
      <OrderError id={ERROR_ID} text={error} />
    </section>
  );
}

interface OptionProps {
  readonly session: PricedSession;
  readonly language: Language;
  readonly id: string;
  readonly amount: number;
}

function Option({ session, language, id, amount }: OptionProps) {
  const rate = session._shipping_rates.find((one) => one.id === id);
  const delivery = deliveryText(rate?.delivery_estimate ?? null, language);
  const control = `shipping-rate-${id}`;
  return (
    <label class="RadioButtonList-item" for={control} data-key={id}>
      <input
        type="radio"
        class="RadioButtonList-radio"
        id={control}
        name={SHIPPING_RATE}
        value={id}
        checked={session.shipping_cost?.shipping_rate === id}
      />
      <span class="RadioButtonList-text">
        <span class="RadioButtonList-name" dir="auto">
          {rate?.display_name ?? id}
        </span>
        {delivery !== null && <span class="RadioButtonList-detail">{delivery}</span>}
      </span>
      <span class="RadioButtonList-amount Text--tabularNumbers">
        {amount === 0 ? language.messages.order.free : money(amount, session.currency, language.tag)}
      </span>
    </label>
  );
}
