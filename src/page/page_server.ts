/** What the handlers share: reading a request, and the replies that more than one of them gives. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { yearAndMonth } from "../core/clock.ts";
import { type Branch, parseForm } from "../params/form.ts";
import { safeAddress, withSessionId } from "./addresses.ts";
import type { PageErrors, PostReply } from "./client_config.ts";
import type { Frame } from "./document.tsx";
import type { Typed } from "./fields.ts";
import { pageToken } from "./guards.ts";
import { likelyCountry } from "./languages.ts";
import type { FoundSession, PageParts } from "./port.ts";
import { withoutCard } from "./posted.ts";
import { sessionPage } from "./session_page.tsx";
import { completePage, expiredPage, plainPage } from "./status_pages.tsx";

/** What the handlers share. */
export interface PageServer {
  readonly parts: PageParts;
  frame(request: FastifyRequest, locale?: string | null): Frame;
}

/** The page that fits the state of the session. */
export function show(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  found: FoundSession | null,
) {
  if (found === null) return html(reply, 404, plainPage(server.frame(request), "unknown"));
  const { session } = found;
  const frame = server.frame(request, session.locale);
  switch (session.status) {
    case "complete":
      return html(reply, 200, completePage(frame, session.id));
    case "expired": {
      const back = safeAddress(
        session.cancel_url === null ? null : withSessionId(session.cancel_url, session.id),
      );
      return html(reply, 200, expiredPage(frame, session.id, back, server.parts.settings.business_name));
    }
    case "open":
      return html(reply, 200, openPage(server, request, found));
  }
}

/** The page of an open session; after a refusal with what was typed and why it was refused. */
export function openPage(
  server: PageServer,
  request: FastifyRequest,
  found: FoundSession,
  refused?: { typed?: Typed; errors: PageErrors },
): string {
  const { parts } = server;
  const { session } = found;
  const wanted = (request.query as { layout?: unknown }).layout;
  const pinned = wanted === "accordion" || wanted === "single" ? wanted : null;
  const values = refused?.typed === undefined ? {} : withoutCard(refused.typed);
  return sessionPage({
    ...server.frame(request, session.locale),
    found,
    businessName: parts.settings.business_name,
    layout: pinned ?? chosenLayout(parts, found),
    token: pageToken(parts.pageSecret, session),
    today: yearAndMonth(parts.now()),
    country: values.country || likelyCountry(request.headers["accept-language"]),
    action: `/c/pay/${session.id}${pinned === null ? "" : `?layout=${pinned}`}`,
    values,
    ...(refused === undefined ? {} : { errors: refused.errors }),
  });
}

function chosenLayout({ layout }: PageParts, { session }: FoundSession): "accordion" | "single" {
  if (layout !== "auto") return layout;
  return session.payment_method_types.length > 1 ? "accordion" : "single";
}

/** The payment went through: the shop's page, once its endpoints have heard of it. */
export async function completed(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  found: FoundSession,
): Promise<FastifyReply> {
  const url = afterwards(found);
  const own = `/c/pay/${found.session.id}`;
  if (!wantsJson(request)) return reply.redirect(url === null ? own : `${own}/done`, 303);
  await server.parts.untilDelivered(found);
  return json(reply, { kind: "redirect", url: url ?? own });
}

/** The shop's page for a completed session. */
export function afterwards({ session }: FoundSession): string | null {
  return safeAddress(session.success_url === null ? null : withSessionId(session.success_url, session.id));
}

export function bodyOf(request: FastifyRequest): Branch {
  return parseForm(typeof request.body === "string" ? request.body : "");
}

export function wantsJson(request: FastifyRequest): boolean {
  return request.headers.accept === "application/json";
}

export function html(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).type("text/html; charset=utf-8").send(text);
}

export function json(reply: FastifyReply, answer: PostReply): FastifyReply {
  return reply.type("application/json; charset=utf-8").send(answer);
}
