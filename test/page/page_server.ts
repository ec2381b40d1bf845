/**
 * The page over the real house: its real parts (`page_parts.ts`) on a store in memory, with the real operations and the
 * simulated network behind them. Rows are planted as a test wants them, so that it need not make them over the API
 * first. Each session has an account of its own. What tests watch and hold up is in hooks around the parts.
 */

import Fastify, { type FastifyInstance } from "fastify";
import { defaultConfig } from "../../src/config.ts";
import { NEWEST_BEHAVIOUR } from "../../src/core/behaviour.ts";
import { FixedClock } from "../../src/core/clock.ts";
import { accountId, newId, secureIds } from "../../src/core/ids.ts";
import { DEFAULT_SETTINGS } from "../../src/core/settings.ts";
import { hostCheck } from "../../src/hosts.ts";
import { registerPage } from "../../src/page/index.ts";
import type { FoundInvoice, OpenedLink, PageParts } from "../../src/page/port.ts";
import { pageParts } from "../../src/page_parts.ts";
import { type Branch, parseForm } from "../../src/params/form.ts";
import { readParams } from "../../src/params/param.ts";
import type { Coupon } from "../../src/resources/catalog/coupon.ts";
import type { Price } from "../../src/resources/catalog/price/index.ts";
import type { PromotionCode } from "../../src/resources/catalog/promotion_code/index.ts";
import { insertSession } from "../../src/resources/checkout/checkout_session/create.ts";
import { repriced } from "../../src/resources/checkout/checkout_session/order/totals.ts";
import {
  type ConfirmInput,
  confirmParams,
} from "../../src/resources/checkout/checkout_session/params/page_params.ts";
import { NEW_SESSION } from "../../src/resources/checkout/checkout_session/row/defaults.ts";
import type {
  LineItem,
  PaymentSession,
  SetupSession,
} from "../../src/resources/checkout/checkout_session/row/session.ts";
import { createCustomer } from "../../src/resources/customers/customer/index.ts";
import { createMethod } from "../../src/resources/customers/payment_method/index.ts";
import { allResources } from "../../src/resources/index.ts";
import { type PaymentIntent, paymentIntent } from "../../src/resources/payments/payment_intent/index.ts";
import { Registry } from "../../src/resources/registry.ts";
import { type Call, inStages } from "../../src/resources/resource.ts";
import type { Row } from "../../src/storage/port.ts";
import { type Account, accountOf, NO_CAUSE, type Store, type Tx } from "../../src/storage/port.ts";
import { openSqlite } from "../../src/storage/sqlite.ts";
import { storeOn } from "../../src/store_parts.ts";
import { VERSIONS } from "../../src/versions/index.ts";
import { DeliveryWatch } from "../../src/work/delivery_watch.ts";
import { outbound } from "../../src/work/outbound.ts";
import { startWorker } from "../../src/work/worker.ts";

/** Enough for a test that watches for the tick all the time, and no more than that. */
const PACE = { processingMs: 0, successMs: 350 };
export const NOW = 1_795_400_000; // 23 November 2026

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

/** A card that a session's customer has saved. */
export interface SavedTestCard {
  /** pm_… */
  readonly id: string;
  readonly brand: string;
  readonly last4: string;
  readonly exp_month: number;
  readonly exp_year: number;
}

