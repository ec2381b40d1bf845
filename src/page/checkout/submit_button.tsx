/** The pay button and its label. */
import { isPriced, isUndecided } from "../../resources/checkout/checkout_session/index.ts";
import { type Language, money } from "../../words/languages.ts";
import { Check, Lock } from "../controls/icons.tsx";
import type { FoundSession } from "../port.ts";
import { planOf } from "./order/plan.ts";

interface SubmitProps {
  readonly found: FoundSession;
  readonly language: Language;
}

/**
 * Existing tests wait for these elements and classes and click each of the elements, so none may cover
 * another. The client script changes the classes with the state. HTML allows no `div` in a button, but
 * browsers accept it, and tests look for `div.SubmitButton-IconContainer` as on Stripe's page.
 */
export function SubmitButton(props: SubmitProps) {
  return (
    <button
      type="submit"
      class="SubmitButton SubmitButton--incomplete"
      data-testid="hosted-payment-submit-button"
    >
      <div class="SubmitButton-Shimmer" />
      <div class="SubmitButton-TextContainer">
        <span class="SubmitButton-Text SubmitButton-Text--current" aria-hidden="false">
          <SubmitLabel {...props} />
        </span>
        <span class="SubmitButton-Text SubmitButton-Text--pre" aria-hidden="true">
          <span data-testid="submit-button-processing-label">
            {props.language.messages.submit.processing}
          </span>
        </span>
      </div>
      <div class="SubmitButton-IconContainer" aria-hidden="true">
        <Lock />
        <span class="SubmitButton-Spinner" />
        <span class="SubmitButton-CheckmarkIcon">
          <Check />
        </span>
      </div>
    </button>
  );
}

/** The label with the total. An update of the order replaces this part. */
export function SubmitLabel({ found, language }: SubmitProps) {
  return <span id="submit-label">{submitLabel(found, language)}</span>;
}

function submitLabel(found: FoundSession, { messages: { submit }, tag }: Language): string {
  const { session } = found;
  if (!isPriced(session)) return submit.save;
  const plan = planOf(found, "");
  if (plan !== null) return plan.trialDays === null ? submit.subscribe : submit.startTrial;
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
