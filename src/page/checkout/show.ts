/**
 * The page of a session for each status: open, complete or expired. Also the replies that several routes use:
 * on to the shop, refused, start again.
 */

import type { FastifyReply, FastifyRequest } from "fastify";
import { yearAndMonth } from "../../core/clock.ts";
import { type Typed, textOf } from "../../form/typed.ts";
import type { Branch } from "../../params/form.ts";
import { brandingOf, isPriced } from "../../resources/checkout/checkout_session/index.ts";
import type { Session } from "../../resources/checkout/checkout_session/row/session.ts";
import { likelyCountry } from "../../words/languages.ts";
import { NO_ERRORS, type PageErrors } from "../client/config.ts";
import type { FoundSession, PageParts } from "../port.ts";
import { isPageToken, NONCE_CHARS, pageToken, securityHeaders } from "../server/guards.ts";
import { html, json, type PageServer, wantsJson } from "../server/replies.ts";
import { backUrl, safeUrl, withSessionId } from "../server/safe_urls.ts";
import {
  type Back,
  type CameTo,
  completePage,
  expiredPage,
  plainPage,
  thanksPage,
} from "../server/status_pages.tsx";
import { askedOf, initialTyped, typedAgain } from "./buyer/what_to_ask.ts";
import { type OrderState, QUIET } from "./order/order_form.ts";
import type { SessionPage, ShownLayout } from "./page_props.ts";
import { sessionPage } from "./session_page.tsx";

/** Replies with the page for the status of the session. */
export function show(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  found: FoundSession | null,
) {
  if (found === null) return html(reply, 404, plainPage(server.frame(request), "unknown"));
  const { session } = found;
  const { settings } = server.parts;
  const frame = frameOf(server, request, session);
  if (frame.isEmbedded) reply.headers(securityHeaders("*"));
  switch (session.status) {
    case "complete": {
      const { _after_completion: after } = session;
      const page =
        after === null
          ? completePage(
              frame,
              session.id,
              frame.isEmbedded ? null : wayBack(shopUrl(session) ?? backUrl(session), settings),
            )
          : thanksPage(frame, {
              sessionId: session.id,
              cameTo: whatCameOf(session),
              message: after.custom_message,
              business: settings.business_name,
            });
      return html(reply, 200, page);
    }
    case "expired": {
      const back = wayBack(backUrl(session), settings);
      const ways = { back, recovery: recoveryOf(session, server.parts.now()) };
      return html(reply, 200, expiredPage(frame, session.id, ways));
    }
    case "open": {
      const { redirect_status: status } = request.query as { redirect_status?: unknown }; // not checked yet
      const { authenticationFailed, scan } = frame.language.messages;
      const payment = status === "failed" ? authenticationFailed : status === "expired" ? scan.expired : null;
      return html(reply, 200, openPage(server, request, found, { errors: { fields: {}, payment } }));
    }
  }
}

/** The frame of a session's pages, which shops may embed if the session says so. */
function frameOf(server: PageServer, request: FastifyRequest, session: Session) {
  return { ...server.frame(request, session.locale), isEmbedded: session.ui_mode !== "hosted_page" };
}

function wayBack(href: string | null, { business_name }: PageParts["settings"]): Back | null {
  return href === null ? null : { href, business: business_name };
}

/** What a complete session came to. One that sells something may cost nothing at once, or be paid later. */
export function whatCameOf(session: Session): CameTo {
  if (!isPriced(session)) return "setup";
  return session.payment_status === "paid" ? "payment" : "nothing";
}

/**
 * The recovery URL of an expired session, which opens a copy of it; null if there is none or it has expired.
 */
function recoveryOf({ after_expiration }: Session, now: number): string | null {
  const { url = null, expires_at = null } = after_expiration?.recovery ?? {};
  return (expires_at ?? 0) > now ? url : null;
}

/** What a page that is shown again keeps: typed values, errors, and both for the order's controls. */
export interface Again {
  readonly typed?: Typed;
  readonly errors: PageErrors;
  readonly order?: OrderState;
}

/** The page of an open session; after a refusal with the typed values and the errors. */
export function openPage(
  server: PageServer,
  request: FastifyRequest,
  found: FoundSession,
  again?: Again,
): string {
  return sessionPage(pageOf(server, request, found, again));
}

