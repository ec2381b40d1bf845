/**
 * Addresses that open a session: a payment link's makes a new one for everybody who comes, an expired session's makes
 * an open copy of it. What they make is for the operations behind them to say.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { pageUrl } from "../resources/checkout_session/view.ts";
import { html, type PageServer } from "./page_server.ts";
import { deadLinkPage } from "./status_pages.tsx";

type LinkRequest = FastifyRequest<{ Params: { token: string } }>;

/** Asking for the head alone makes nothing. */
const GET_ONLY = { exposeHeadRoute: false };

export function linkRoutes(app: FastifyInstance, server: PageServer): void {
  app.get("/b/:token", GET_ONLY, async (request: LinkRequest, reply) => {
    const opened = await server.parts.openLink(request.params.token, queryOf(request));
    const frame = server.frame(request);
    switch (opened.kind) {
      case "opened":
        return toPage(reply, opened.session.id);
      case "inactive":
        return html(reply, 410, deadLinkPage(frame, "inactive", opened.message));
      case "unknown":
        return html(reply, 404, deadLinkPage(frame, "unknown"));
    }
  });
  app.get("/r/:token", GET_ONLY, async (request: LinkRequest, reply) => {
    const session = await server.parts.recover(request.params.token);
    if (session === null) return html(reply, 404, deadLinkPage(server.frame(request), "recovery"));
    return toPage(reply, session.id);
  });
}

function toPage(reply: FastifyReply, id: string): FastifyReply {
  return reply.redirect(pageUrl("", id), 303);
}

/** Of a name that is there more than once, the last value. */
function queryOf(request: FastifyRequest): Readonly<Record<string, string>> {
  const at = request.url.indexOf("?");
  return Object.fromEntries(new URLSearchParams(at === -1 ? "" : request.url.slice(at + 1)));
}
