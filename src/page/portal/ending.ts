/** How a session's flow ends: on a page that says so, back in the shop, or on the home page. */
import type { FastifyReply } from "fastify";
import type { Flow } from "../../resources/billing/portal/index.ts";
import { html } from "../server/replies.ts";
import { safeUrl } from "../server/safe_urls.ts";
import { flowDonePage, leavingPage } from "../server/status_pages.tsx";
import type { PortalView } from "./portal_view.ts";

interface Visit {
  readonly reply: FastifyReply;
  readonly view: PortalView;
}

/** What a customer has done, by the flow that ends with it. */
type Done = Exclude<Flow["type"], "subscription_update_confirm">;

function endOf(type: Flow["type"]): Done {
  return type === "subscription_update_confirm" ? "subscription_update" : type;
}

/** Leads on after something was done: to the end of the flow, if the session was for it, or else to the home page. */
export function ended({ reply, view }: Visit, done: Done): FastifyReply {
  const { flow } = view.found.session;
  const isOver = flow !== null && endOf(flow.type) === done;
  return reply.redirect(isOver ? `${view.base}/flow/done` : view.base, 303);
}

/**
 * The end of a flow. A page and not a redirect leads back to the shop, because of `form-action` (see guards.ts).
 */
export function flowEnd({ reply, view }: Visit): FastifyReply {
  const { session, subscriptions } = view.found;
  const { flow, return_url } = session;
  if (flow === null || flow.after_completion.type === "portal_homepage")
    return reply.redirect(view.base, 303);
  const { hosted_confirmation, redirect } = flow.after_completion;
  const target = safeUrl(redirect?.return_url ?? null);
  if (target !== null) return html(reply, 200, leavingPage(view, target, "nothing"));
  const { portal } = view.language.messages;
  const texts: Readonly<Record<Done, string>> = {
    customer_update: portal.doneCustomer,
    payment_method_update: portal.doneMethod,
    subscription_cancel: portal.doneCancel,
    subscription_update: portal.doneUpdate,
  };
  const back = safeUrl(return_url);
  // A customer who has taken an offer instead still has the subscription.
  const { subscription } = flow.subscription_cancel ?? {};
  const isKept = subscriptions.some((one) => one.subscription.id === subscription && one.can.cancel);
  const text = isKept ? portal.doneUpdate : texts[endOf(flow.type)];
  return html(
    reply,
    200,
    flowDonePage(
      view,
      text,
      hosted_confirmation?.custom_message ?? null,
      back === null ? null : { href: back, text: portal.returnTo(view.business) },
    ),
  );
}
