/**
 * 3-D Secure: the page where the payer plays the bank, shown in two nested frames over the checkout page (their
 * names are a contract with existing tests), or on its own where there is no script or no session. What the outcome
 * does to the payment is left to the authenticate operation.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { safeAddress, withOutcome } from "./addresses.ts";
import { type Frame, renderDocument } from "./document.tsx";
import { securityHeaders } from "./guards.ts";
import {
  bodyOf,
  completed,
  html,
  json,
  openPage,
  type PageServer,
  pageOf,
  wantsJson,
} from "./page_server.ts";
import type { FoundChallenge } from "./port.ts";
import { textOf } from "./posted.ts";
import { shownRefusal } from "./refusals.ts";
import { challengeOverPage, leavingPage, plainPage } from "./status_pages.tsx";

interface Intent {
  readonly intentId: string;
  readonly clientSecret: string;
}

/** The page itself; the outer frame's address has the words that existing tests look for. */
function challengeUrl({ intentId, clientSecret }: Intent, outer: boolean): string {
  const query = new URLSearchParams({ client_secret: clientSecret });
  return `/c/3ds/${encodeURIComponent(intentId)}${outer ? "/three-ds-2-challenge" : ""}?${query}`;
}

/** The answer to a payment that must be authenticated. */
export function challengeStart(request: FastifyRequest, reply: FastifyReply, intent: Intent): FastifyReply {
  if (!wantsJson(request)) return reply.redirect(challengeUrl(intent, false), 303);
  return json(reply, {
    kind: "challenge",
    url: challengeUrl(intent, true),
    answerUrl: `/c/3ds/${encodeURIComponent(intent.intentId)}`,
    secret: intent.clientSecret,
  });
}

type ChallengeRequest = FastifyRequest<{ Params: { intent: string } }>;

export function challengeRoutes(app: FastifyInstance, server: PageServer): void {
  app.get("/c/3ds/:intent/three-ds-2-challenge", (request: ChallengeRequest, reply) => {
    reply.headers(securityHeaders("'self'"));
    return html(
      reply,
      200,
      outerFrame(server.frame(request), `${challengeUrl(inQuery(request), false)}&framed=1`),
    );
  });
  app.get("/c/3ds/:intent", async (request: ChallengeRequest, reply) => {
    const intent = inQuery(request);
    const found = await server.parts.findChallenge(intent.intentId, intent.clientSecret);
    if (found === null) return html(reply, 404, plainPage(server.frame(request), "unknown"));
    reply.headers(securityHeaders("'self'"));
    if (!found.waiting) return over(server, request, reply, intent, found);
    return html(reply, 200, challengePage(server.frame(request), intent, isFramed(request)));
  });
  app.post("/c/3ds/:intent", (request: ChallengeRequest, reply) => answer(server, request, reply));
}

async function answer(
  server: PageServer,
  request: ChallengeRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = bodyOf(request);
  const intent = { intentId: request.params.intent, clientSecret: textOf(form, "client_secret") };
  const found = await server.parts.findChallenge(intent.intentId, intent.clientSecret);
  if (found === null) return html(reply, 404, plainPage(server.frame(request), "unknown"));
  if (!found.waiting) return over(server, request, reply, intent, found);
  const outcome = textOf(form, "outcome") === "passed" ? "passed" : "failed";
  const result = await server.parts.authenticate(
    found.account,
    intent.intentId,
    intent.clientSecret,
    outcome,
  );
  const { session } = found;
  if (session === null) {
    const after = result.kind === "complete" ? "succeeded" : "failed";
    return leave(server, request, reply, intent, found.returnUrl, after);
  }
  if (result.kind === "complete") return completed(server, request, reply, session);
  const { shown, asked, language } = pageOf(server, request, session);
  const read = (name: string) => shown.typed.get(name) ?? "";
  const errors = shownRefusal(result.error, { read, asked }, language.messages);
  if (wantsJson(request)) return json(reply, { kind: "errors", errors });
  return html(reply, 400, openPage(server, request, session, { errors }));
}

/** It has been answered before, perhaps in another tab. */
function over(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  intent: Intent,
  found: FoundChallenge,
): FastifyReply {
  if (wantsJson(request)) return json(reply, { kind: "reload" });
  if (found.session !== null) return reply.redirect(`/c/pay/${found.session.session.id}`, 303);
  return leave(server, request, reply, intent, found.returnUrl, found.outcome);
}

function leave(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  intent: Intent,
  returnUrl: string | null,
  outcome: "failed" | "succeeded" | null,
): FastifyReply {
  const frame = server.frame(request);
  const url = safeAddress(returnUrl);
  if (url === null || outcome === null) return html(reply, 200, challengeOverPage(frame));
  const target = withOutcome(url, { id: intent.intentId, clientSecret: intent.clientSecret }, outcome);
  return html(reply, 200, leavingPage(frame, target, "challenge"));
}

function inQuery(request: ChallengeRequest): Intent {
  const secret = (request.query as { client_secret?: unknown }).client_secret;
  return { intentId: request.params.intent, clientSecret: typeof secret === "string" ? secret : "" };
}

function isFramed(request: FastifyRequest): boolean {
  return (request.query as { framed?: unknown }).framed !== undefined;
}

function outerFrame(frame: Frame, inner: string): string {
  const { challenge } = frame.language.messages;
  return renderDocument({
    ...frame,
    title: challenge.frame,
    bare: true,
    children: (
      <div class="ChallengeFrame">
        <iframe id="challengeFrame" name="stripe-challenge-frame" title={challenge.title} src={inner} />
      </div>
    ),
  });
}

function challengePage(frame: Frame, { intentId, clientSecret }: Intent, framed: boolean): string {
  const { challenge } = frame.language.messages;
  // In a frame, the page around it has the main landmark already.
  const Around = framed ? "div" : "main";
  return renderDocument({
    ...frame,
    title: challenge.title,
    bare: framed,
    children: (
      <Around class="Challenge">
        <form
          class="Challenge-card"
          id="challenge-form"
          method="post"
          action={`/c/3ds/${encodeURIComponent(intentId)}`}
          data-testid="challenge"
        >
          <h1>{challenge.title}</h1>
          <p>{challenge.text}</p>
          <input type="hidden" name="client_secret" value={clientSecret} />
          <div class="Challenge-buttons">
            <button
              type="submit"
              class="Button Button--strong"
              id="test-source-authorize-3ds"
              name="outcome"
              value="passed"
            >
              {challenge.complete}
            </button>
            <button type="submit" class="Button" id="test-source-fail-3ds" name="outcome" value="failed">
              {challenge.fail}
            </button>
          </div>
        </form>
      </Around>
    ),
  });
}
