/** What the handlers share: reading a request, and the replies that more than one of them gives. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { yearAndMonth } from "../core/clock.ts";
import { type Branch, parseForm } from "../params/form.ts";
import type { Session } from "../resources/checkout_session/session.ts";
import { backAddress, safeAddress, withSessionId } from "./addresses.ts";
import { askedOf, initialTyped, typedAgain } from "./asked.ts";
import { NO_ERRORS, type PageErrors, type PostReply } from "./client/config.ts";
import type { Frame } from "./document.tsx";
import { isPageToken, pageToken } from "./guards.ts";
import { likelyCountry } from "./languages.ts";
import { type OrderState, QUIET } from "./order_form.ts";
import type { FoundSession, PageParts } from "./port.ts";
import { type Typed, textOf } from "./posted.ts";
import { type SessionPage, type ShownLayout, sessionPage } from "./session_page.tsx";
import { completePage, expiredPage, plainPage, thanksPage } from "./status_pages.tsx";

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
  const { settings } = server.parts;
  const frame = server.frame(request, session.locale);
  switch (session.status) {
    case "complete": {
      const { _after_completion: after } = session;
      const page =
        after === null
          ? completePage(frame, session.id)
          : thanksPage(frame, session.id, after.custom_message, settings.business_name);
      return html(reply, 200, page);
    }
    case "expired": {
      const back = backAddress(session);
      const ways = { back, recovery: recoveryOf(session, server.parts.now()) };
      return html(reply, 200, expiredPage(frame, session.id, ways, settings.business_name));
    }
    case "open":
      return html(reply, 200, openPage(server, request, found));
  }
}

/** Where an open copy of an expired session is to be had, on this server, while it is. */
function recoveryOf({ after_expiration }: Session, now: number): string | null {
  const { url = null, expires_at = null } = after_expiration?.recovery ?? {};
  return (expires_at ?? 0) > now ? url : null;
}

/** What a page shown again keeps: what was typed, what is wrong with it, and the same of the order's own controls. */
export interface Again {
  readonly typed?: Typed;
  readonly errors: PageErrors;
  readonly order?: OrderState;
}

/** The page of an open session; after a refusal with what was typed and why it was refused. */
export function openPage(
  server: PageServer,
  request: FastifyRequest,
  found: FoundSession,
  again?: Again,
): string {
  return sessionPage(pageOf(server, request, found, again));
}

/** What the page of an open session is drawn from. */
export function pageOf(
  server: PageServer,
  request: FastifyRequest,
  found: FoundSession,
  again?: Again,
): SessionPage {
  const { parts } = server;
  const { session } = found;
  const { settings } = parts;
  const { layout: wanted } = request.query as { layout?: unknown }; // whatever the address says
  const pinned = LAYOUTS.find((layout) => layout === wanted);
  const query = pinned === undefined ? "" : `?layout=${pinned}`;
  const own = `/c/pay/${session.id}`;
  const errors = again?.errors ?? NO_ERRORS;
  const initial = initialTyped(found, likelyCountry(request.headers["accept-language"]));
  const typed = again?.typed === undefined ? initial : typedAgain(again.typed, initial);
  return {
    ...server.frame(request, session.locale),
    found,
    businessName: settings.business_name,
    links: {
      terms: safeAddress(settings.terms_of_service_url),
      privacy: safeAddress(settings.privacy_policy_url),
    },
    layout: pinned ?? chosenLayout(parts, found),
    token: pageToken(parts.pageSecret, session),
    today: yearAndMonth(parts.now()),
    action: `${own}${query}`,
    updateAction: `${own}/update${query}`,
    removeAction: `${own}/remove_method${query}`,
    order: again?.order ?? QUIET,
    asked: askedOf(found),
    shown: { typed, errors: errors.fields },
    trouble: errors.payment,
  };
}

const LAYOUTS: readonly ShownLayout[] = ["accordion", "single", "tabs"];

function chosenLayout({ layout }: PageParts, { session }: FoundSession): ShownLayout {
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
  // Of a link without a redirect, the page itself says that it is paid.
  if (session._after_completion !== null) return null;
  return safeAddress(session.success_url === null ? null : withSessionId(session.success_url, session.id));
}

/** The answer to a post that no page of this session's can have sent; null where it proves that one did. */
export function refuseStale(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  { session }: FoundSession,
  form: Branch,
): FastifyReply | null {
  if (isPageToken(textOf(form, "_token"), server.parts.pageSecret, session)) return null;
  const { messages } = server.frame(request, session.locale).language;
  return wantsJson(request)
    ? json(reply.code(403), { kind: "errors", errors: { fields: {}, payment: messages.staleToken } })
    : html(reply, 403, plainPage(server.frame(request), "refused"));
}

/** The session is not what the page shows any more. */
export function startAgain(request: FastifyRequest, reply: FastifyReply, id: string): FastifyReply {
  return wantsJson(request) ? json(reply, { kind: "reload" }) : reply.redirect(`/c/pay/${id}`, 303);
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
