/**
 * Recalculates the order: `POST /c/pay/:id/update` receives the form after the buyer changed something that
 * the price depends on. Replies with the changed parts of the page, or with the whole page if there is no
 * JavaScript.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { yearAndMonth } from "../../core/clock.ts";
import type { Branch } from "../../params/form.ts";
import { isPriced } from "../../resources/checkout/checkout_session/index.ts";
import { money } from "../../words/languages.ts";
import { type DrawnOrder, NO_ERRORS, type PageErrors } from "../client/config.ts";
import type { FoundSession } from "../port.ts";
import { bodyOf, html, json, type PageServer, wantsJson } from "../server/replies.ts";
import { buyerTree } from "./buyer/buyer_form.ts";
import { askedOf, postedForm } from "./buyer/what_to_ask.ts";
import { fragmentsOf } from "./fragments.tsx";
import {
  CUSTOM_AMOUNT,
  isAmountMissing,
  isCodeForgotten,
  type OrderState,
  orderForm,
  PROMOTION_CODE,
  totalOf,
} from "./order/order_form.ts";
import { orderRefusal } from "./order/order_refusals.ts";
import { typedIn } from "./posted.ts";
import { shownRefusal } from "./refusals.ts";
import { configOf } from "./session_page.tsx";
import { type Again, openPage, pageOf, refuseStale, show, startAgain, toSession } from "./show.ts";

type SessionRequest = FastifyRequest<{ Params: { id: string } }>;

export function updateRoutes(app: FastifyInstance, server: PageServer): void {
  // Without JavaScript, the browser stays at this URL after a post and may reload it.
  app.get("/c/pay/:id/update", (request: SessionRequest, reply) => backToSession(server, request, reply));
  app.post("/c/pay/:id/update", async (request: SessionRequest, reply) => {
    const found = await server.parts.findSession(request.params.id);
    if (found === null) return show(server, request, reply, null);
    const form = bodyOf(request);
    const stale = refuseStale(server, request, reply, found, form);
    if (stale !== null) return stale;
    const outcome = await updated(server, request, found, form);
    return outcome === null
      ? startAgain(request, reply, found.session.id)
      : redraw(server, request, reply, form, outcome);
  });
}

/** Redirects to the session's page when a browser requests a URL that is meant for posts. */
export async function backToSession(
  server: PageServer,
  request: SessionRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const found = await server.parts.findSession(request.params.id);
  return found === null ? show(server, request, reply, null) : toSession(reply, found.session.id);
}

/** The session after an update, which may have been refused. */
interface Outcome {
  readonly found: FoundSession;
  readonly order: OrderState;
  readonly errors: PageErrors;
}

/** Applies the form to the session. Null if the session is no longer open. */
async function updated(
  server: PageServer,
  request: FastifyRequest,
  found: FoundSession,
  form: Branch,
): Promise<Outcome | null> {
  if (found.session.status !== "open") return null;
  const { parts } = server;
  const { language } = server.frame(request, found.session.locale);
  const order = orderForm(form, found.session, language);
  if (Object.keys(order.state.errors).length > 0) return { found, order: order.state, errors: NO_ERRORS };
  const asked = askedOf(found);
  const filled = postedForm(
    form,
    { asked, session: found.session },
    language.messages,
    yearAndMonth(parts.now()),
  );
  const buyer = buyerTree(filled, asked, found.session);
  const result = await parts.update(found, new Map([...order.tree, ...buyer]));
  if (result.kind === "updated") {
    // All values are in the session now, except a code that was typed but not applied.
    const { [PROMOTION_CODE]: code } = order.state.values;
    const values = code === undefined ? {} : { [PROMOTION_CODE]: code };
    return { found: result.found, order: { values, errors: {} }, errors: NO_ERRORS };
  }
  const now = await parts.findSession(found.session.id);
  if (now?.session.status !== "open") return null;
  const errors = orderRefusal(result.error, form, order, now.session, language);
  return {
    found: now,
    order: { ...order.state, errors: errors ?? {} },
    errors:
      errors === null
        ? shownRefusal(result.error, { read: filled.read, asked }, language.messages)
        : NO_ERRORS,
  };
}

/** The reply if a payment must wait because the order's controls have errors; null if it can go ahead. */
export async function holdPayment(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  found: FoundSession,
  form: Branch,
): Promise<FastifyReply | null> {
  const { session } = found;
  if (isCodeForgotten(form, session)) return redrawTotal(server, request, reply, found, form);
  const { language } = server.frame(request, session.locale);
  const { state } = orderForm(form, session, language);
  const missing = isAmountMissing(form, session)
    ? { [CUSTOM_AMOUNT]: language.messages.customAmount.missing }
    : {};
  const order = { ...state, errors: { ...state.errors, ...missing } };
  const outcome = { found, order, errors: NO_ERRORS };
  return isWrong(outcome) ? redraw(server, request, reply, form, outcome) : null;
}

/**
 * The reply to a payment if the total has changed meanwhile, or if a typed code is not applied yet: applies
 * the form and shows the buyer the new total.
 */
export async function redrawTotal(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  found: FoundSession,
  form: Branch,
): Promise<FastifyReply> {
  const outcome = await updated(server, request, found, form);
  if (outcome === null) return startAgain(request, reply, found.session.id);
  const { session } = outcome.found;
  const { messages, tag } = server.frame(request, session.locale).language;
  const payment = isPriced(session)
    ? messages.order.changed(money(session.amount_total, session.currency, tag))
    : messages.staleToken;
  const told = isWrong(outcome) ? outcome : { ...outcome, errors: { fields: {}, payment } };
  return redraw(server, request, reply, form, told);
}

function isWrong({ order, errors }: Outcome): boolean {
  const texts = [order.errors, errors.fields];
  return errors.payment !== null || texts.some((some) => Object.keys(some).length > 0);
}

/** Replies with the page and its typed values; to the client script, with the parts that can have changed. */
export function redraw(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  form: Branch,
  outcome: Outcome,
): FastifyReply {
  const { found, order, errors } = outcome;
  const again: Again = { typed: typedIn(form), errors, order };
  const wrong = isWrong(outcome);
  if (!wantsJson(request)) return html(reply, wrong ? 400 : 200, openPage(server, request, found, again));
  const page = pageOf(server, request, found, again);
  const drawn: DrawnOrder = {
    expected_amount: totalOf(found.session),
    fragments: fragmentsOf(page, !wrong),
    config: configOf(page),
  };
  return json(reply, wrong ? { kind: "errors", errors, order: drawn } : { kind: "updated", order: drawn });
}
