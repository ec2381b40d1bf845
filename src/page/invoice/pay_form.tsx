/** How an open invoice is paid: a form for a card, and the way to the page of a bank transfer. It needs no script. */
import { CONTROL } from "../../form/fields.ts";
import { type Language, money } from "../../words/languages.ts";
import { CardNumber } from "../controls/card_number.tsx";
import type { Shown } from "../controls/controls.tsx";
import type { FoundInvoice } from "../port.ts";

interface PayProps {
  readonly found: FoundInvoice;
  readonly language: Language;
  /** Why the last try failed; null before any. Card data is never shown again. */
  readonly fault: string | null;
}

/** Whether an invoice waits for its payer. */
export function isPayable({ invoice }: FoundInvoice): boolean {
  return invoice.status === "open" && invoice.amount_remaining > 0 && invoice._payment_intent !== null;
}

export function PayWays(props: PayProps) {
  const { takesCards, transfer } = props.found;
  return (
    <>
      {transfer !== null && (
        <a class="LinkButton LinkButton--strong" href={transfer} data-testid="invoice-transfer">
          {props.language.messages.transfer.title}
        </a>
      )}
      {takesCards && <PayForm {...props} />}
    </>
  );
}

function PayForm({ found, language, fault }: PayProps) {
  const { form, submit } = language.messages;
  const { amount_remaining, currency } = found.invoice;
  const shown: Shown = { typed: new Map(), errors: fault === null ? {} : { [CONTROL.number]: fault } };
  return (
    <form class="Invoice-pay" method="post" data-testid="invoice-pay">
      <CardNumber words={form} shown={shown} marked={false} />
      <button type="submit" class="LinkButton" data-testid="invoice-pay-button">
        {submit.pay(money(amount_remaining, currency, language.tag))}
      </button>
    </form>
  );
}
