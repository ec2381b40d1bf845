/**
 * The step from a payment to what its payer has to do elsewhere (a 3-D Secure challenge, approve the payment on the
 * page of their bank or in an app, or scan a code), and back. Their pages are in `challenge/`, `bank/` and `scan/`.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ApiError } from "../../core/errors.ts";
import type { Action, ConfirmResult, FoundChallenge, FoundSession } from "../port.ts";
import { html, json, type PageServer, wantsJson } from "../server/replies.ts";
import { safeUrl, withOutcome } from "../server/safe_urls.ts";
import { challengeOverPage, leavingPage } from "../server/status_pages.tsx";
import { approvalUrl, bankUrl, challengeUrl, type Intent, scanUrl } from "./action_urls.ts";
import { shownRefusal } from "./refusals.ts";
import { drawScan } from "./scan_panel.tsx";
import { openPage, pageOf, startAgain, toSession } from "./show.ts";

/** The intent that the URL of a page names. */
export function intentIn(request: FastifyRequest<{ Params: { intent: string } }>): Intent {
  const secret = (request.query as { client_secret?: unknown }).client_secret;
  return { intentId: request.params.intent, clientSecret: typeof secret === "string" ? secret : "" };
}

/** The reply to a payment whose payer has to act. */
export function actionStart(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  result: NeedsAction,
): FastifyReply {
  if (!wantsJson(request)) return reply.redirect(ACTION_URLS[result.action](result), 303);
  switch (result.action) {
    case "approval":
    case "redirect":
      return json(reply, { kind: "bank", url: ACTION_URLS[result.action](result) });
    case "challenge":
      return json(reply, {
        kind: "challenge",
        url: challengeUrl(result, true),
        answerUrl: `/c/3ds/${encodeURIComponent(result.intentId)}`,
        secret: result.clientSecret,
      });
    case "scan": {
      const { language } = server.frame(request, result.session.locale);
      const html = drawScan({ ...result, intent: result, language, origin: server.parts.origin() });
      return json(reply, { kind: "scan", html, stateUrl: scanUrl(result, "/state") });
    }
  }
}

type NeedsAction = Extract<ConfirmResult, { kind: "needs_action" }>;

/** The pages that payers are sent to whose browser runs no script. */
const ACTION_URLS: Readonly<Record<Action, (intent: Intent) => string>> = {
  approval: (intent) => approvalUrl(intent),
  challenge: (intent) => challengeUrl(intent, false),
  redirect: (intent) => bankUrl(intent),
  scan: (intent) => scanUrl(intent),
};

/**
 * The reply if a session was not paid after its payer has acted: its page, which says why, or where that is over too,
 * what became of it.
 */
export async function actionRefused(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  { session: { id } }: FoundSession,
  error: ApiError,
): Promise<FastifyReply> {
  const now = await server.parts.findSession(id);
  if (now?.session.status !== "open") return startAgain(request, reply, id);
  const { shown, asked, language } = pageOf(server, request, now);
  const read = (name: string) => shown.typed.get(name) ?? "";
  const errors = shownRefusal(error, { read, asked }, language.messages);
  if (wantsJson(request)) return json(reply, { kind: "errors", errors });
  return html(reply, 400, openPage(server, request, now, { errors }));
}

/** The reply if the payer has acted before, perhaps in another tab. */
export function actionOver(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  intent: Intent,
  found: FoundChallenge,
): FastifyReply {
  if (wantsJson(request)) return json(reply, { kind: "reload" });
  if (found.session !== null) return toSession(reply, found.session.session.id);
  return leave(server, request, reply, intent, found.returnUrl, found.outcome);
}

/** Sends the payer of an intent without a session to its `return_url`. */
export function leave(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  intent: Intent,
  returnUrl: string | null,
  outcome: FoundChallenge["outcome"],
): FastifyReply {
  const frame = server.frame(request);
  const url = safeUrl(returnUrl);
  if (url === null || outcome === null) {
    const back = url === null ? null : { href: url, business: server.parts.settings.business_name };
    return html(reply, 200, challengeOverPage(frame, back));
  }
  const target = withOutcome(url, { id: intent.intentId, clientSecret: intent.clientSecret }, outcome);
  // A page and not a redirect after a post, because of `form-action` (see guards.ts).
  if (request.method === "GET") return reply.redirect(target, 303);
  return html(reply, 200, leavingPage(frame, target, "nothing"));
}
