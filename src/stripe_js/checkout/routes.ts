/**
 * What the script asks for a shop that has a form of its own (`initCheckout` and its later names): the session as the
 * shop sees it, and its changes. The API has no such view, so these routes are ours.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ApiError } from "../../core/errors.ts";
import type { FoundSession } from "../../page/port.ts";
import { parseForm } from "../../params/form.ts";
import { languageFor } from "../../words/languages.ts";
import type { StripeJsParts } from "../port.ts";
import type { CheckoutReply } from "../wire.ts";
import { sessionView } from "./session_view.ts";

type SessionRequest = FastifyRequest<{ Params: { id: string } }>;

const PATH = "/_checkstand/js/sessions/:id";
/** The parameters of the script; the others are those of an update. */
const OWN = ["key", "locale", "_stripe_account", "_stripe_version"];

export function checkoutRoutes(app: FastifyInstance, parts: StripeJsParts): void {
  app.get(PATH, async (request: SessionRequest, reply) => {
    const query = new URLSearchParams(request.query as Record<string, string>); // read one by one, as text
    const found = await foundFor(parts, request.params.id, query);
    return send(reply, found === null ? UNKNOWN : shown(request, found, query));
  });
  app.post(PATH, async (request: SessionRequest, reply) => {
    const body = typeof request.body === "string" ? request.body : "";
    const query = new URLSearchParams(body);
    const found = await foundFor(parts, request.params.id, query);
    if (found === null) return send(reply, UNKNOWN);
    const form = parseForm(body);
    for (const name of OWN) form.delete(name);
    const result = await parts.pages.update(found, form);
    return send(
      reply,
      result.kind === "refused" ? refusal(result.error) : shown(request, result.found, query),
    );
  });
}

const UNKNOWN: CheckoutReply = {
  ok: false,
  error: { type: "invalid_request_error", message: "No such checkout session, or it is of another account." },
};

/** The session, if the publishable key is of its account, and the shop has a form of its own. */
async function foundFor(
  { pages }: StripeJsParts,
  id: string,
  query: URLSearchParams,
): Promise<FoundSession | null> {
  const found = await pages.findSession(id);
  const isTheirs = found !== null && pages.accountOfKey(query.get("key") ?? "") === found.account.id;
  return isTheirs && found.session.ui_mode === "elements" ? found : null;
}

function shown(request: FastifyRequest, found: FoundSession, query: URLSearchParams): CheckoutReply {
  const { session } = found;
  const { tag } = languageFor(session.locale ?? query.get("locale"), request.headers["accept-language"]);
  return {
    ok: true,
    session: sessionView({ ...found, tag }),
    types: session.payment_method_types,
    options: (session._optional_items ?? []).map(({ id, price }) => ({ id, price: price.id })),
    returnUrl: session._return_url,
  };
}

function refusal({ body }: ApiError): CheckoutReply {
  const { type, message, code } = body;
  return { ok: false, error: { type, message, ...(code === undefined ? {} : { code }) } };
}

/** The script reads the answer whatever it is, so a refusal is one too. */
function send(reply: FastifyReply, answer: CheckoutReply): FastifyReply {
  return reply.headers({ "access-control-allow-origin": "*", "cache-control": "no-store" }).send(answer);
}
