/** The routes on which a customer changes the plan or the quantity of a subscription. */
import type { FastifyReply } from "fastify";
import { textOf } from "../../form/typed.ts";
import { type PlanChange, takesCodes } from "../../resources/billing/portal/index.ts";
import type { FoundSubscription, OfferedPlan } from "../portal_port.ts";
import { html } from "../server/replies.ts";
import { ended } from "./ending.ts";
import { homePage } from "./home.tsx";
import { faultText, type PortalView, subscriptionPath } from "./portal_view.ts";
import { CHANGE, choosePage, confirmPage } from "./update.tsx";
import { type Routes, subscriptionIn, toChallenge, toHome, urlOf, type Visit } from "./visit.ts";

/** The most digits of a quantity that are read. */
const QUANTITY_DIGITS_MAX = 9;

export function changeRoutes(routes: Routes): void {
  routes("get", "/subscriptions/:id/update", (visit) => choose(visit));
  routes("get", "/subscriptions/:id/confirm", (visit) => confirm(visit));
  routes("post", "/subscriptions/:id/confirm", (visit) => carryOut(visit));
  // Payers come back from their bank to here.
  routes("get", "/subscriptions/:id/updated", (visit) => returned(visit));
}

/** A change whose payer has failed to authenticate goes on waiting: its invoice is open. */
function returned(visit: Visit): FastifyReply {
  if (queryOf(visit).get("redirect_status") !== "failed") return ended(visit, "subscription_update");
  const fault = visit.view.language.messages.authenticationFailed;
  return html(visit.reply, 400, homePage({ ...visit.view, fault }));
}

/** What was chosen, in the query or in the form. */
interface Chosen {
  readonly of: FoundSubscription;
  readonly plans: readonly OfferedPlan[];
  readonly plan: OfferedPlan;
  readonly change: PlanChange;
  readonly code: string;
}

/** What a request has chosen of a subscription; null if it cannot be chosen. */
async function chosenIn(visit: Visit, values: ReadonlyMap<string, unknown>): Promise<Chosen | null> {
  const { server, view } = visit;
  const of = subscriptionIn(visit);
  if (!of?.can.update) return null;
  const plans = await server.parts.portal.plans(view.found, of);
  const fixed = fixedChange(view, of);
  const wanted = fixed?.price ?? textOf(values, CHANGE.price);
  const plan = plans.find(({ isCurrent, price }) => (wanted === "" ? isCurrent : price.id === wanted));
  if (plan === undefined) return null;
  const present = of.items[0]?.quantity ?? 1;
  const change = { price: plan.price.id, quantity: quantityIn(values, present), discount: null };
  return { of, plans, plan, change: fixed ?? change, code: textOf(values, CHANGE.code).trim() };
}

function quantityIn(values: ReadonlyMap<string, unknown>, present: number): number {
  const text = textOf(values, CHANGE.quantity).trim();
  return /^\d+$/.test(text) && text.length <= QUANTITY_DIGITS_MAX ? Number(text) : present;
}

/** The change that the session is for; null if the customer chooses. */
function fixedChange({ found }: PortalView, { items, subscription }: FoundSubscription): PlanChange | null {
  const fixed = found.session.flow?.subscription_update_confirm;
  const [change] = fixed?.items ?? [];
  const [item] = items;
  if (fixed?.subscription !== subscription.id || change === undefined || item === undefined) return null;
  const [given] = fixed.discounts ?? [];
  const { coupon = null, promotion_code = null } = given ?? {};
  return {
    price: change.price ?? item.price.id,
    quantity: change.quantity ?? item.quantity ?? 1,
    discount: coupon !== null ? { coupon } : promotion_code !== null ? { promotion_code } : null,
  };
}

function queryOf({ request }: Visit): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(request.query as Record<string, unknown>));
}

async function choose(visit: Visit): Promise<FastifyReply> {
  const chosen = await chosenIn(visit, queryOf(visit));
  if (chosen === null) return toHome(visit);
  const { of, plan, plans } = chosen;
  const { found } = visit.view;
  const page = choosePage(visit.view, {
    of,
    plans,
    chosen: plan,
    quantity: Math.max(chosen.change.quantity, plan.quantity?.minimum ?? 0),
    takesCodes: takesCodes(found.configuration),
  });
  return html(visit.reply, 200, page);
}

/** The change with the discount of the typed code, or why the code cannot be used. */
async function discounted(
  { server, view }: Visit,
  { change, code }: Chosen,
): Promise<{ readonly change: PlanChange; readonly fault: string | null }> {
  if (code === "") return { change, fault: null };
  const found = await server.parts.portal.withCode(view.found, change, code);
  const fault = found === null ? view.language.messages.promotion.invalid : null;
  return { change: found ?? change, fault };
}

/** Whether the change changes nothing. */
function isNone({ items }: FoundSubscription, { discount, price, quantity }: PlanChange): boolean {
  return discount === null && items[0]?.price.id === price && items[0].quantity === quantity;
}

async function confirm(visit: Visit): Promise<FastifyReply> {
  const chosen = await chosenIn(visit, queryOf(visit));
  if (chosen === null) return toHome(visit);
  const { change, fault } = await discounted(visit, chosen);
  return html(visit.reply, 200, await confirmation(visit, chosen, change, fault));
}

/** The page that says what a change costs; without a way to confirm it, if there is a fault. */
async function confirmation(
  { server, view }: Visit,
  { code, of, plan }: Chosen,
  change: PlanChange,
  fault: string | null,
): Promise<string> {
  const { messages } = view.language;
  const why = fault ?? (isNone(of, change) ? messages.portal.noChange : null);
  if (why !== null) return confirmPage({ ...view, fault: why }, { of, plan, change, code, preview: null });
  const result = await server.parts.portal.preview(view.found, of, change);
  if (result.kind === "refused") {
    const refused = { ...view, fault: faultText(result.error, view.language) };
    return confirmPage(refused, { of, plan, change, code, preview: null });
  }
  return confirmPage(view, { of, plan, change, code, preview: result.preview });
}

async function carryOut(visit: Visit): Promise<FastifyReply> {
  const { reply, server, view } = visit;
  const chosen = await chosenIn(visit, visit.form);
  if (chosen === null) return toHome(visit);
  const { change, fault } = await discounted(visit, chosen);
  if (fault !== null || isNone(chosen.of, change)) {
    return html(reply, 400, await confirmation(visit, chosen, change, fault));
  }
  const { of } = chosen;
  const back = urlOf(visit, subscriptionPath({ base: "" }, of, "updated"));
  const result = await server.parts.portal.change(view.found, of, change, back);
  if (result.kind === "needs_action") return toChallenge(visit, result);
  if (result.kind === "done") return ended(visit, "subscription_update");
  const page = await confirmation(visit, chosen, change, faultText(result.error, view.language));
  return html(reply, 400, page);
}
