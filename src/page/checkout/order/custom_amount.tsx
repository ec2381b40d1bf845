/** The amount, if the shop lets the buyer choose it. */

import { money } from "../../../words/languages.ts";
import { inputClass } from "../../controls/controls.tsx";
import { UpdateButton } from "../noscript.tsx";
import { amountOf, CUSTOM_AMOUNT, customOf, type OrderProps } from "./order_form.ts";
import { OrderError } from "./promotion_code.tsx";

const ERROR_ID = "customUnitAmount-error";

/** If there is an amount already, the script disables the field until "Change amount" is pressed. */
export function CustomAmount({ found: { session }, language, order, updateAction }: OrderProps) {
  const line = session._line_items.find((one) => customOf(one) !== null);
  if (line === undefined) return null;
  const { customAmount } = language.messages;
  const shown = (amount: number) => money(amount, line.currency, language.tag);
  const amount = amountOf(line);
  const error = order.errors[CUSTOM_AMOUNT];
  const value = error === undefined && amount !== null ? shown(amount) : (order.values[CUSTOM_AMOUNT] ?? "");
  return (
    <div class="CustomAmount" id="custom-amount">
      <label class={amount === null ? "CustomAmount-label" : "VisuallyHidden"} for={CUSTOM_AMOUNT}>
        {customAmount.label}
      </label>
      <div class="CustomAmount-box">
        <input
          type="text"
          class={inputClass("CheckoutInput Input CustomAmount-input", error)}
          id={CUSTOM_AMOUNT}
          name={CUSTOM_AMOUNT}
          form="payment-form"
          inputmode="decimal"
          autocomplete="off"
          placeholder={shown(0)}
          value={value}
          aria-invalid={error !== undefined}
          {...(error === undefined ? {} : { "aria-describedby": ERROR_ID })}
        />
        {amount !== null && (
          <button type="button" class="CustomAmount-change Button Button--small">
            {customAmount.change}
          </button>
        )}
        <UpdateButton {...{ language, updateAction }} action="update" />
      </div>
      <OrderError id={ERROR_ID} text={error} />
    </div>
  );
}
