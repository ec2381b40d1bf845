/** The home page of the portal: what a customer has subscribed to, pays with, is, and was billed for. */
import type { Invoice } from "../../resources/billing/invoice/index.ts";
import { dateText, money } from "../../words/languages.ts";
import type { FoundSubscription, PortalMethod } from "../portal_port.ts";
import { savedDetail, savedName } from "../server/saved_method.ts";
import { PostButton, portalPage, Section } from "./layout.tsx";
import { type PortalView, planNames, planPrice, renewsAt, subscriptionPath } from "./portal_view.ts";

export function homePage(view: PortalView): string {
  const { found, language } = view;
  const { portal } = language.messages;
  const { features, business_profile } = found.configuration;
  const { enabled, allowed_updates } = features.customer_update;
  return portalPage(view, {
    title: portal.title,
    heading: business_profile.headline ?? portal.title,
    isHome: true,
    children: (
      <>
        <Section title={portal.current} testId="portal-subscriptions">
          {found.subscriptions.length === 0 && <p class="Portal-soft">{portal.none}</p>}
          {found.subscriptions.map((one) => (
            <Plan key={one.subscription.id} view={view} of={one} />
          ))}
        </Section>
        {features.payment_method_update.enabled && <Methods view={view} />}
        {enabled && allowed_updates.length > 0 && <Details {...view} />}
        {features.invoice_history.enabled && found.invoices.length > 0 && <Invoices {...view} />}
      </>
    ),
  });
}

function Plan({ view, of }: { readonly view: PortalView; readonly of: FoundSubscription }) {
  const { language } = view;
  const { portal } = language.messages;
  const { can, subscription } = of;
  const { cancel_at } = subscription;
  return (
    <article class="Portal-plan" data-testid="portal-plan">
      <div class="Portal-grow">
        <h3>
          {planNames(of)}
          {cancel_at !== null && (
            <span class="Portal-badge" data-test="subscription-cancel-at-period-end-badge">
              {portal.cancelsBadge(dateText(cancel_at, language.tag))}
            </span>
          )}
        </h3>
        <p class="Portal-price">{planPrice(of, language)}</p>
        <p class="Portal-soft" data-testid="portal-plan-state">
          {stateText(of, view)}
        </p>
      </div>
      <div class="Portal-buttons">
        {can.update && (
          <a
            class="LinkButton LinkButton--strong"
            href={subscriptionPath(view, of, "update")}
            data-test="update-subscription"
          >
            {portal.update}
          </a>
        )}
        {can.cancel && (
          <a class="LinkButton" href={subscriptionPath(view, of, "cancel")} data-test="cancel-subscription">
            {portal.cancel}
          </a>
        )}
        {can.renew && (
          <a
            class="LinkButton LinkButton--strong"
            href={subscriptionPath(view, of, "reactivate")}
            data-test="renew-subscription"
          >
            {portal.renew}
          </a>
        )}
      </div>
    </article>
  );
}

/** How a subscription stands: its end, its trial, its fault, or when it renews. */
function stateText(of: FoundSubscription, { language: { messages, tag } }: PortalView): string {
  const { portal } = messages;
  const { cancel_at, status, trial_end } = of.subscription;
  if (cancel_at !== null) return portal.ends(dateText(cancel_at, tag));
  if (status === "past_due") return portal.pastDue;
  if (status === "unpaid") return portal.unpaid;
  if (status === "paused") return portal.paused;
  if (status === "trialing" && trial_end !== null) return portal.trialEnds(dateText(trial_end, tag));
  return portal.renews(dateText(renewsAt(of), tag));
}

function Methods({ view }: { readonly view: PortalView }) {
  const { base, found, language } = view;
  const { portal } = language.messages;
  return (
    <Section title={portal.methods} testId="portal-methods">
      {found.methods.length === 0 && <p class="Portal-soft">{portal.noMethods}</p>}
      <ul>
        {found.methods.map((method) => (
          <Method key={method.id} view={view} method={method} />
        ))}
      </ul>
      <a class="Portal-add" href={`${base}/add-payment-method`} data-testid="add-payment-method">
        {portal.addMethod}
      </a>
    </Section>
  );
}

function Method({ view, method }: { readonly view: PortalView; readonly method: PortalMethod }) {
  const { base, language } = view;
  const { portal, saved } = language.messages;
  const { id, isDefault, isRemovable } = method;
  const name = savedName(method, language.messages);
  const detail = savedDetail(method, language);
  return (
    <li class="Portal-row" data-testid="portal-method">
      <span class="Portal-grow">
        {name} {isDefault && <span class="Portal-badge">{portal.isDefault}</span>}
        {detail !== null && <span class="Portal-soft Portal-line">{detail}</span>}
      </span>
      <span class="Portal-actions">
        {!isDefault && (
          <PostButton action={`${base}/payment-methods/${id}/default`} testId="make-default">
            {portal.makeDefault}
          </PostButton>
        )}
        {isRemovable && (
          <PostButton
            action={`${base}/payment-methods/${id}/remove`}
            testId="remove-payment-method"
            label={saved.removeCard(name)}
          >
            {saved.remove}
          </PostButton>
        )}
      </span>
    </li>
  );
}

function Details({ base, found, language }: PortalView) {
  const { heading, portal } = language.messages;
  const { address, email, name, phone } = found.customer;
  const place = [address?.line1, address?.line2, address?.city, address?.state, address?.postal_code];
  const lines = [name, email, place.filter(Boolean).join(", "), address?.country, phone];
  return (
    <Section title={heading.billing} testId="portal-details">
      {lines.map((line) => line && <p key={line}>{line}</p>)}
      {found.taxIds.map(({ id, value }) => (
        <p key={id}>{value}</p>
      ))}
      <a class="Portal-add" href={`${base}/customer`} data-testid="update-customer">
        {portal.edit}
      </a>
    </Section>
  );
}

function Invoices({ found, language }: PortalView) {
  const { invoice: words, portal } = language.messages;
  return (
    <Section title={portal.invoices} testId="portal-invoices">
      <ul>
        {found.invoices.map((invoice) => {
          const page = `/i/${found.account.id}/test_${invoice._token}`;
          return (
            <li class="Portal-row" key={invoice.id} data-testid="portal-invoice">
              <a class="Portal-grow" href={`${page}?s=ap`} data-testid="hosted-invoice-link">
                {dateText(invoice.created, language.tag)}
              </a>
              <span class="Portal-amount">{money(invoice.total, invoice.currency, language.tag)}</span>
              <span class="Portal-badge">{statusText(invoice, portal)}</span>
              <a href={`${page}/pdf?s=ap`} aria-label={`${words.download} ${invoice.number ?? ""}`}>
                PDF
              </a>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function statusText({ status }: Invoice, words: PortalView["language"]["messages"]["portal"]): string {
  switch (status) {
    case "paid":
      return words.paid;
    case "void":
      return words.void;
    case "uncollectible":
      return words.uncollectible;
    default:
      return words.open;
  }
}
