/** The page of an open session: the order on one side, the payment form on the other. */

import type { Asked, AskedAnswer } from "../../form/fields.ts";
import { isPriced, type Session } from "../../resources/checkout/checkout_session/index.ts";
import { count, type Language } from "../../words/languages.ts";
import type { Messages } from "../../words/messages/en.ts";
import type { ClientConfig, FieldWords } from "../client/config.ts";
import { Footer, renderDocument } from "../server/document.tsx";
import { CustomText } from "../server/rich_text_view.tsx";
import { brandingUrl, isStyled } from "./branding.ts";
import { Consent, CustomFields, TaxId } from "./buyer/buyer_details.tsx";
import { Contact, Shipping } from "./buyer/contact_form.tsx";
import { isTaxedByPlace } from "./buyer/what_to_ask.ts";
import { PaymentMethod } from "./methods/index.tsx";
import { totalOf } from "./order/order_form.ts";
import { ShippingOptions } from "./order/shipping_options.tsx";
import { Overview } from "./order/summary.tsx";
import type { SessionPage } from "./page_props.ts";
import { SubmitButton } from "./submit_button.tsx";

export function sessionPage(page: SessionPage): string {
  const { businessName, language, assets, isEmbedded = false } = page;
  const { id, _branding: branding } = page.found.session;
  const { summary } = language.messages;
  return renderDocument({
    language,
    assets,
    isEmbedded,
    title: summary.title(businessName),
    ...(isStyled(branding) ? { styles: brandingUrl(id) } : {}),
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
  const { custom_text: text } = found.session;
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
      <input type="hidden" name="expected_amount" value={totalOf(found.session)} />
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

export function configOf({ asked, assets, found, language, pace, today }: SessionPage): ClientConfig {
  const { messages } = language;
  return {
    statusUrl: `/c/pay/${found.session.id}/status`,
    regionsUrl: assets.regions,
    pace,
    asked,
    today,
    words: fieldWords(asked, language),
    taxed: isTaxedByPlace(found.session),
    kept: found.session.consent_collection?.promotions === "auto",
    texts: {
      unreachable: messages.unreachable,
      challengeTitle: messages.challenge.frame,
      close: messages.challenge.close,
      closeScan: messages.quantity.close,
      paid: doneWords(found.session, asked, messages),
      owed: messages.leaving.thanks,
    },
  };
}

/** What the button says at the end: that money was paid, that a method was saved, or neither. */
function doneWords(session: Session, { methods }: Asked, { leaving, submit }: Messages): string {
  if (!isPriced(session)) return submit.saved;
  if (session.amount_total > 0) return submit.paid;
  return session._subscription !== null && methods.length > 0 ? submit.saved : leaving.thanks;
}

/** Error texts in the language of the page; those of custom fields contain the allowed length. */
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
