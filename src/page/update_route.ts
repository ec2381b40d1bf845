/**
 * The order worked out anew: `POST /c/pay/:id/update` takes the page's form after the buyer changed something that the
 * price depends on. With a script the parts of the page that changed come back, without one the whole page does.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { yearAndMonth } from "../core/clock.ts";
import type { Branch } from "../params/form.ts";
import { askedOf, postedForm } from "./asked.ts";
import { buyerTree } from "./buyer_form.ts";
import { type DrawnOrder, NO_ERRORS, type PageErrors } from "./client/config.ts";
import { fragmentsOf } from "./fragments.tsx";
import { money } from "./languages.ts";
import {
  CUSTOM_AMOUNT,
  isAmountMissing,
  isCodeForgotten,
  type OrderState,
  orderForm,
  PROMOTION_CODE,
} from "./order_form.ts";
import { orderRefusal } from "./order_refusals.ts";
import {
  type Again,
  bodyOf,
  html,
  json,
  openPage,
  type PageServer,
  pageOf,
  refuseStale,
  show,
  startAgain,
  wantsJson,
} from "./page_server.ts";
import type { FoundSession } from "./port.ts";
import { typedIn } from "./posted.ts";
import { shownRefusal } from "./refusals.ts";
import { configOf } from "./session_page.tsx";

type SessionRequest = FastifyRequest<{ Params: { id: string } }>;

export function updateRoutes(app: FastifyInstance, server: PageServer): void {
  // Without a script the browser is left at this address.
  app.get("/c/pay/:id/update", (request: SessionRequest, reply) =>
    reply.redirect(`/c/pay/${request.params.id}`, 303),
  );
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

/** A session after what the form says was applied to it, or not. */
interface Outcome {
  readonly found: FoundSession;
  readonly order: OrderState;
  readonly errors: PageErrors;
}

/** Applies what the form says. Null: the session is not open any more. */
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
  const filled = postedForm(form, found.session, language.messages, yearAndMonth(parts.now()));
  const buyer = buyerTree(filled, asked, found.session);
  const result = await parts.update(found, new Map([...order.tree, ...buyer]));
  if (result.kind === "updated") {
    // All of it is in the session now; a code that nobody applied is still only typed.
    const { [PROMOTION_CODE]: code } = order.state.values;
    const values = code === undefined ? {} : { [PROMOTION_CODE]: code };
    return { found: result.found, order: { values, errors: {} }, errors: NO_ERRORS };
  }
  const now = await parts.findSession(found.session.id);
  if (now?.session.status !== "open") return null;
  const errors = orderRefusal(result.error.body, form, order, now.session, language);
  return {
    found: now,
    order: { ...order.state, errors: errors ?? {} },
    errors:
      errors === null
        ? shownRefusal(result.error, { read: filled.read, asked }, language.messages)
        : NO_ERRORS,
  };
}

/** The answer to a payment of an order that is not what its form says it shall be; null where it may go ahead. */
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
 * Somebody paid a total that is not the total any more, or had a code typed that is not applied: what the form says is
 * applied, and they are told what it comes to now.
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
  const payment = messages.order.changed(money(session.amount_total, session.currency, tag));
  const told = isWrong(outcome) ? outcome : { ...outcome, errors: { fields: {}, payment } };
  return redraw(server, request, reply, form, told);
}

function isWrong({ order, errors }: Outcome): boolean {
  const texts = [order.errors, errors.fields];
  return errors.payment !== null || texts.some((some) => Object.keys(some).length > 0);
}

/** The page as it is now, with what was typed. For a script only what can have changed. */
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
    expected_amount: found.session.amount_total,
    fragments: fragmentsOf(page, !wrong),
    config: configOf(page),
  };
  return json(reply, wrong ? { kind: "errors", errors, order: drawn } : { kind: "updated", order: drawn });
}
