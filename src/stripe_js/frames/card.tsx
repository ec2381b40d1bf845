/** The Card Element, in one line, and its three fields as Elements of their own. */
import { CONTROL } from "../../form/fields.ts";
import { CardBrands } from "../../page/controls/marks.tsx";
import { Field } from "./fields.tsx";
import type { FrameProps } from "./frame_props.ts";

/** The names of the inputs, which existing tests look for. */
const NAMES = { number: "cardnumber", exp: "exp-date", cvc: "cvc", postal: "postal" } as const;
/** The control of the postal code, which only this Element has without a country. */
const CARD_POSTAL = "cardPostal";

export function CardFrame(props: FrameProps) {
  const { hidePostalCode, hideIcon } = props.config.options;
  return (
    <div class="CardElement">
      {hideIcon !== true && <CardBrands />}
      <CardNumber {...props} />
      <CardExpiry {...props} />
      <CardCvc {...props} />
      {hidePostalCode !== true && <CardPostal {...props} />}
    </div>
  );
}

export function CardNumber({ config, language }: FrameProps) {
  const { form } = language.messages;
  return (
    <Field
      control={CONTROL.number}
      id={CONTROL.number}
      name={NAMES.number}
      label={form.cardNumber}
      isLabelled={false}
      placeholder={ownPlaceholder(config.options) ?? form.cardNumberPlaceholder}
      autocomplete="cc-number"
      inputmode="numeric"
    />
  );
}

export function CardExpiry({ config, language }: FrameProps) {
  const { form } = language.messages;
  return (
    <Field
      control={CONTROL.exp}
      id={CONTROL.exp}
      name={NAMES.exp}
      label={form.expiration}
      isLabelled={false}
      placeholder={ownPlaceholder(config.options) ?? form.expirationPlaceholder}
      autocomplete="cc-exp"
      inputmode="numeric"
    />
  );
}

export function CardCvc({ config, language }: FrameProps) {
  const { form } = language.messages;
  return (
    <Field
      control={CONTROL.cvc}
      id={CONTROL.cvc}
      name={NAMES.cvc}
      label={form.cvc}
      isLabelled={false}
      placeholder={ownPlaceholder(config.options) ?? form.cvc}
      autocomplete="cc-csc"
      inputmode="numeric"
    />
  );
}

function CardPostal({ config, language }: FrameProps) {
  const { value } = config.options;
  const given = typeof value === "object" && value !== null ? Reflect.get(value, "postalCode") : undefined;
  const label = language.messages.address.postalCodes.zip;
  return (
    <Field
      control={CARD_POSTAL}
      id={CARD_POSTAL}
      name={NAMES.postal}
      label={label}
      isLabelled={false}
      placeholder={label}
      autocomplete="billing postal-code"
      value={typeof given === "string" ? given : ""}
    />
  );
}

function ownPlaceholder({ placeholder }: FrameProps["config"]["options"]): string | undefined {
  return typeof placeholder === "string" ? placeholder : undefined;
}
