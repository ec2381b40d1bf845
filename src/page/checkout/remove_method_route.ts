/**
 * Removes a saved card, if the session allows it: `POST /c/pay/:id/remove_method`. The reply is that of an
 * update of the order and contains the remaining cards.
 */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { textOf } from "../../form/typed.ts";
import { NO_ERRORS } from "../client/config.ts";
import { bodyOf, type PageServer } from "../server/replies.ts";
import { QUIET } from "./order/order_form.ts";
import { refuseStale, show, startAgain } from "./show.ts";
import { backToSession, redraw } from "./update_route.ts";

type SessionRequest = FastifyRequest<{ Params: { id: string } }>;

export function removeRoutes(app: FastifyInstance, server: PageServer): void {
  // Without JavaScript, the browser stays at this URL after a post and may reload it.
  app.get("/c/pay/:id/remove_method", (request: SessionRequest, reply) =>
    backToSession(server, request, reply),
  );
  app.post("/c/pay/:id/remove_method", async (request: SessionRequest, reply) => {
    const found = await server.parts.findSession(request.params.id);
    if (found === null) return show(server, request, reply, null);
    const form = bodyOf(request);
    const stale = refuseStale(server, request, reply, found, form);
    if (stale !== null) return stale;
    const { id, status, locale } = found.session;
    if (status !== "open") return startAgain(request, reply, id);
    const result = await server.parts.removeMethod(found, textOf(form, "remove"));
    if (result.kind === "updated")
      return redraw(server, request, reply, form, { found: result.found, order: QUIET, errors: NO_ERRORS });
    const now = await server.parts.findSession(id);
    if (now?.session.status !== "open") return startAgain(request, reply, id);
    // The card is gone already or could not be removed. In both cases show the cards that exist.
    const { messages } = server.frame(request, locale).language;
    const errors = { fields: {}, payment: messages.methodGone };
    return redraw(server, request, reply, form, { found: now, order: QUIET, errors });
  });
}
