/**
 * A server with nothing but the page, on a small make-believe of the house behind it: sessions in a map, and a
 * confirm that knows a handful of test cards. Page tests need no store and no API.
 */
import Fastify, { type FastifyInstance } from "fastify";
import { ApiError, errors } from "../../src/core/errors.ts";
import type {
  AuthenticateResult,
  ConfirmForm,
  ConfirmResult,
  FoundSession,
  PageParts,
} from "../../src/page/port.ts";
import { registerPage } from "../../src/page/routes.ts";
import { DECLINES, type Decline, passesLuhn } from "../../src/payment_methods/test_cards.ts";
import type { LineItem, Session } from "../../src/resources/checkout_session/session.ts";

const NOW = 1_795_400_000; // 23 November 2026
const DECLINING: Readonly<Record<string, Decline>> = {
  "4000000000000002": DECLINES.generic,
  "4000000000009995": DECLINES.insufficient_funds,
  "4000000000000127": DECLINES.incorrect_cvc,
  "4000000000000069": DECLINES.expired_card,
};
const AUTHENTICATING = new Set([
  "4000002500003155",
  "4000002760003184",
  "4000000000003220",
  "4000008400001629",
]);
const DECLINED_AFTERWARDS = "4000008400001629";

export interface LineOf {
  readonly name: string;
  readonly amount: number;
  readonly quantity?: number;
  readonly description?: string;
  readonly image?: string;
}

export interface FakeServer {
  readonly url: string;
  readonly app: FastifyInstance;
  /** Every form that reached confirm. */
  readonly confirmed: ConfirmForm[];
  /** Called before confirm answers. */
  hold: () => Promise<void>;
  session(lines?: readonly LineOf[], more?: Partial<Session>, customerEmail?: string): Session;
  change(id: string, more: Partial<Session>): void;
  /** An intent of its own, with somewhere to return to. */
  intent(returnUrl: string | null): { id: string; secret: string };
  close(): Promise<void>;
}

interface FakeIntent {
  readonly secret: string;
  readonly sessionId: string | null;
  readonly returnUrl: string | null;
  readonly declines: boolean;
  outcome: "failed" | "succeeded" | null;
}

/** With an icon of its own, or the browser asks for one and complains. */
const SHOP = '<link rel="icon" href="data:,"><title>shop</title><h1>Thanks</h1>';

const account = { id: "acct_1Fake", tail: "FakeFakeFa" };

export async function startFake(options: Partial<PageParts> = {}): Promise<FakeServer> {
  const sessions = new Map<string, FoundSession>();
  const intents = new Map<string, FakeIntent>();
  const confirmed: ConfirmForm[] = [];
  const app = Fastify({ logger: false });
  let count = 0;
  const server: FakeServer = {
    url: "",
    app,
    confirmed,
    hold: async () => {},
    session: (lines, more = {}, customerEmail) => {
      const session = { ...sessionOf(`cs_test_a1${String(++count).padStart(56, "0")}`, lines), ...more };
      sessions.set(session.id, { account, session, customerEmail: customerEmail ?? null });
      return session;
    },
    change: (id, more) => {
      const found = sessions.get(id);
      if (found) sessions.set(id, { ...found, session: { ...found.session, ...more } });
    },
    intent: (returnUrl) => {
      const id = `pi_3fake${++count}`;
      intents.set(id, {
        secret: `${id}_secret_x`,
        sessionId: null,
        returnUrl,
        declines: false,
        outcome: null,
      });
      return { id, secret: `${id}_secret_x` };
    },
    close: () => app.close(),
  };
  const complete = (found: FoundSession): Session => {
    server.change(found.session.id, { status: "complete", payment_status: "paid" });
    return sessions.get(found.session.id)?.session ?? found.session;
  };
  const parts: PageParts = {
    findSession: async (id) => sessions.get(id) ?? null,
    confirm: async (found, form): Promise<ConfirmResult> => {
      confirmed.push(form);
      await server.hold();
      const error = refusal(sessions.get(found.session.id)?.session ?? found.session, form);
      if (error !== null) return { kind: "refused", error };
      const number = form.card?.number ?? "";
      if (!AUTHENTICATING.has(number)) return { kind: "complete", session: complete(found) };
      const intentId = `pi_3fake${++count}`;
      const secret = `${intentId}_secret_y`;
      const declines = number === DECLINED_AFTERWARDS;
      intents.set(intentId, {
        secret,
        sessionId: found.session.id,
        returnUrl: null,
        declines,
        outcome: null,
      });
      return { kind: "needs_action", intentId, clientSecret: secret, session: found.session };
    },
    findChallenge: async (id, secret) => {
      const intent = intents.get(id);
      if (intent?.secret !== secret) return null;
      const session = sessions.get(intent.sessionId ?? "") ?? null;
      const { returnUrl, outcome } = intent;
      return { account, session, returnUrl, waiting: outcome === null, outcome };
    },
    authenticate: async (_account, id, _secret, outcome): Promise<AuthenticateResult> => {
      const intent = intents.get(id);
      if (!intent) throw new Error("no such intent");
      intent.outcome = outcome === "passed" && !intent.declines ? "succeeded" : "failed";
      if (intent.outcome === "failed")
        return { kind: "refused", error: afterChallenge(intent.declines, outcome) };
      const found = sessions.get(intent.sessionId ?? "");
      if (found) complete(found);
      return { kind: "complete" };
    },
    untilDelivered: async () => {},
    now: () => NOW,
    pageSecret: Buffer.from("a secret for tests"),
    businessName: "Checkstand test shop",
    layout: "auto",
    publicOrigin: () => server.url,
    report: () => {},
    ...options,
  };
  registerPage(app, parts);
  app.get("/shop/*", (_request, reply) => reply.type("text/html").send(SHOP));
  await app.listen({ host: "127.0.0.1", port: 0 });
  const address = app.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return Object.assign(server, { url: `http://127.0.0.1:${port}` });
}