export interface TestPage {
  readonly url: string;
  readonly app: FastifyInstance;
  /** Every form that reached confirm, as its operation reads it. */
  readonly confirmed: ConfirmInput[];
  /** Every form that reached update, as it was sent. */
  readonly updated: Readonly<Record<string, unknown>>[];
  /** Called before confirm runs, and before update does. */
  hold: () => Promise<void>;
  holdUpdate: () => Promise<void>;
  /** The coupons behind the promotion codes that buyers may type, by code. Every session's shop has them. */
  readonly codes: Map<string, Partial<Coupon>>;
  /** What payment links and recovery URLs open, by token; other tokens open what the store has. */
  readonly links: Map<string, OpenedLink>;
  /** Every payment link that was opened. */
  readonly opened: { readonly token: string; readonly query: Readonly<Record<string, string>> }[];
  /** Invoices by the token of their URL; other tokens find what the store has. */
  readonly invoices: Map<string, FoundInvoice>;
  /** Plants a session. It is there before the page is next asked for anything. */
  session(
    lines?: readonly LineOf[],
    more?: Partial<PaymentSession>,
    customerEmail?: string,
    savedCards?: readonly SavedTestCard[],
  ): PaymentSession;
  /** Plants a session of `mode=setup` with its setup intent. */
  setup(more?: Partial<SetupSession>): SetupSession;
  /** Changes the row of a session behind everybody's back. */
  change(id: string, more: Partial<PaymentSession>): void;
  /** The payment intent that a planted session has made. */
  intentOf(sessionId: string): Promise<PaymentIntent>;
  /** A payment intent without a session that waits for 3-D Secure. */
  intent(returnUrl: string | null): Promise<{ id: string; secret: string }>;
  /** Lets time pass, and does what is due by then. */
  pass(seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** With an icon of its own, or the browser asks for one and complains. */
const SHOP = '<link rel="icon" href="data:,"><title>shop</title><h1>Thanks</h1>';

/** Starts a server with nothing but the page and a shop to come back to. `options` replace single parts. */
export async function startPage(options: Partial<PageParts> = {}): Promise<TestPage> {
  const clock = new FixedClock(NOW);
  const { registry, store } = await storeAt(clock);
  const watch = new DeliveryWatch();
  const house = pageParts({
    store,
    watch,
    waitSeconds: 0,
    now: () => clock.seconds(),
    random: (length) => secureIds.random(length),
    origin: () => page.url,
    accountOfKey: () => null,
    pageSecret: Buffer.from("a secret for tests"),
    settings: DEFAULT_SETTINGS,
    layout: "auto",
    foreignHost: hostCheck([]),
    pace: PACE,
    report: () => {},
  });
  const accounts = new Map<string, Account>();
  // What is planted is written in turn, and the page waits for it.
  let planted: Promise<unknown> = Promise.resolve();
  const plant = (account: Account, work: (tx: Tx) => Promise<unknown>) => {
    planted = planted.then(() => store.transact(account, NO_CAUSE, work));
  };
  let shops = 0;
  const newAccount = () => accountOf(accountId(`shop ${++shops}`));

  // A test may leave an answer unread, which would hold up the end.
  const app = Fastify({ logger: false, forceCloseConnections: true });
  const page: TestPage = {
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
      const account = newAccount();
      const id = newId(secureIds, "cs_test_", clock.milliseconds(), account);
      accounts.set(id, account);
      const whole = { ...sessionOf(id, lines, more.currency), ...more };
      const row = repriced(whole, { account, settings: DEFAULT_SETTINGS });
      const isKnown = customerEmail !== undefined || savedCards.length > 0;
      plant(account, async (tx) => {
        const customer = isKnown ? await createBuyer(tx, customerEmail, savedCards) : row.customer;
        await tx.insert({ ...row, customer });
      });
      return row;
    },
    setup: (more = {}) => {
      const account = newAccount();
      const idOf = (prefix: string) => newId(secureIds, prefix, clock.milliseconds(), account);
      const row = { ...setupOf(idOf("cs_test_"), idOf("seti_")), ...more };
      accounts.set(row.id, account);
      plant(account, (tx) => insertSession(tx, row));
      return row;
    },
    change: (id, more) => {
      const account = accounts.get(id);
      if (account === undefined) throw new Error(`no session ${id} was planted`);
      plant(account, async (tx) => {
        const row = await tx.get<PaymentSession>("checkout.session", id);
        if (row === null) throw new Error(`session ${id} is gone`);
        await tx.update({ ...row, ...more });
      });
    },
    intentOf: async (sessionId) => {
      const account = accounts.get(sessionId);
      if (account === undefined) throw new Error(`no session ${sessionId} was planted`);
      return store.read(account, async (reader) => {
        const session = await reader.get<PaymentSession>("checkout.session", sessionId);
        const intent = await reader.get<PaymentIntent>("payment_intent", session?.payment_intent ?? "");
        if (intent === null) throw new Error(`session ${sessionId} has no intent`);
        return intent;
      });
    },
    intent: async (returnUrl) => {
      const { id, client_secret: secret } = await createIntent(store, newAccount(), returnUrl);
      return { id, secret };
    },
    pass: async (seconds) => {
      clock.advance(seconds);
      const worker = startWorker({
        ...{ store, clock, realClock: clock, timers: registry.timers },
        ...{ outbound: outbound(defaultConfig.webhookTargets), schedule: "sandbox", keySeconds: 86_400 },
        onTried: () => {},
        report: (fault) => {
          throw fault;
        },
      });
      await worker.drain();
      await worker.stop();
    },
    close: async () => {
      await app.close();
      await store.close();
    },
  };
  registerPage(app, { ...hooked(house, page, () => planted, plant), ...options });
  app.get("/shop/*", (_request, reply) => reply.type("text/html").send(SHOP));
  await app.listen({ host: "127.0.0.1", port: 0 });
  const address = app.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return Object.assign(page, { url: `http://127.0.0.1:${port}` });
}

async function storeAt(clock: FixedClock): Promise<{ registry: Registry; store: Store }> {
  const surroundings = { checkoutOrigin: "", settings: DEFAULT_SETTINGS, now: () => clock.seconds() };
  const registry = new Registry(allResources(VERSIONS), surroundings);
  const engine = openSqlite(":memory:");
  const store = await storeOn(engine, defaultConfig, registry, { clock, realClock: clock }, secureIds);
  return { registry, store };
}

/** The parts of the house, with what tests watch and hold up. */
function hooked(
  house: PageParts,
  page: TestPage,
  planted: () => Promise<unknown>,
  plant: (account: Account, work: (tx: Tx) => Promise<unknown>) => void,
): PageParts {
  return {
    ...house,
    findSession: async (id) => {
      await planted();
      return house.findSession(id);
    },
    update: async (found, form) => {
      page.updated.push(plain(form));
      await page.holdUpdate();
      plant(found.account, (tx) => insertCodes(tx, page.codes));
      await planted();
      return house.update(found, form);
    },
    confirm: async (found, form) => {
      page.confirmed.push(readParams(confirmParams, form));
      await page.hold();
      await planted();
      return house.confirm(found, form);
    },
    openLink: async (token, query) => {
      page.opened.push({ token, query });
      return page.links.get(token) ?? house.openLink(token, query);
    },
    recover: async (token) => {
      const opened = page.links.get(token);
      return opened?.kind === "opened" ? opened.session : house.recover(token);
    },
    findInvoice: async (token) => page.invoices.get(token) ?? house.findInvoice(token),
  };
}

function plain(form: Branch): Record<string, unknown> {
  return Object.fromEntries([...form].map(([name, raw]) => [name, raw instanceof Map ? plain(raw) : raw]));
}

// --- planting ---------------------------------------------------------------------------------------------

/** A payment intent that asks its payer for 3-D Secure, made as a request to the API makes it. */
async function createIntent(
  store: Store,
  account: Account,
  returnUrl: string | null,
): Promise<PaymentIntent> {
  const create = paymentIntent.operations["POST /"];
  if (create?.does !== "staged") throw new Error("payment intents are made in stages");
  const form = new URLSearchParams({
    amount: "2000",
    currency: "usd",
    confirm: "true",
    payment_method: "pm_card_authenticationRequired",
    // No method that would need a return_url.
    "automatic_payment_methods[enabled]": "true",
    "automatic_payment_methods[allow_redirects]": "never",
    ...(returnUrl === null ? {} : { return_url: returnUrl }),
  });
  const input = readParams(create.params, parseForm(String(form))) as never; // read by the operation's own definition
  const call: Call<never> = {
    input,
    id: "",
    sub: "",
    path: "",
    fromBrowser: false,
    behaviour: NEWEST_BEHAVIOUR,
  };
  const made = await inStages((work) => store.transact(account, NO_CAUSE, work), create, call);
  if (!("object" in made) || made.object !== "payment_intent") throw new Error("no payment intent was made");
  return made as PaymentIntent; // its name says so
}

/** The session's customer, with the cards that are saved: with the ids and the looks that the test gives them. */
async function createBuyer(
  tx: Tx,
  email: string | undefined,
  cards: readonly SavedTestCard[],
): Promise<string> {
  const { id } = await createCustomer(tx, email === undefined ? {} : { email });
  // The one that is saved last is offered first.
  for (const { id: own, ...look } of [...cards].reverse()) {
    const made = await createMethod(tx, { type: "card", data: { token: `tok_${look.brand}` }, path: "card" });
    const card = { ...(made as Row & { readonly card?: object }).card, ...look }; // what a card shows stands there
    await tx.insert({ ...made, id: own, allow_redisplay: "always", card, customer: id } as Row);
  }
  return id;
}

/** A promotion code, with a coupon of its own, for each of those that the account does not have yet. */
async function insertCodes(tx: Tx, codes: TestPage["codes"]): Promise<void> {
  for (const [code, parts] of codes) {
    const id = `promo_${code}`;
    if ((await tx.get("promotion_code", id)) !== null) continue;
    const coupon = couponOf(`coupon_${code}`, parts);
    await tx.insert(coupon);
    await tx.insert(codeOf(id, code, coupon));
  }
}

function couponOf(id: string, parts: Partial<Coupon>): Coupon {
  return {
    id,
    object: "coupon",
    amount_off: null,
    created: NOW,
    currency: null,
    duration: "once",
    duration_in_months: null,
    livemode: false,
    max_redemptions: null,
    metadata: {},
    name: null,
    percent_off: null,
    redeem_by: null,
    times_redeemed: 0,
    valid: true,
    _applies_to: null,
    _currency_options: null,
    ...parts,
  };
}

function codeOf(id: string, code: string, coupon: Coupon): PromotionCode {
  return {
    id,
    object: "promotion_code",
    active: true,
    code,
    created: NOW,
    customer: null,
    customer_account: null,
    expires_at: null,
    livemode: false,
    max_redemptions: null,
    metadata: {},
    promotion: { coupon: coupon.id, type: "coupon" },
    restrictions: { first_time_transaction: false, minimum_amount: null, minimum_amount_currency: null },
    times_redeemed: 0,
    _asleep: null,
    // Of a coupon that has expired, as it was before: nobody has looked at the code since.
    _coupon: { ...coupon, redeem_by: null },
    _currency_options: null,
  };
}

/** A discount as a session has it whose buyer typed a code. */
export function discountOf(label: string, parts: Partial<Coupon>): NonNullable<PaymentSession["_discount"]> {
  const coupon = couponOf("coupon_planted", parts);
  return { id: "di_planted", coupon, promotion_code: "promo_planted", label, start: NOW, by_buyer: true };
}

export const TEE: LineOf = { name: "Checkstand T-shirt", amount: 2000 };

function sessionOf(id: string, lines: readonly LineOf[] = [TEE], currency = "usd"): PaymentSession {
  return {
    ...NEW_SESSION,
    id,
    currency,
    expires_at: NOW + 86_400,
    success_url: "http://127.0.0.1:9/shop?session={CHECKOUT_SESSION_ID}",
    _line_items: lines.map((line, index) => lineOf(line, index, currency)),
  };
}

function setupOf(id: string, setup_intent: string): SetupSession {
  return {
    ...NEW_SESSION,
    id,
    mode: "setup",
    amount_subtotal: null,
    amount_total: null,
    currency: "usd",
    discounts: null,
    expires_at: NOW + 86_400,
    invoice_creation: null,
    payment_intent: null,
    payment_method_collection: "always",
    payment_status: "no_payment_required",
    setup_intent,
    subscription: null,
    total_details: null,
    _payment: null,
    _setup: { description: null, metadata: {} },
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