/** The properties of the page of an open session. */
export function pageOf(
  server: PageServer,
  request: FastifyRequest,
  found: FoundSession,
  again?: Again,
): SessionPage {
  const { parts } = server;
  const { session } = found;
  const { settings } = parts;
  const { layout: wanted } = request.query as { layout?: unknown }; // the query is not checked yet
  const pinned = LAYOUTS.find((layout) => layout === wanted);
  const query = pinned === undefined ? "" : `?layout=${pinned}`;
  const own = sessionPath(session.id);
  const errors = again?.errors ?? NO_ERRORS;
  const initial = initialTyped(found, likelyCountry(request.headers["accept-language"]));
  const typed = again?.typed === undefined ? initial : typedAgain(again.typed, initial);
  return {
    ...frameOf(server, request, session),
    found,
    businessName: settings.business_name,
    displayName: brandingOf(session, settings).display_name,
    links: {
      terms: safeUrl(settings.terms_of_service_url),
      privacy: safeUrl(settings.privacy_policy_url),
    },
    layout: pinned ?? chosenLayout(parts, found),
    pace: parts.pace,
    token: pageToken(parts.pageSecret, session, parts.random(NONCE_CHARS)),
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

/** The reply to a successful payment: on to the shop's page, after the webhook of completion was sent. */
export async function completed(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  found: FoundSession,
): Promise<FastifyReply> {
  const url = afterwards(found);
  const own = sessionPath(found.session.id);
  if (!wantsJson(request)) return reply.redirect(url === null ? own : `${own}/done`, 303);
  await server.parts.untilDelivered(found);
  const now = (await server.parts.findSession(found.session.id))?.session;
  const isOwed = now?.payment_status === "unpaid";
  const stays = found.voucher === null && staysInShop(found.session);
  return json(reply, stays ? { kind: "complete", isOwed } : { kind: "redirect", url: url ?? own, isOwed });
}

/** Whether the buyer of an embedded page stays in the shop unless a payment method led them away. */
function staysInShop({ ui_mode, _redirect_on_completion: redirect }: Session): boolean {
  return ui_mode === "embedded_page" && redirect !== "always";
}

/** Where a buyer goes after a session is completed: to the shop's page; null if the session has none. */
export function afterwards({ session, voucher }: FoundSession): string | null {
  // A buyer who has to pay elsewhere is told so instead (Stripe docs, vouchers in Checkout).
  if (voucher !== null) return voucher;
  // A payment link without a redirect shows its confirmation on this page.
  if (session._after_completion !== null) return null;
  return shopUrl(session);
}

/** The shop's page after a payment; null if the session names none. */
function shopUrl(session: Session): string | null {
  const { id, success_url: url } = session;
  return url === null ? returnUrlOf(session) : safeUrl(withSessionId(url, id));
}

/** Refuses a post without a valid page token of this session. Null if the token is valid. */
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

/** The reply if the page is out of date: reload it. */
export function startAgain(request: FastifyRequest, reply: FastifyReply, id: string): FastifyReply {
  return wantsJson(request) ? json(reply, { kind: "reload" }) : toSession(reply, id);
}

/**
 * The reply after the payer refused the payment elsewhere, or let the time for it pass: back to the page, which says
 * so.
 */
export function failedAt(
  reply: FastifyReply,
  id: string,
  how: "expired" | "failed" = "failed",
): FastifyReply {
  return reply.redirect(`${sessionPath(id)}?redirect_status=${how}`, 303);
}

/**
 * Where a payer comes to who has refused the payment on another page, if the session's page stands in that of its shop;
 * null for hosted pages. The shop shows the page of the session again (Stripe docs, `return_url`).
 */
export function returnUrlOf({ id, _return_url: url }: Session): string | null {
  return safeUrl(url === null ? null : withSessionId(url, id));
}

/** Redirects to the session's page. */
export function toSession(reply: FastifyReply, id: string): FastifyReply {
  return reply.redirect(sessionPath(id), 303);
}

/** The path of the session's page. */
export function sessionPath(id: string): string {
  return `/c/pay/${encodeURIComponent(id)}`;
}
