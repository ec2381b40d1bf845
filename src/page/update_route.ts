/**
 * The order worked out anew: `POST /c/pay/:id/update` takes the page's form after the buyer changed something that the
 * price depends on. With a script the parts of the page that changed come back, without one the whole page does.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Branch } from "../params/form.ts";
import { buyerTree } from "./buyer_form.ts";
import { type DrawnOrder, NO_ERRORS, type PageErrors } from "./client_config.ts";
import { fragmentsOf } from "./fragments.tsx";
import { type OrderState, orderTree, QUIET } from "./order_form.ts";
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
export interface Outcome {
  readonly found: FoundSession;
  readonly order: OrderState;
  readonly errors: PageErrors;
}

/** Applies what the form says. Null: the session is not open any more. */
export async function updated(
  server: PageServer,
  request: FastifyRequest,
  found: FoundSession,
  form: Branch,
): Promise<Outcome | null> {
  if (found.session.status !== "open") return null;
  const { parts } = server;
  const tree: Branch = new Map([...orderTree(form, found.session), ...buyerTree(form, found)]);
  const result = await parts.update(found, tree);
  if (result.kind === "updated") return { found: result.found, order: QUIET, errors: NO_ERRORS };
  const now = await parts.findSession(found.session.id);
  if (now?.session.status !== "open") return null;
  const { messages } = server.frame(request, now.session.locale).language;
  return { found: now, order: QUIET, errors: shownRefusal(result.error, messages) };
}

/** The page as it is now, with what was typed. For a script only what can have changed. */
export function redraw(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  form: Branch,
  { found, order, errors }: Outcome,
): FastifyReply {
  const again: Again = { typed: typedIn(form), errors, order };
  const wrong =
    errors.payment !== null || [errors.fields, order.errors].some((texts) => Object.keys(texts).length > 0);
  if (!wantsJson(request)) return html(reply, wrong ? 400 : 200, openPage(server, request, found, again));
  const drawn = drawnOrder(server, request, found, again);
  return json(reply, wrong ? { kind: "errors", errors, order: drawn } : { kind: "updated", order: drawn });
}

function drawnOrder(
  server: PageServer,
  request: FastifyRequest,
  found: FoundSession,
  again: Again,
): DrawnOrder {
  const page = pageOf(server, request, found, again);
  return {
    expected_amount: found.session.amount_total,
    fragments: fragmentsOf(page),
    config: configOf(page),
  };
}
