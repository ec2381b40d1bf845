/** The page of an open session: what is bought on one side, how it is paid on the other. */
import { isUndecided } from "../resources/checkout_session/total_rules.ts";
import { MethodAccordion, SingleMethod } from "./card_form.tsx";
import { type ClientConfig, NO_ERRORS, type PageErrors } from "./client_config.ts";
import { FieldGroup, TextInput } from "./controls.tsx";
import { Footer, type Frame, renderDocument } from "./document.tsx";
import { CONTROL, type FieldTexts, type Month, POSTAL_COUNTRIES } from "./fields.ts";
import { Check, Lock } from "./icons.tsx";
import { type Language, money } from "./languages.ts";
import type { OrderProps } from "./order_form.ts";
import type { FoundSession } from "./port.ts";
import { Overview } from "./summary.tsx";

export interface SessionPage extends Frame, OrderProps {
  readonly layout: "accordion" | "single";
  readonly token: string;
  readonly today: Month;
  readonly country: string;
  /** Where the form posts to: this page, with its query. */
  readonly action: string;
  /** What a refused post had typed, without card data, and why it was refused. */
  readonly values?: FieldTexts;
  readonly errors?: PageErrors;
}

/** Nothing to pay needs no card; an amount that is still to be chosen will. */
export function asksForCard({ session }: FoundSession): boolean {
  return session.amount_total > 0 || session._line_items.some(isUndecided);
}

export function knownEmail({ session, customerEmail }: FoundSession): string | null {
  return session.customer_email ?? customerEmail;
}

export function sessionPage(page: SessionPage): string {
  const { businessName, language, assets } = page;
  const { summary } = language.messages;
  return renderDocument({
    language,
    assets,
    title: summary.title(businessName),
    children: (
      <main class="App-Container">
        <Overview {...page} />
        <div class="App-Payment">
          <div class="CheckoutPaymentForm">
            <PaymentForm {...page} />
          </div>
        </div>
        <Footer language={language} />
      </main>
    ),
  });
}

function PaymentForm(page: SessionPage) {
  const { found, layout, language, values = {}, errors = NO_ERRORS } = page;
  const { form } = language.messages;
  const shown = { values, errors: errors.fields };
  const card = { language, shown, country: page.country };
  return (
    <form
      id="payment-form"
      class="PaymentForm-form"
      method="post"
      action={page.action}
      aria-label={form.label}
      noValidate
      data-page={JSON.stringify(configOf(page))}
    >
      <input type="hidden" name="_token" value={page.token} />
      <input type="hidden" name="expected_amount" value={found.session.amount_total} />
      <section class="PaymentForm-section" aria-labelledby="contact-heading">
        <h2 class="PaymentForm-heading" id="contact-heading">
          {form.contact}
        </h2>
        <Email {...page} />
      </section>
      {asksForCard(found) && (
        <section class="PaymentForm-section" aria-labelledby="method-heading">
          <h2 class="PaymentForm-heading PaymentMethod-Heading" id="method-heading">
            {form.method}
          </h2>
          {layout === "accordion" ? <MethodAccordion {...card} /> : <SingleMethod {...card} />}
        </section>
      )}
      <div class="PaymentForm-confirm">
        <div class="ConfirmPayment-container">
          {errors.payment !== null && (
            <div class="ConfirmPayment-Error" role="alert">
              {errors.payment}
            </div>
          )}
        </div>
        <SubmitButton {...page} />
      </div>
    </form>
  );
}

function Email({ found, language, values = {}, errors = NO_ERRORS }: SessionPage) {
  const { form } = language.messages;
  const known = knownEmail(found);
  if (known !== null) {
    return (
      <dl class="ReadOnlyFormField">
        <dt class="ReadOnlyFormField-label">{form.email}</dt>
        <dd class="ReadOnlyFormField-title">{known}</dd>
      </dl>
    );
  }
  return (
    <FieldGroup
      id="email-fieldset"
      group="email"
      label={form.email}
      for={CONTROL.email}
      errors={errors.fields}
    >
      <TextInput
        field="email"
        shown={{ values, errors: errors.fields }}
        inputmode="email"
        autocomplete="email"
        autocapitalize="off"
        placeholder={form.emailPlaceholder}
      />
    </FieldGroup>
  );
}

/** The spans and their classes are what existing tests wait for; the client script moves `--current` along. */
function SubmitButton(page: SessionPage) {
  return (
    <button
      type="submit"
      class="SubmitButton SubmitButton--incomplete"
      data-testid="hosted-payment-submit-button"
    >
      <span class="SubmitButton-TextContainer">
        <span class="SubmitButton-Text SubmitButton-Text--current" aria-hidden="false">
          <SubmitLabel {...page} />
        </span>
        <span class="SubmitButton-Text SubmitButton-Text--pre" aria-hidden="true">
          <span data-testid="submit-button-processing-label">{page.language.messages.submit.processing}</span>
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
export function SubmitLabel({ found, language }: SessionPage) {
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

export function configOf({ found, language: { messages }, today }: SessionPage): ClientConfig {
  const { form, challenge } = messages;
  return {
    statusUrl: `/c/pay/${found.session.id}/status`,
    asked: { email: knownEmail(found) === null, card: asksForCard(found) },
    today,
    faults: messages.faults,
    postal: Object.fromEntries(
      POSTAL_COUNTRIES.map((code) => [code, code === "US" ? form.zip : form.postalCode]),
    ),
    texts: {
      unreachable: messages.unreachable,
      challengeTitle: challenge.frame,
      close: challenge.close,
      paid: messages.submit.paid,
    },
  };
}
