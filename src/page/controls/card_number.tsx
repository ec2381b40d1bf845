/** The number, expiry date and security code of a new card, as one group. */
import { CONTROL } from "../../form/fields.ts";
import { Cell, FieldGroup, type Shown, TextInput } from "./controls.tsx";
import { CardBrands, CvcMark } from "./marks.tsx";

interface CardWords {
  readonly cardInformation: string;
  readonly cardNumber: string;
  readonly cardNumberPlaceholder: string;
  readonly cvc: string;
  readonly expiration: string;
  readonly expirationPlaceholder: string;
}

interface CardNumberProps {
  readonly words: CardWords;
  readonly shown: Shown;
  /** Whether the badges of brands stand in the fields. */
  readonly marked: boolean;
}

export function CardNumber({ words, shown, marked }: CardNumberProps) {
  const digits = { inputmode: "numeric", shown } as const;
  return (
    <FieldGroup group="cardNumber" label={words.cardInformation} errors={shown.errors} class="CardNumber">
      <Cell>
        <TextInput
          id={CONTROL.number}
          {...digits}
          autocomplete="cc-number"
          aria-label={words.cardNumber}
          placeholder={words.cardNumberPlaceholder}
        />
        {marked && <CardBrands />}
      </Cell>
      <Cell half="left">
        <TextInput
          id={CONTROL.exp}
          {...digits}
          autocomplete="cc-exp"
          aria-label={words.expiration}
          placeholder={words.expirationPlaceholder}
        />
      </Cell>
      <Cell half="right">
        <TextInput
          id={CONTROL.cvc}
          {...digits}
          autocomplete="cc-csc"
          aria-label={words.cvc}
          placeholder={words.cvc}
        />
        {marked && <CvcMark />}
      </Cell>
    </FieldGroup>
  );
}
