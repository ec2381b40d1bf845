/** The routes on which a customer cancels a subscription, says why, and takes it back. */
import type { FastifyReply } from "fastify";
import { textOf } from "../../form/typed.ts";
import { html } from "../server/replies.ts";
import { COMMENT, cancelPage, DECLINED, FEEDBACK, offerPage, reasonPage, renewPage } from "./cancel.tsx";
import { ended } from "./ending.ts";
import { subscriptionPath } from "./portal_view.ts";
import { again, type Routes, subscriptionIn, toHome, type Visit } from "./visit.ts";

export function cancelRoutes(routes: Routes): void {
  routes("get", "/subscriptions/:id/cancel", (visit) => {
    const { reply, request, view } = visit;
    const of = subscriptionIn(visit);
    if (!of?.can.cancel) return toHome(visit);
    const { offer, session } = view.found;
    const isFor = session.flow?.subscription_cancel?.subscription === of.subscription.id;
    const isDeclined = Object.hasOwn(request.query as object, DECLINED);
    const shown = isFor && !isDeclined ? offer : null;
    return html(reply, 200, shown === null ? cancelPage(view, of) : offerPage(view, of, shown));
  });
  routes("post", "/subscriptions/:id/offer", async (visit) => {
    const of = subscriptionIn(visit);
    if (of === null) return toHome(visit);
    const result = await visit.server.parts.portal.acceptOffer(visit.view.found, of);
    if (result.kind === "refused") return again(visit, result, (view) => cancelPage(view, of));
    return ended(visit, "subscription_cancel");
  });
  routes("post", "/subscriptions/:id/cancel", async (visit) => {
    const { reply, server, view } = visit;
    const of = subscriptionIn(visit);
    if (!of?.can.cancel) return toHome(visit);
    const result = await server.parts.portal.cancel(view.found, of);
    if (result.kind === "refused") return again(visit, result, (refused) => cancelPage(refused, of));
    const { enabled } = view.found.configuration.features.subscription_cancel.cancellation_reason;
    if (!enabled) return ended(visit, "subscription_cancel");
    return reply.redirect(subscriptionPath(view, of, "canceled"), 303);
  });
  routes("get", "/subscriptions/:id/canceled", ({ reply, request, view }) => {
    const onward = view.found.session.flow === null ? view.base : `${view.base}/flow/done`;
    return html(reply, 200, reasonPage(view, request.params.id, onward));
  });
  routes("post", "/subscriptions/:id/canceled", (visit) => giveReason(visit));
  routes("get", "/subscriptions/:id/reactivate", (visit) => {
    const of = subscriptionIn(visit);
    return of?.can.renew ? html(visit.reply, 200, renewPage(visit.view, of)) : toHome(visit);
  });
  routes("post", "/subscriptions/:id/reactivate", async (visit) => {
    const of = subscriptionIn(visit);
    if (!of?.can.renew) return toHome(visit);
    const result = await visit.server.parts.portal.renew(visit.view.found, of);
    return result.kind === "refused" ? again(visit, result, (view) => renewPage(view, of)) : toHome(visit);
  });
}

async function giveReason(visit: Visit): Promise<FastifyReply> {
  const { form, request, server, view } = visit;
  const { id } = request.params;
  const feedback = textOf(form, FEEDBACK);
  const comment = textOf(form, COMMENT).trim();
  const details = { ...(feedback === "" ? {} : { feedback }), ...(comment === "" ? {} : { comment }) };
  if (Object.keys(details).length > 0) {
    const result = await server.parts.portal.giveReason(view.found, id, details);
    if (result.kind === "refused") {
      return again(visit, result, (refused) => reasonPage(refused, id, view.base));
    }
  }
  return ended(visit, "subscription_cancel");
}
