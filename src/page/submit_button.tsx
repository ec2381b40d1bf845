/** The button that pays. */
import { isUndecided } from "../resources/checkout_session/total_rules.ts";
import { Check, Lock } from "./icons.tsx";
import { type Language, money } from "./languages.ts";
import type { FoundSession } from "./port.ts";

interface SubmitProps {
  readonly found: FoundSession;
  readonly language: Language;
}

/** The spans and their classes are what existing tests wait for; the client script moves `--current` along. */
export function SubmitButton(props: SubmitProps) {
  return (
    <button
      type="submit"
      class="SubmitButton SubmitButton--incomplete"
      data-testid="hosted-payment-submit-button"
    >
      <span class="SubmitButton-TextContainer">
        <span class="SubmitButton-Text SubmitButton-Text--current" aria-hidden="false">
          <SubmitLabel {...props} />
        </span>
        <span class="SubmitButton-Text SubmitButton-Text--pre" aria-hidden="true">
          <span data-testid="submit-button-processing-label">
            {props.language.messages.submit.processing}
          </span>
        </span>
      </span>
      <span class="SubmitButton-IconContainer" aria-hidden="true">
        <Lock />
        <span class="SubmitButton-Spinner" />
        <span class="SubmitButton-CheckmarkIcon">
          <Check />
        </span>
      </span>
    </button>
  );
}

/** Follows the total: one of the parts that an update of the order draws anew. */
export function SubmitLabel({ found, language }: SubmitProps) {
  return <span id="submit-label">{submitLabel(found, language)}</span>;
}

function submitLabel({ session }: FoundSession, { messages: { submit }, tag }: Language): string {
  if (session._line_items.some(isUndecided)) return submit.payAny;
  if (session.amount_total === 0) return submit.complete;
  switch (session.submit_type) {
    case "book":
      return submit.book;
    case "donate":
      return submit.donate;
    case "subscribe":
      return submit.subscribe;
    case "auto":
    case "pay":
    case null:
      return submit.pay(money(session.amount_total, session.currency, tag));
  }
}
