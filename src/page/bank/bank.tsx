/**
 * The stand-in for a payer's bank or wallet: the page to which redirect methods and codes lead, where the payer chooses
 * how the payment ends. Its texts, ids and links are those that existing tests find on Stripe's test page. What the
 * outcome does to the payment is left to the authenticate operation.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { bankUrl, type Intent } from "../checkout/action_urls.ts";
import { actionOver, actionRefused, intentIn, leave } from "../checkout/payer_action.ts";
import { isByPayer } from "../checkout/refusals.ts";
import { completed, failedAt, returnUrlOf } from "../checkout/show.ts";
import type { Action, FoundChallenge } from "../port.ts";
import { Footer, type Frame, renderDocument } from "../server/document.tsx";
import { html, type PageServer } from "../server/replies.ts";
import { leavingPage, plainPage, scannedPage } from "../server/status_pages.tsx";

type BankRequest = FastifyRequest<{ Params: { intent: string } }>;

/** The links answer for the payer, so a HEAD request must not follow them. */
const GET_ONLY = { exposeHeadRoute: false };

export function bankRoutes(app: FastifyInstance, server: PageServer): void {
  app.get("/c/bank/:intent", async (request: BankRequest, reply) => {
    const intent = intentIn(request);
    const found = await findAtBank(server, intent);
    if (found === null) return html(reply, 404, plainPage(server.frame(request), "unknown"));
    if (!found.waiting) return over(server, request, reply, intent, found);
    const frame = server.frame(request, found.session?.session.locale ?? null);
    return html(reply, 200, bankPage(frame, intent, found.method?.name ?? ""));
  });
  app.get("/c/bank/:intent/authorize", GET_ONLY, (request: BankRequest, reply) =>
    answer(server, request, reply, "passed"),
  );
  app.get("/c/bank/:intent/fail", GET_ONLY, (request: BankRequest, reply) =>
    answer(server, request, reply, "failed"),
  );
}

/** The intent, unless its payer has something else to do. */
async function findAtBank(server: PageServer, intent: Intent): Promise<FoundChallenge | null> {
  const found = await server.parts.findChallenge(intent.intentId, intent.clientSecret);
  return found?.waiting && !ACTIONS.includes(found.method?.action ?? null) ? null : found;
}

/** What payers do at the stand-in. */
const ACTIONS: readonly (Action | null)[] = ["redirect", "scan"];

/**
 * The reply to a payer who has acted before. The phone with which they scanned the code of a session has nothing more
 * to do: the page that showed the code goes on by itself.
 */
function over(
  server: PageServer,
  request: BankRequest,
  reply: FastifyReply,
  intent: Intent,
  found: FoundChallenge,
): FastifyReply {
  return found.method?.action === "scan" && found.session !== null
    ? html(reply, 200, scannedPage(server.frame(request, found.session.session.locale), found.method.name))
    : actionOver(server, request, reply, intent, found);
}

/** Answers for the payer. Only somebody with the client secret can, so that no other page sends a payer here. */
async function answer(
  server: PageServer,
  request: BankRequest,
  reply: FastifyReply,
  outcome: "failed" | "passed",
): Promise<FastifyReply> {
  const intent = intentIn(request);
  const found = await findAtBank(server, intent);
  if (found === null) return html(reply, 404, plainPage(server.frame(request), "unknown"));
  if (!found.waiting) return over(server, request, reply, intent, found);
  const { account, session, returnUrl } = found;
  const result = await server.parts.authenticate(account, intent.intentId, intent.clientSecret, outcome);
  if (found.method?.action === "scan" && session !== null) {
    return over(server, request, reply, intent, found);
  }
  if (result.kind === "complete" && session !== null) return completed(server, request, reply, session);
  if (session !== null && result.kind === "refused") {
    if (!isByPayer(result.error)) return actionRefused(server, request, reply, session, result.error);
    const url = returnUrlOf(session.session);
    if (url === null) return failedAt(reply, session.session.id);
    return html(reply, 200, leavingPage(server.frame(request, session.session.locale), url, "nothing"));
  }
  // Read anew: another request may have answered at the same time.
  const now = await findAtBank(server, intent);
  return leave(server, request, reply, intent, returnUrl, now?.outcome ?? null);
}

function bankPage(frame: Frame, intent: Intent, method: string): string {
  const { bank } = frame.language.messages;
  const title = bank.title(method);
  const isSetUp = intent.intentId.startsWith("seti_");
  return renderDocument({
    ...frame,
    title,
    children: (
      <main class="Challenge">
        <section class="Challenge-card" id="frame-warning-container" data-testid="bank">
          <h1 id="redirect-title">{title}</h1>
          <p>{bank.text(method)}</p>
          <div class="Challenge-buttons">
            <a
              class="LinkButton LinkButton--strong"
              id="authorize-test-payment"
              data-testid="authorize-test-payment-button"
              href={bankUrl(intent, "/authorize")}
            >
              {isSetUp ? bank.authorizeSetup : bank.authorize}
            </a>
            <a
              class="LinkButton"
              id="fail-test-payment"
              data-testid="fail-test-payment-button"
              href={bankUrl(intent, "/fail")}
            >
              {isSetUp ? bank.failSetup : bank.fail}
            </a>
          </div>
        </section>
        <Footer language={frame.language} />
      </main>
    ),
  });
}
