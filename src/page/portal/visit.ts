/** A visit to an open session of the portal: what its handlers share. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Branch } from "../../params/form.ts";
import type { FoundSubscription, PortalResult } from "../portal_port.ts";
import { html, type PageServer } from "../server/replies.ts";
import { faultText, type PortalView } from "./portal_view.ts";

export type PortalRequest = FastifyRequest<{ Params: { token: string; id: string } }>;

/** A request to a session that is open. */
export interface Visit {
  readonly server: PageServer;
  readonly request: PortalRequest;
  readonly reply: FastifyReply;
  readonly view: PortalView;
  readonly form: Branch;
}
type Handler = (visit: Visit) => Promise<FastifyReply> | FastifyReply;
export type Routes = (method: "get" | "post", path: string, handle: Handler) => void;

/** The subscription that the path names; null if the customer has none with this id. */
export function subscriptionIn({ request, view }: Visit): FoundSubscription | null {
  const { id } = request.params;
  return view.found.subscriptions.find(({ subscription }) => subscription.id === id) ?? null;
}

/** Leads to the home page. What a page was about is gone, or is not offered any more. */
export function toHome({ reply, view }: Visit): FastifyReply {
  return reply.redirect(view.base, 303);
}

/** A page again, with why the post was refused. */
export function again(
  { reply, view }: Visit,
  result: Extract<PortalResult, { kind: "refused" }>,
  draw: (view: PortalView) => string,
): FastifyReply {
  return html(reply, 400, draw({ ...view, fault: faultText(result.error, view.language) }));
}

/** Leads to the page of the bank, which leads back. */
export function toChallenge(
  { reply }: Visit,
  { clientSecret, intentId }: Extract<PortalResult, { kind: "needs_action" }>,
): FastifyReply {
  const query = new URLSearchParams({ client_secret: clientSecret });
  return reply.redirect(`/c/3ds/${encodeURIComponent(intentId)}?${query}`, 303);
}

/** The URL of a page of the portal, for payers who come back from their bank. */
export function urlOf({ request, view }: Visit, path: string): string {
  return `${request.protocol}://${request.headers.host}${view.base}${path}`;
}
