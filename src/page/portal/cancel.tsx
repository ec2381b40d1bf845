/** The pages on which a customer cancels a subscription, says why, and takes it back. */
import { endsAtOnce } from "../../resources/billing/portal/index.ts";
import type { Coupon } from "../../resources/catalog/coupon.ts";
import { dateText, money, percent } from "../../words/languages.ts";
import { offForText } from "../../words/recurring.ts";
import type { FoundSubscription } from "../portal_port.ts";
import { PostButton, portalPage } from "./layout.tsx";
import { type PortalView, planNames, planPrice, renewsAt, subscriptionPath } from "./portal_view.ts";

/** The name of what is in the query once the offer was declined. */
export const DECLINED = "declined";
/** The names of the fields of the form that asks why. */
export const FEEDBACK = "cancellation_reason";
export const COMMENT = "cancellation_comment";

export function cancelPage(view: PortalView, of: FoundSubscription): string {
  const { found, language } = view;
  const { portal } = language.messages;
  const isAtOnce = endsAtOnce(found.configuration, of.subscription);
  const end = Math.max(...of.subscription._items.map((item) => item.current_period_end));
  return portalPage(view, {
    title: portal.cancelTitle,
    heading: portal.cancelHeading,
    children: (
      <>
        <Summary view={view} of={of} />
        <p>{isAtOnce ? portal.cancelNow : portal.cancelAtEnd(dateText(end, language.tag))}</p>
        <PostButton action={subscriptionPath(view, of, "cancel")} testId="confirm" strong>
          {portal.cancel}
        </PostButton>
      </>
    ),
  });
}

/** Offers a coupon to a customer who wants to cancel. */
export function offerPage(
  view: PortalView,
  of: FoundSubscription,
  { amount_off, currency, duration_in_months: months, name, percent_off }: Coupon,
): string {
  const { language } = view;
  const { order, portal } = language.messages;
  const off = order.off(
    amount_off !== null && currency !== null
      ? money(amount_off, currency, language.tag)
      : percent(percent_off ?? 0, language.tag),
  );
  const shown = months === null ? off : offForText(off, months, language);
  const back = `${subscriptionPath(view, of, "cancel")}?${DECLINED}=true`;
  return portalPage(view, {
    title: portal.cancelTitle,
    heading: portal.offerHeading,
    children: (
      <>
        <Summary view={view} of={of} />
        <p class="Portal-price" data-testid="retention-offer">
          {name === null ? shown : `${name} (${shown})`}
        </p>
        <div class="Portal-buttons">
          <PostButton action={subscriptionPath(view, of, "offer")} testId="accept-offer" strong>
            {portal.acceptOffer}
          </PostButton>
          <a class="LinkButton" href={back} data-testid="decline-offer">
            {portal.noThanks}
          </a>
        </div>
      </>
    ),
  });
}

/** Asks why, once the subscription was canceled. `id` is the subscription's, `onward` leads on without an answer. */
export function reasonPage(view: PortalView, id: string, onward: string): string {
  const { base, found, language } = view;
  const { portal } = language.messages;
  const { options } = found.configuration.features.subscription_cancel.cancellation_reason;
  return portalPage(view, {
    title: portal.canceled,
    heading: portal.canceled,
    children: (
      <form
        class="Portal-form"
        method="post"
        action={`${base}/subscriptions/${id}/canceled`}
        data-testid="cancellation-reason"
      >
        <fieldset class="Portal-reasons">
          <legend>{portal.why}</legend>
          {options.map((option) => (
            <label key={option} class="Portal-reason">
              <input
                type="radio"
                name={FEEDBACK}
                value={option}
                data-test={`cancel-reason-opt-${option}`}
                data-testid={`cancel-reason-opt-${option}`}
              />
              {portal.reasons[option]}
            </label>
          ))}
        </fieldset>
        <label class="Portal-comment">
          {portal.comment}
          <textarea name={COMMENT} rows={3} />
        </label>
        <div class="Portal-buttons">
          <a class="LinkButton" href={onward} data-testid="cancellation_reason_cancel">
            {portal.noThanks}
          </a>
          <button
            type="submit"
            class="LinkButton LinkButton--strong"
            data-testid="cancellation_reason_submit"
          >
            {portal.submit}
          </button>
        </div>
      </form>
    ),
  });
}

export function renewPage(view: PortalView, of: FoundSubscription): string {
  const { language } = view;
  const { portal } = language.messages;
  return portalPage(view, {
    title: portal.renew,
    heading: portal.renewHeading,
    children: (
      <>
        <Summary view={view} of={of} />
        <p>{portal.renewText(dateText(renewsAt(of), language.tag))}</p>
        <PostButton action={subscriptionPath(view, of, "reactivate")} testId="confirm" strong>
          {portal.renew}
        </PostButton>
      </>
    ),
  });
}

/** What the page is about. */
function Summary({ view, of }: { readonly view: PortalView; readonly of: FoundSubscription }) {
  return (
    <div class="Portal-plan">
      <div>
        <p class="Portal-name">{planNames(of)}</p>
        <p class="Portal-price">{planPrice(of, view.language)}</p>
      </div>
    </div>
  );
}
