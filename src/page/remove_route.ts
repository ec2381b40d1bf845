/**
 * A saved card taken away: `POST /c/pay/:id/remove_method`, where the session lets the buyer do so. The reply is that of
 * an update of the order, which draws the cards that are left.
 */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { NO_ERRORS } from "./client/config.ts";
import { QUIET } from "./order_form.ts";
import { bodyOf, type PageServer, refuseStale, show, startAgain } from "./page_server.ts";
import { textOf } from "./posted.ts";
import { redraw } from "./update_route.ts";

type SessionRequest = FastifyRequest<{ Params: { id: string } }>;

export function removeRoutes(app: FastifyInstance, server: PageServer): void {
  // Without a script the browser is left at this address.
  app.get("/c/pay/:id/remove_method", (request: SessionRequest, reply) =>
    reply.redirect(`/c/pay/${request.params.id}`, 303),
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
    // It is gone already, or was never there to be taken: either way the cards there are get drawn.
    const { messages } = server.frame(request, locale).language;
    const errors = { fields: {}, payment: messages.cardGone };
    return redraw(server, request, reply, form, { found: now, order: QUIET, errors });
  });
}
