/** The page of a session as the frame that Stripe.js puts into the shop's page. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { securityHeaders } from "../server/guards.ts";
import { html, type PageServer } from "../server/replies.ts";
import { plainPage } from "../server/status_pages.tsx";
import { show } from "./show.ts";

export function embeddedRoutes(app: FastifyInstance, server: PageServer): void {
  app.get("/v3/embedded-checkout-inner.html", async (request: FastifyRequest, reply) => {
    // The query is not checked yet: both may be anything.
    const { publishableKey, checkoutSessionId } = request.query as Readonly<Record<string, unknown>>;
    const found = await server.parts.findSession(String(checkoutSessionId));
    const isTheirs = found !== null && server.parts.accountOfKey(String(publishableKey)) === found.account.id;
    if (isTheirs && found.session.ui_mode === "embedded_page") return show(server, request, reply, found);
    reply.headers(securityHeaders("*"));
    return html(reply, 404, plainPage({ ...server.frame(request), isEmbedded: true }, "unknown"));
  });
}
