/**
 * A server with nothing but the page, on a small make-believe of the house behind it: sessions in a map, and a
 * confirm that knows a handful of test cards. Page tests need no store and no API.
 */
import Fastify, { type FastifyInstance } from "fastify";
import { ApiError, errors } from "../../src/core/errors.ts";
import { DEFAULT_SETTINGS } from "../../src/core/settings.ts";
import type {
  AuthenticateResult,
  ConfirmResult,
  FoundInvoice,
  FoundSession,
  OpenedLink,
  PageParts,
  SavedCard,
  UpdateResult,
} from "../../src/page/port.ts";
import { registerPage } from "../../src/page/routes.ts";
import type { Branch } from "../../src/params/form.ts";
import { readParams } from "../../src/params/param.ts";
import { DECLINES, type Decline, passesLuhn } from "../../src/payment_methods/test_cards.ts";
import { BLANK_SESSION } from "../../src/resources/checkout_session/blank.ts";
import {
  type ConfirmInput,
  confirmParams,
  pageUpdateParams,
} from "../../src/resources/checkout_session/page_params.ts";
import { repriced } from "../../src/resources/checkout_session/price_session.ts";
import type { LineItem, Session } from "../../src/resources/checkout_session/session.ts";
import { told } from "../../src/resources/checkout_session/told.ts";
import type { Coupon } from "../../src/resources/coupon.ts";
import type { Price } from "../../src/resources/price/index.ts";

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
  readonly price?: Partial<Price>;
  readonly adjustable?: Partial<NonNullable<LineItem["adjustable_quantity"]>>;
  /** Ids of the session's `_tax_rates`. */
  readonly taxRates?: readonly string[];
}

