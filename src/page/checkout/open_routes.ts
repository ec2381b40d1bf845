/**
 * URLs that open a session: that of a payment link creates a new session at each visit, the recovery URL of
 * an expired session creates an open copy of it. Creating the session is left to the operations behind them.
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { pageUrl, type Session } from "../../resources/checkout/checkout_session/index.ts";
import { html, type PageServer } from "../server/replies.ts";
import { deadLinkPage } from "../server/status_pages.tsx";

type LinkRequest = FastifyRequest<{ Params: { token: string } }>;

/** No HEAD routes, since a HEAD request must not create a session. */
const GET_ONLY = { exposeHeadRoute: false };

export function linkRoutes(app: FastifyInstance, server: PageServer): void {
  app.get("/b/:token", GET_ONLY, async (request: LinkRequest, reply) => {
    const opened = await server.parts.openLink(request.params.token, queryOf(request));
    const frame = server.frame(request);
    switch (opened.kind) {
      case "opened":
        return toPage(reply, opened.session);
      case "inactive":
        return html(reply, 410, deadLinkPage(frame, "inactive", opened.message));
      case "unknown":
        return html(reply, 404, deadLinkPage(frame, "unknown"));
    }
  });
  app.get("/r/:token", GET_ONLY, async (request: LinkRequest, reply) => {
    const session = await server.parts.recover(request.params.token);
    if (session === null) return html(reply, 404, deadLinkPage(server.frame(request), "recovery"));
    return toPage(reply, session);
  });
}

function toPage(reply: FastifyReply, session: Session): FastifyReply {
  return reply.redirect(pageUrl("", session), 303);
}

/** The query of the URL; the last value if a name occurs more than once. */
function queryOf(request: FastifyRequest): Readonly<Record<string, string>> {
  const at = request.url.indexOf("?");
  return Object.fromEntries(new URLSearchParams(at === -1 ? "" : request.url.slice(at + 1)));
}
