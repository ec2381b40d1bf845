/**
 * The page on which a payer waits who approves the payment in an app. Nothing can be done here: the bank answers by
 * itself, and then the page leads on to the shop, or back to the form with the reason why the payment failed.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { approvalUrl, type Intent } from "../checkout/action_urls.ts";
import { actionRefused, intentIn, leave } from "../checkout/payer_action.ts";
import { completed, sessionPath, toSession } from "../checkout/show.ts";
import type { StatusReply } from "../client/config.ts";
import type { FoundChallenge } from "../port.ts";
import { Footer, type Frame, renderDocument } from "../server/document.tsx";
import { html, type PageServer } from "../server/replies.ts";
import { plainPage } from "../server/status_pages.tsx";

type ApprovalRequest = FastifyRequest<{ Params: { intent: string } }>;

/** How often a page without JavaScript looks for an answer. */
const REFRESH_SECONDS = 3;

export function approvalRoutes(app: FastifyInstance, server: PageServer): void {
  const find = ({ intentId, clientSecret }: Intent) => server.parts.findChallenge(intentId, clientSecret);
  app.get("/c/approve/:intent", async (request: ApprovalRequest, reply) => {
    const intent = intentIn(request);
    const found = await find(intent);
    if (found === null || isElsewhere(found))
      return html(reply, 404, plainPage(server.frame(request), "unknown"));
    if (!isWaiting(found)) return over(server, request, reply, intent, found);
    const frame = server.frame(request, found.session?.session.locale ?? null);
    return html(reply, 200, approvalPage(frame, intent, found));
  });
  app.get("/c/approve/:intent/status", async (request: ApprovalRequest): Promise<StatusReply> => {
    const found = await find(intentIn(request));
    return { status: found !== null && isWaiting(found) ? "open" : "complete" };
  });
}

/** Whether the payer has something else to do. */
function isElsewhere({ method, waiting }: FoundChallenge): boolean {
  return waiting && method?.action !== "approval";
}

/** Whether there is no answer yet, or what it means is still being written. */
function isWaiting({ session, waiting }: FoundChallenge): boolean {
  return waiting || (session !== null && session.session._attempt !== null);
}

/** Where a payer goes who waits no longer. */
async function over(
  server: PageServer,
  request: ApprovalRequest,
  reply: FastifyReply,
  intent: Intent,
  { error, outcome, returnUrl, session }: FoundChallenge,
): Promise<FastifyReply> {
  if (session === null) return leave(server, request, reply, intent, returnUrl, outcome);
  if (session.session.status === "complete") return completed(server, request, reply, session);
  if (error === null) return toSession(reply, session.session.id);
  return actionRefused(server, request, reply, session, error);
}

function approvalPage(frame: Frame, intent: Intent, { method, session }: FoundChallenge): string {
  const { approval, saved } = frame.language.messages;
  return renderDocument({
    ...frame,
    title: approval.title,
    reloadSeconds: REFRESH_SECONDS,
    children: (
      <main class="Challenge">
        <section
          class="Challenge-card"
          data-testid="approval"
          data-waits-for={approvalUrl(intent, "/status")}
        >
          <h1>{approval.title}</h1>
          <p role="status">{approval.text(method?.name ?? "")}</p>
          <p>{approval.test}</p>
          {session !== null && (
            <a class="LinkButton" href={sessionPath(session.session.id)}>
              {saved.newMethod}
            </a>
          )}
        </section>
        <Footer language={frame.language} />
      </main>
    ),
  });
}