function refusal(session: Session, form: ConfirmForm): ApiError | null {
  if (session.status !== "open") return errors.rule("The session is over.");
  if (form.expected_amount !== session.amount_total) return errors.rule("The amount has changed.");
  if (form.card === null) return null;
  const { number } = form.card;
  if (!passesLuhn(number))
    return cardError({ ...DECLINES.generic, code: "incorrect_number", param: "number" });
  const decline = DECLINING[number];
  return decline === undefined ? null : cardError(decline);
}

function cardError({ code, decline_code, param, message }: Decline): ApiError {
  return errors.card({
    code,
    message,
    ...(decline_code === undefined ? {} : { decline_code }),
    ...(param === undefined ? {} : { param }),
    payment_method: { object: "payment_method", card: { funding: "credit" } },
  });
}

function afterChallenge(declines: boolean, outcome: "failed" | "passed"): ApiError {
  if (declines && outcome === "passed") return cardError(DECLINES.generic);
  return new ApiError(402, {
    type: "invalid_request_error",
    code: "payment_intent_authentication_failure",
    message: "The provided PaymentMethod has failed authentication.",
  });
}

export const TEE: LineOf = { name: "Checkstand T-shirt", amount: 2000 };

/** As far as the page looks at one; the rest of a session is not its concern. */
function sessionOf(id: string, lines: readonly LineOf[] = [TEE]): Session {
  const items = lines.map(lineOf);
  const total = items.reduce((sum, line) => sum + line.amount_total, 0);
  const session: Partial<Session> = {
    id,
    object: "checkout.session",
    amount_subtotal: total,
    amount_total: total,
    cancel_url: null,
    currency: "usd",
    customer: null,
    customer_email: null,
    expires_at: NOW + 86_400,
    locale: null,
    mode: "payment",
    payment_method_types: ["card"],
    payment_status: "unpaid",
    status: "open",
    submit_type: null,
    success_url: "http://127.0.0.1:9/shop?session={CHECKOUT_SESSION_ID}",
    _line_items: items,
  };
  return session as Session;
}

function lineOf({ name, amount, quantity = 1, description, image }: LineOf, index: number): LineItem {
  const line: Partial<LineItem> = {
    id: `li_fake${index}`,
    object: "item",
    amount_subtotal: amount * quantity,
    amount_total: amount * quantity,
    currency: "usd",
    description: name,
    price: { unit_amount: amount, unit_amount_decimal: String(amount) } as LineItem["price"],
    quantity,
    _product: { description: description ?? null, image: image ?? null },
  };
  return line as LineItem;
}
