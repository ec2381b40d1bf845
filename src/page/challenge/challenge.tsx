/**
 * 3-D Secure: the page on which the payer chooses the bank's answer. It is shown in two nested frames over
 * the checkout page, whose names existing tests rely on, or as a page of its own if there is no JavaScript or
 * no session. What the outcome does to the payment is left to the authenticate operation.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { textOf } from "../../form/typed.ts";
import { money } from "../../words/languages.ts";
import { challengeUrl, type Intent } from "../checkout/action_urls.ts";
import { actionOver, actionRefused, intentIn, leave } from "../checkout/payer_action.ts";
import { completed } from "../checkout/show.ts";
import type { FoundChallenge } from "../port.ts";
import { type Frame, renderDocument } from "../server/document.tsx";
import { securityHeaders } from "../server/guards.ts";
import { bodyOf, html, type PageServer } from "../server/replies.ts";
import { savedName } from "../server/saved_method.ts";
import { plainPage } from "../server/status_pages.tsx";

type ChallengeRequest = FastifyRequest<{ Params: { intent: string } }>;

export function challengeRoutes(app: FastifyInstance, server: PageServer): void {
  app.get("/c/3ds/:intent/three-ds-2-challenge", (request: ChallengeRequest, reply) => {
    reply.headers(securityHeaders("*")); // it holds nothing but the inner frame
    const more = isOfStripeJs(request) ? "&framed=1&by=stripe_js" : "&framed=1";
    return html(
      reply,
      200,
      outerFrame(server.frame(request), `${challengeUrl(intentIn(request), false)}${more}`),
    );
  });
  app.get("/c/3ds/:intent", async (request: ChallengeRequest, reply) => {
    const intent = intentIn(request);
    const found = await server.parts.findChallenge(intent.intentId, intent.clientSecret);
    if (found === null || isElsewhere(found))
      return html(reply, 404, plainPage(server.frame(request), "unknown"));
    const byStripeJs = isOfStripeJs(request);
    frameHeaders(reply, byStripeJs || isEmbedded(found));
    if (!found.waiting && byStripeJs) return html(reply, 200, answeredPage(server.frame(request)));
    if (!found.waiting) return actionOver(server, request, reply, intent, found);
    const frame = server.frame(request, found.session?.session.locale ?? null);
    const { business_name: shop } = server.parts.settings;
    const shown = { ...found, shop, byStripeJs };
    return html(reply, 200, challengePage(frame, shown, intent, isFramed(request)));
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
  if (found === null || isElsewhere(found))
    return html(reply, 404, plainPage(server.frame(request), "unknown"));
  const byStripeJs = textOf(form, "by") === STRIPE_JS;
  if (!found.waiting && !byStripeJs) return actionOver(server, request, reply, intent, found);
  const outcome = textOf(form, "outcome") === "passed" ? "passed" : "failed";
  const result = await server.parts.authenticate(
    found.account,
    intent.intentId,
    intent.clientSecret,
    outcome,
  );
  if (byStripeJs) {
    frameHeaders(reply, true);
    return html(reply, 200, answeredPage(server.frame(request)));
  }
  const { session } = found;
  if (session === null) {
    const after = result.kind === "complete" ? "succeeded" : "failed";
    return leave(server, request, reply, intent, found.returnUrl, after);
  }
  if (result.kind === "complete") return completed(server, request, reply, session);
  return actionRefused(server, request, reply, session, result.error);
}

/** The value of `by` in the URL of a challenge that Stripe.js shows over a shop's page. */
const STRIPE_JS = "stripe_js";

function isOfStripeJs(request: FastifyRequest): boolean {
  return (request.query as { by?: unknown }).by === STRIPE_JS;
}

/** Whether the page of the session stands in that of a shop. */
function isEmbedded({ session }: FoundChallenge): boolean {
  return session !== null && session.session.ui_mode !== "hosted_page";
}

/** Challenges of Stripe.js and of embedded pages stand in any page, others in those of this server. */
function frameHeaders(reply: FastifyReply, inShop: boolean): void {
  reply.headers(securityHeaders(inShop ? "*" : "'self'"));
}

/** Tells the page around the frames that the payer has answered. What came of it, Stripe.js asks the API. */
function answeredPage(frame: Frame): string {
  return renderDocument({
    ...frame,
    title: frame.language.messages.challenge.frame,
    bare: true,
    children: <div data-challenge-answered="" />,
  });
}

/** Whether the payer has to approve the payment at their bank or in an app instead. */
function isElsewhere(found: FoundChallenge): boolean {
  const action = found.method?.action ?? "challenge";
  return found.waiting && action !== "challenge";
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

type Asked = Pick<FoundChallenge, "amount" | "tried"> & {
  readonly shop: string;
  readonly byStripeJs: boolean;
};

function challengePage(
  frame: Frame,
  asked: Asked,
  { intentId, clientSecret }: Intent,
  framed: boolean,
): string {
  const { challenge } = frame.language.messages;
  // In a frame, the outer page has the main landmark already.
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
          {...(asked.byStripeJs ? { "data-by": STRIPE_JS } : {})}
        >
          <h1>{challenge.title}</h1>
          <p>{challenge.text}</p>
          <Facts {...asked} language={frame.language} />
          <input type="hidden" name="client_secret" value={clientSecret} />
          {asked.byStripeJs && <input type="hidden" name="by" value={STRIPE_JS} />}
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

/** What a bank would show: who is paid, how much, and with which card. */
function Facts({ tried, amount, shop, language }: Asked & Pick<Frame, "language">) {
  const { challenge, form, invoice } = language.messages;
  const facts: readonly (readonly [label: string, value: string | null])[] = [
    [challenge.shop, shop],
    [invoice.amount, amount === null ? null : money(amount.value, amount.currency, language.tag)],
    [form.card, tried === null ? null : savedName(tried, language.messages)],
  ];
  return (
    <dl class="Challenge-facts">
      {facts.map(
        ([label, value]) =>
          value !== null && (
            <div key={label}>
              <dt>{label}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
