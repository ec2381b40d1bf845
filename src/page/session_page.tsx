/** The page of an open session: what is bought on one side, the one form that pays it on the other. */
import { isTaxedByPlace } from "./asked.ts";
import { Consent, CustomFields, TaxId } from "./buyer_details.tsx";
import { PaymentMethod } from "./card_form.tsx";
import type { ClientConfig, FieldWords } from "./client/config.ts";
import { Contact, Shipping } from "./contact_form.tsx";
import type { Shown } from "./controls.tsx";
import { Footer, type Frame, renderDocument } from "./document.tsx";
import type { Asked, AskedAnswer, Month } from "./fields.ts";
import { count, type Language } from "./languages.ts";
import type { OrderProps } from "./order_form.ts";
import { CustomText } from "./rich_text_view.tsx";
import { ShippingOptions } from "./shipping_options.tsx";
import { SubmitButton } from "./submit_button.tsx";
import { Overview } from "./summary.tsx";

export type ShownLayout = "accordion" | "single" | "tabs";

/** What every part of the page is drawn from. */
export interface SessionPage extends Frame, OrderProps {
  readonly layout: ShownLayout;
  readonly token: string;
  readonly today: Month;
  /** Where the form posts to: this page, with its query. */
  readonly action: string;
  /** Where it posts to for a saved card to be taken away. */
  readonly removeAction: string;
  /** Pages of the shop's own. */
  readonly links: { readonly terms: string | null; readonly privacy: string | null };
  readonly asked: Asked;
  readonly shown: Shown;
  /** What is wrong with the payment as a whole. */
  readonly trouble: string | null;
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
  const { asked, found, language, trouble } = page;
  const { custom_text: text, amount_total } = found.session;
  return (
    <form
      id="payment-form"
      class="PaymentForm-form"
      method="post"
      action={page.action}
      aria-label={language.messages.form.label}
      noValidate
      data-page={JSON.stringify(configOf(page))}
    >
      <input type="hidden" name="_token" value={page.token} />
      <input type="hidden" name="expected_amount" value={amount_total} />
      <Contact {...page} />
      {asked.shipping && <Shipping {...page} />}
      <ShippingOptions {...page} />
      <PaymentMethod {...page} />
      <TaxId {...page} />
      <CustomFields {...page} />
      <Consent {...page} />
      <div class="PaymentForm-confirm">
        <div class="ConfirmPayment-container">
          {trouble !== null && (
            <div class="ConfirmPayment-Error" role="alert">
              {trouble}
            </div>
          )}
        </div>
        <CustomText message={text.submit?.message} />
        <SubmitButton {...page} />
        <CustomText message={text.after_submit?.message} />
      </div>
    </form>
  );
}

export function configOf({ asked, found, language, today }: SessionPage): ClientConfig {
  const { messages } = language;
  return {
    statusUrl: `/c/pay/${found.session.id}/status`,
    asked,
    today,
    words: fieldWords(asked, language),
    taxed: isTaxedByPlace(found.session),
    kept: found.session.consent_collection?.promotions === "auto",
    texts: {
      unreachable: messages.unreachable,
      challengeTitle: messages.challenge.frame,
      close: messages.challenge.close,
      paid: messages.submit.paid,
    },
  };
}

/** Faults in the language of the page; those of the shop's own questions say how long an answer may be. */
export function fieldWords({ answers }: Asked, language: Language): FieldWords {
  return {
    all: language.messages.faults,
    own: Object.fromEntries(answers.map((answer) => [answer.id, lengthWords(answer, language)])),
  };
}

function lengthWords({ least, most }: AskedAnswer, { messages, tag }: Language) {
  const words = (fault: keyof typeof messages.lengthFaults, length: number | null) =>
    length === null
      ? {}
      : {
          [fault]: messages.lengthFaults[fault](count(length, tag), new Intl.PluralRules(tag).select(length)),
        };
  return { ...words("answer_too_short", least), ...words("answer_too_long", most) };
}
