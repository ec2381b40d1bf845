/** The promotion code: the field to type one, and the applied discount. */

import type { Coupon } from "../../../resources/catalog/coupon.ts";
import { couponAmountOff } from "../../../resources/checkout/checkout_session/index.ts";
import type { PricedSession } from "../../../resources/checkout/checkout_session/row/session.ts";
import { type Language, money, percent } from "../../../words/languages.ts";
import { offForText } from "../../../words/recurring.ts";
import { inputClass } from "../../controls/controls.tsx";
import { Cross, Tag } from "../../controls/icons.tsx";
import { UpdateButton } from "../noscript.tsx";
import { type OrderProps, PROMOTION_CODE, type PricedProps } from "./order_form.ts";

const ERROR_ID = "promotionCode-error";

/** The field for a code, if the shop allows codes and none is applied yet. */
export function PromotionCodeEntry({ found: { session }, language, order, updateAction }: OrderProps) {
  if (!session.allow_promotion_codes || session._discount !== null) return null;
  const { promotion } = language.messages;
  const error = order.errors[PROMOTION_CODE];
  return (
    <div class="PromotionCodeEntry" id="promotion-code">
      <div class={`PromotionCodeEntry-box ${error === undefined ? "" : "PromotionCodeEntry-box--invalid"}`}>
        <div class="PromotionCodeEntry-label">
          <label for={PROMOTION_CODE}>{promotion.add}</label>
        </div>
        <input
          type="text"
          class={inputClass("PromotionCodeEntry-input CheckoutInput", error)}
          id={PROMOTION_CODE}
          name={PROMOTION_CODE}
          form="payment-form"
          placeholder={promotion.add}
          autocomplete="off"
          autocapitalize="characters"
          autocorrect="off"
          spellcheck={false}
          enterkeyhint="done"
          aria-invalid={error !== undefined}
          {...(error === undefined ? {} : { "aria-describedby": ERROR_ID })}
          {...(order.values[PROMOTION_CODE] === undefined ? {} : { value: order.values[PROMOTION_CODE] })}
        />
        <button type="button" class="PromotionCodeEntry-applyButton" data-order="apply_code">
          {promotion.apply}
        </button>
        <UpdateButton {...{ language, updateAction }} action="apply_code" label={promotion.apply} />
      </div>
      <OrderError id={ERROR_ID} text={error} />
    </div>
  );
}

/** The error text below a control of the order. */
export function OrderError({ id, text }: { readonly id: string; readonly text: string | undefined }) {
  return (
    <div class="OrderError">
      {text !== undefined && (
        <div class="FieldError" id={id} role="alert">
          <span class="FieldError-text">{text}</span>
        </div>
      )}
    </div>
  );
}

/** "20% off", "$5.00 off for 3 months"; null if the amount beside it says enough. */
function termsOf(
  coupon: Coupon,
  { currency, _subscription: data }: PricedSession,
  isLater: boolean,
  language: Language,
): string | null {
  const { percent_off } = coupon;
  const months = data === null ? null : coupon.duration_in_months;
  const { messages, tag } = language;
  if (percent_off === null && months === null && !isLater) return null;
  const off = messages.order.off(
    percent_off === null
      ? money(couponAmountOff(coupon, currency) ?? 0, currency, tag)
      : percent(percent_off, tag),
  );
  return months === null ? off : offForText(off, months, language);
}

/** The applied discount and its amount. The buyer can remove it if they typed its code. */
export function AppliedDiscount({ session, language, updateAction }: PricedProps) {
  const { _discount: discount, total_details } = session;
  if (discount === null) return null;
  const { messages, tag } = language;
  const { label, by_buyer, coupon } = discount;
  const remove = messages.promotion.remove(label);
  // During a trial there is nothing yet to take off.
  const isLater = session._subscription !== null && total_details.amount_discount === 0;
  const terms = termsOf(coupon, session, isLater, language);
  return (
    <div class="OrderDetailsSubtotalItem AppliedDiscount" id="applied-discount">
      <div class="OrderDetails-subtotalItemLabel">
        <span class={by_buyer ? "AppliedDiscount-pill PromotionCodeEntry-pill" : "AppliedDiscount-pill"}>
          <Tag />
          <span class="AppliedDiscount-label" dir="auto">
            {label}
          </span>
          {by_buyer && (
            <button
              type="button"
              class="AppliedDiscount-removeButton"
              data-order="remove_code"
              aria-label={remove}
            >
              <Cross />
            </button>
          )}
        </span>
        {by_buyer && <UpdateButton {...{ language, updateAction }} action="remove_code" label={remove} />}
        {terms !== null && <span class="AppliedDiscount-terms">{terms}</span>}
      </div>
      {!isLater && (
        <span class="Text--tabularNumbers AppliedDiscount-amount">
          {money(-total_details.amount_discount, session.currency, tag)}
        </span>
      )}
    </div>
  );
}
