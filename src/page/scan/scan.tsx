/**
 * The code that a payer scans: its picture, the page that shows it, and what has come of it. What the code leads to is
 * the stand-in for their app (`bank/`).
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { qrPng, qrSvg } from "../../core/qr_code.ts";
import { bankUrl, type Intent, scanUrl } from "../checkout/action_urls.ts";
import { intentIn, leave } from "../checkout/payer_action.ts";
import { ScanPanel, scanTitle } from "../checkout/scan_panel.tsx";
import { completed, failedAt, startAgain } from "../checkout/show.ts";
import type { FoundChallenge, FoundSession } from "../port.ts";
import { Footer, type Frame, renderDocument } from "../server/document.tsx";
import { html, json, type PageServer, wantsJson } from "../server/replies.ts";
import { plainPage, scannedPage } from "../server/status_pages.tsx";

type ScanRequest = FastifyRequest<{ Params: { intent: string } }>;

/** How often the page looks what has come of the code, if the browser runs no script. */
const RELOAD_SECONDS = 2;

export function scanRoutes(app: FastifyInstance, server: PageServer): void {
  app.get("/c/scan/:intent", (request: ScanRequest, reply) =>
    withCode(server, request, reply, (intent, found) =>
      isWaiting(found)
        ? html(reply, 200, scanPage(server, frameOf(server, request, found), intent, found))
        : goOn(server, request, reply, intent, found),
    ),
  );
  app.get("/c/scan/:intent/state", (request: ScanRequest, reply) =>
    withCode(server, request, reply, (intent, found) =>
      isWaiting(found) ? json(reply, { kind: "waiting" }) : goOn(server, request, reply, intent, found),
    ),
  );
  app.get("/c/scan/:intent/code.svg", (request: ScanRequest, reply) =>
    withCode(server, request, reply, (intent) =>
      reply.type("image/svg+xml").send(qrSvg(codeOf(server, intent))),
    ),
  );
  app.get("/c/scan/:intent/code.png", (request: ScanRequest, reply) =>
    withCode(server, request, reply, (intent) => reply.type("image/png").send(qrPng(codeOf(server, intent)))),
  );
}

/**
 * Replies for an intent whose payer was shown a code, to those who know its client secret. The buyer of a session may
 * have gone on to pay in another way.
 */
async function withCode(
  server: PageServer,
  request: ScanRequest,
  reply: FastifyReply,
  answer: (intent: Intent, found: FoundChallenge) => FastifyReply | Promise<FastifyReply>,
): Promise<FastifyReply> {
  const intent = intentIn(request);
  const found = await server.parts.findChallenge(intent.intentId, intent.clientSecret);
  return found !== null && (isScanned(found) || found.session !== null)
    ? answer(intent, found)
    : html(reply, 404, plainPage(server.frame(request), "unknown"));
}

function frameOf(server: PageServer, request: ScanRequest, { session }: FoundChallenge): Frame {
  return server.frame(request, session?.session.locale ?? null);
}

/** What the code says. */
function codeOf(server: PageServer, intent: Intent): string {
  return server.parts.origin() + bankUrl(intent);
}

function isScanned({ method }: FoundChallenge): boolean {
  return method?.action === "scan";
}

function isWaiting(found: FoundChallenge): boolean {
  return isScanned(found) && (found.waiting || found.settling);
}

/** The reply once something has come of the code: on to the shop, or back to the page that asks for a payment. */
function goOn(
  server: PageServer,
  request: ScanRequest,
  reply: FastifyReply,
  intent: Intent,
  found: FoundChallenge,
): FastifyReply | Promise<FastifyReply> {
  const { method, outcome, returnUrl, session } = found;
  if (session !== null) return goOnWith(session, server, request, reply, found);
  if (wantsJson(request)) return json(reply, { kind: "reload" });
  if (returnUrl !== null) return leave(server, request, reply, intent, returnUrl, outcome);
  const frame = frameOf(server, request, found);
  const fault = outcome === "failed" ? faultOf(frame, found) : null;
  return html(reply, 200, scannedPage(frame, method?.name ?? "", fault));
}

/** The same for the buyer of a session. */
function goOnWith(
  found: FoundSession,
  server: PageServer,
  request: ScanRequest,
  reply: FastifyReply,
  challenge: FoundChallenge,
): FastifyReply | Promise<FastifyReply> {
  const { id, status } = found.session;
  if (status === "complete") return completed(server, request, reply, found);
  if (status !== "open" || !isScanned(challenge)) return startAgain(request, reply, id);
  if (!wantsJson(request)) return failedAt(reply, id, challenge.isLate ? "expired" : "failed");
  const payment = faultOf(frameOf(server, request, challenge), challenge);
  return json(reply, { kind: "errors", errors: { fields: {}, payment } });
}

function faultOf({ language: { messages } }: Frame, { isLate }: FoundChallenge): string {
  return isLate ? messages.scan.expired : messages.authenticationFailed;
}

function scanPage(server: PageServer, frame: Frame, intent: Intent, found: FoundChallenge): string {
  const { amount } = found;
  const shown = { amount, intent, language: frame.language, method: found.method?.name ?? "" };
  return renderDocument({
    ...frame,
    title: scanTitle(shown),
    reloadSeconds: RELOAD_SECONDS,
    children: (
      <main class="Challenge">
        <section class="Challenge-card" data-scan-state={scanUrl(intent, "/state")}>
          <ScanPanel {...shown} origin={server.parts.origin()} />
        </section>
        <Footer language={frame.language} />
      </main>
    ),
  });
}