export interface FakeServer {
  readonly url: string;
  readonly app: FastifyInstance;
  /** Every form that reached confirm, as its operation reads it. */
  readonly confirmed: ConfirmInput[];
  /** Every form that reached update, likewise. */
  readonly updated: Readonly<Record<string, unknown>>[];
  /** Called before confirm answers, and before update does. */
  hold: () => Promise<void>;
  holdUpdate: () => Promise<void>;
  /** Promotion codes by what is typed: a coupon, or why it is refused. */
  readonly codes: Map<string, Partial<Coupon> | string>;
  /** What payment links and recovery addresses open, by token. */
  readonly links: Map<string, OpenedLink>;
  /** Every payment link that was opened. */
  readonly opened: { readonly token: string; readonly query: Readonly<Record<string, string>> }[];
  /** Invoices by the token of their address. */
  readonly invoices: Map<string, FoundInvoice>;
  session(
    lines?: readonly LineOf[],
    more?: Partial<Session>,
    customerEmail?: string,
    savedCards?: readonly SavedCard[],
  ): Session;
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
  const app = Fastify({ logger: false });
  let count = 0;
  const server: FakeServer = {
    url: "",
    app,
    confirmed: [],
    updated: [],
    hold: async () => {},
    holdUpdate: async () => {},
    codes: new Map(),
    links: new Map(),
    opened: [],
    invoices: new Map(),
    session: (lines, more = {}, customerEmail, savedCards = []) => {
      const id = `cs_test_a1${String(++count).padStart(56, "0")}`;
      const session = priced({ ...sessionOf(id, lines, more.currency), ...more });
      sessions.set(session.id, { account, session, customerEmail: customerEmail ?? null, savedCards });
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
    update: async (found, form): Promise<UpdateResult> => {
      server.updated.push(plain(form));
      await server.holdUpdate();
      const now = sessions.get(found.session.id) ?? found;
      try {
        const next = { ...now, session: changed(now.session, form, server.codes) };
        sessions.set(found.session.id, next);
        return { kind: "updated", found: next };
      } catch (error) {
        if (error instanceof ApiError) return { kind: "refused", error };
        throw error;
      }
    },
    removeMethod: async (found, id): Promise<UpdateResult> => {
      const next = { ...found, savedCards: found.savedCards.filter((card) => card.id !== id) };
      sessions.set(found.session.id, next);
      return { kind: "updated", found: next };
    },
    openLink: async (token, query): Promise<OpenedLink> => {
      server.opened.push({ token, query });
      return server.links.get(token) ?? { kind: "unknown" };
    },
    recover: async (token) => {
      const opened = server.links.get(token);
      return opened?.kind === "opened" ? opened.session : null;
    },
    confirm: async (found, form): Promise<ConfirmResult> => {
      const input = readParams(confirmParams, form);
      server.confirmed.push(input);
      await server.hold();
      const now = sessions.get(found.session.id)?.session ?? found.session;
      const error = refusal(priced(told(now, input)), input);
      if (error !== null) return { kind: "refused", error };
      const number = input.payment_method_data?.card.number ?? "";
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
    findInvoice: async (token) => server.invoices.get(token) ?? null,
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
    settings: DEFAULT_SETTINGS,
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

/** Figures as the house works them out. */
function priced(session: Session): Session {
  return repriced(session, { account, settings: DEFAULT_SETTINGS });
}

/** As the operation behind the page's update does it, but for the discount, which has no store here. */
function changed(session: Session, form: Branch, codes: FakeServer["codes"]): Session {
  const input = readParams(pageUpdateParams, form);
  const next = told(session, input);
  if (input.promotion_code === undefined) return priced(next);
  if (input.promotion_code === null) return priced({ ...next, _discount: null });
  const found = codes.get(input.promotion_code.toUpperCase()) ?? "This code is invalid.";
  if (typeof found === "string") throw errors.rule(found, "promotion_code");
  return priced({ ...next, _discount: discountOf(input.promotion_code.toUpperCase(), found) });
}

/** A discount that the buyer's code gives. */
export function discountOf(label: string, coupon: Partial<Coupon>): NonNullable<Session["_discount"]> {
  const whole: Partial<Coupon> = {
    amount_off: null,
    currency: null,
    percent_off: null,
    _applies_to: null,
    _currency_options: null,
    ...coupon,
  };
  const promotion_code = "promo_fake";
  return { id: "di_fake", coupon: whole as Coupon, promotion_code, label, start: NOW, by_buyer: true };
}

function plain(form: Branch): Record<string, unknown> {
  return Object.fromEntries([...form].map(([name, raw]) => [name, raw instanceof Map ? plain(raw) : raw]));
}

function refusal(session: Session, input: ConfirmInput): ApiError | null {
  if (session.status !== "open") return errors.rule("The session is over.");
  if (input.expected_amount !== session.amount_total)
    return errors.amountChanged(input.expected_amount ?? 0, session.amount_total);
  const number = input.payment_method_data?.card.number;
  if (number === undefined) return null;
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

function sessionOf(id: string, lines: readonly LineOf[] = [TEE], currency = "usd"): Session {
  return {
    ...BLANK_SESSION,
    id,
    currency,
    expires_at: NOW + 86_400,
    success_url: "http://127.0.0.1:9/shop?session={CHECKOUT_SESSION_ID}",
    _line_items: lines.map((line, index) => lineOf(line, index, currency)),
  };
}

function lineOf(line: LineOf, index: number, currency: string): LineItem {
  const { name, amount, quantity = 1, description, image, price, adjustable, taxRates = [] } = line;
  const whole: Partial<Price> = {
    id: `price_fake${index}`,
    object: "price",
    billing_scheme: "per_unit",
    currency,
    custom_unit_amount: null,
    product: `prod_fake${index}`,
    tax_behavior: "unspecified",
    transform_quantity: null,
    unit_amount: amount,
    unit_amount_decimal: String(amount),
    _currency_options: null,
    _tiers: null,
    ...price,
  };
  return {
    id: `li_fake${index}`,
    object: "item",
    adjustable_quantity:
      adjustable === undefined ? null : { enabled: true, maximum: null, minimum: null, ...adjustable },
    amount_discount: 0,
    amount_subtotal: 0,
    amount_tax: 0,
    amount_total: 0,
    currency,
    description: name,
    metadata: {},
    price: whole as Price,
    quantity,
    _product: { description: description ?? null, image: image ?? null, tax_code: null, unit_label: null },
    _custom_amount: null,
    _tax_rates: taxRates,
    _rates_by_country: false,
    _taxes: [],
  };
}
