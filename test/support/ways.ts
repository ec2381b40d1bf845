/**
 * Every way to pay: each type that is implemented, in each mode that it can do, with each end. The rows come from the
 * types themselves, so that a new type is tested without a line here; it has one in `TYPED` if its payers type more than
 * their name and address. How payers of a family go on is said once, in `PAYERS`.
 */
import type { Page } from "playwright-core";
import { IMPLEMENTED_TYPES, typeNamed } from "../../src/method_types/index.ts";
import type { FamilyName, Purpose } from "../../src/method_types/method_type.ts";
import { BROUGHT } from "../../src/versions/method_types.ts";
import { atBank, shownAtBank } from "./bank.ts";
import type { Params } from "./shop.ts";

/** What the payer or the shop is after. `cancel`: the shop gives up while the payment waits for its payer or bank. */
export type Outcome = "cancel" | "fail" | "succeed";
const OUTCOMES: readonly Outcome[] = ["succeed", "fail", "cancel"];

export interface Way {
  readonly family: FamilyName;
  readonly type: string;
  readonly mode: Purpose;
  readonly outcome: Outcome;
}

/** The version from which on sessions do not name their types. */
const UNNAMED = "2026-09-30.endive";

/**
 * All of them, by type in the order of the table of types; without types that no page offers, and so no session alone, and
 * those that are too new for a session to name them, which `redirects.test.ts` tests.
 */
export const WAYS: readonly Way[] = IMPLEMENTED_TYPES.flatMap((type) => {
  const { family, isHidden, purposes } = typeNamed(type);
  return (isHidden || BROUGHT[UNNAMED]?.includes(type) ? [] : purposes).flatMap((mode) =>
    OUTCOMES.map((outcome): Way => ({ family: family.name, type, mode, outcome })),
  );
});

export const nameOf = ({ type, mode, outcome }: Way) => `${type}: ${mode}, ${outcome}`;

// --- how payers of a family go on -----------------------------------------------------------------------------

/** How a session ends: what it shows after all that is under way has been concluded. */
type End = "expired" | "open" | "paid" | "unpaid";
const SESSIONS: Readonly<Record<End, { readonly status: string; readonly payment_status: string }>> = {
  expired: { status: "expired", payment_status: "unpaid" },
  open: { status: "open", payment_status: "unpaid" },
  paid: { status: "complete", payment_status: "paid" },
  unpaid: { status: "complete", payment_status: "unpaid" },
};

type ByOutcome<T> = Readonly<Record<Outcome, T>>;
/** Calls the API with the shop's key, and answers with the body. */
export type Api = (method: "GET" | "POST", path: string, params?: Params) => Promise<Answered>;
// Tests look into bodies of every shape.
// biome-ignore lint/suspicious/noExplicitAny: a test's view of foreign JSON
type Answered = any;
/** Waits for where the payer is after the form was submitted, and goes on from there. */
type InBrowser = (page: Page, way: Way) => Promise<unknown>;

interface Payers {
  /** The hash of the type, of what a payer types for this end. */
  readonly hash?: (way: Way) => Params;
  /** What they type into the billing details besides name, e-mail and postal address. */
  readonly billing?: (way: Way) => Params;
  /** What they type for this one confirmation, in the options of the type. */
  readonly options?: (way: Way) => Params;
  /** The part of the e-mail address before its `@`, where it decides. */
  readonly mailbox?: ByOutcome<string>;
  /** What the payer does over the API once the session was confirmed. `page` finds the page of their bank. */
  readonly byApi?: (page: () => Promise<string>, outcome: Outcome) => Promise<unknown>;
  /** What happens elsewhere after all that: money is transferred, an account verified. */
  readonly afterwards?: (api: Api, session: string, way: Way) => Promise<unknown>;
  readonly inBrowser: ByOutcome<InBrowser>;
  readonly ends: ByOutcome<End>;
  /** Ends of set-ups, where they are others. */
  readonly setupEnds?: Partial<ByOutcome<End>>;
}

/** The page of the shop to which sessions lead. Tests answer for it. */
export const SHOP = "https://shop.example.com/";

const toShop: InBrowser = (page) => page.waitForURL(`${SHOP}thanks`);
const toRefusal: InBrowser = (page) =>
  page.locator(".ConfirmPayment-Error, .FieldError").filter({ visible: true }).first().waitFor();
const toVoucher: InBrowser = (page) => page.getByTestId("voucher").waitFor();
const click = (page: Page, choice: "authorize" | "fail") => page.locator(`#${choice}-test-payment`).click();

/** The payer approves the payment on another page. */
const REDIRECTED: Payers = {
  byApi: async (page, outcome) => {
    if (outcome !== "cancel") await atBank(await page(), outcome === "succeed" ? "authorize" : "fail");
  },
  inBrowser: {
    succeed: async (page, way) => {
      await click(page, "authorize");
      await toShop(page, way);
    },
    fail: async (page, way) => {
      await click(page, "fail");
      await toRefusal(page, way);
    },
    cancel: (page) => page.locator("#redirect-title").waitFor(),
  },
  ends: { succeed: "paid", fail: "open", cancel: "expired" },
};

/** The page with which the payer's phone opens when the code is scanned. */
async function scan(page: Page): Promise<Page> {
  const [phone] = await Promise.all([
    page.context().waitForEvent("page"),
    page.getByRole("button", { name: "Simulate scan" }).click(),
  ]);
  return phone;
}

const toApproval: InBrowser = (page) => page.getByTestId("approval").waitFor();
const toTransfer: InBrowser = (page) => page.getByTestId("transfer").waitFor();

/** Phone numbers that decide, by type. */
const PHONES: Readonly<Record<string, ByOutcome<string>>> = {
  bizum: { succeed: "+34600000001", fail: "+34600000002", cancel: "+34600000001" },
  mb_way: { succeed: "+351911111111", fail: "+351911111116", cancel: "+351911111111" },
};

const CARDS: ByOutcome<string> = {
  succeed: "4242424242424242",
  fail: "4000000000000002",
  cancel: "4000002760003184",
};

const PAYERS: Readonly<Record<FamilyName, Payers>> = {
  bank_debit: {
    hash: ({ type, outcome, mode }) => {
      const { pays, fails, none } = accountsOf(type);
      if (outcome !== "fail") return pays;
      return mode === "setup" ? none : fails;
    },
    inBrowser: {
      succeed: toShop,
      fail: (page, way) => (way.mode === "setup" ? toRefusal : toShop)(page, way),
      cancel: toShop,
    },
    afterwards: async (api, id, { type, mode, outcome }) => {
      if (type !== VERIFIED || (mode === "setup" && outcome === "fail")) return;
      const { payment_intent, setup_intent } = await api("GET", `checkout/sessions/${id}`);
      const path = payment_intent ? `payment_intents/${payment_intent}` : `setup_intents/${setup_intent}`;
      await api("POST", `${path}/verify_microdeposits`, { amounts: [32, 45] });
    },
    // The session is complete at once, so that the shop cannot cancel any more: the bank pays.
    ends: { succeed: "paid", fail: "unpaid", cancel: "paid" },
    setupEnds: { fail: "open" },
  },
  bank_redirect: REDIRECTED,
  bank_transfer: {
    afterwards: async (api, id, { outcome }) => {
      if (outcome !== "succeed") return;
      const { amount_total, currency, customer } = await api("GET", `checkout/sessions/${id}`);
      await api("POST", `test_helpers/customers/${customer}/fund_cash_balance`, {
        amount: amount_total,
        currency,
      });
    },
    inBrowser: { succeed: toTransfer, fail: toTransfer, cancel: toTransfer },
    // The session is complete at once, so that the shop cannot cancel any more: nobody pays.
    ends: { succeed: "paid", fail: "unpaid", cancel: "unpaid" },
  },
  card: {
    hash: ({ outcome }) => ({ number: CARDS[outcome], exp_month: 12, exp_year: 2040, cvc: "123" }),
    inBrowser: {
      succeed: toShop,
      fail: toRefusal,
      cancel: (page) => page.locator('iframe[src*="three-ds-2-challenge"]').waitFor(),
    },
    ends: { succeed: "paid", fail: "open", cancel: "expired" },
  },
  push: {
    billing: ({ type, outcome }) => {
      const phone = PHONES[type]?.[outcome];
      return phone === undefined ? {} : { phone };
    },
    options: ({ type }) => (type === "blik" ? { code: "123456" } : {}),
    hash: ({ type, outcome }) =>
      type === "payto" ? { pay_id: `${outcome === "fail" ? "declined" : "jenny"}@example.com` } : {},
    mailbox: { succeed: "jenny", fail: "insufficient_funds", cancel: "jenny" },
    inBrowser: { succeed: toApproval, fail: toApproval, cancel: toApproval },
    ends: { succeed: "paid", fail: "open", cancel: "expired" },
  },
  qr_code: {
    byApi: async (page, outcome) => {
      if (outcome !== "cancel") await shownAtBank(await page(), outcome === "succeed" ? "authorize" : "fail");
    },
    ends: REDIRECTED.ends,
    inBrowser: {
      succeed: async (page, way) => {
        await click(await scan(page), "authorize");
        await toShop(page, way);
      },
      fail: async (page, way) => {
        await click(await scan(page), "fail");
        await toRefusal(page, way);
      },
      cancel: (page) => page.getByTestId("QRCode-image").waitFor(),
    },
  },
  voucher: {
    mailbox: {
      succeed: "succeed_immediately",
      fail: "expire_immediately",
      cancel: "expire_with_delay",
    },
    inBrowser: { succeed: toVoucher, fail: toVoucher, cancel: toVoucher },
    // The session is complete at once, so that the shop cannot cancel any more: nobody pays.
    ends: { succeed: "paid", fail: "unpaid", cancel: "unpaid" },
  },
  wallet: REDIRECTED,
};

export const payersOf = ({ family }: Way): Payers => PAYERS[family];

/** The session as it must be in the end. */
export function endOf(way: Way) {
  const { ends, setupEnds = {} } = payersOf(way);
  if (way.mode !== "setup") return SESSIONS[ends[way.outcome]];
  const { status } = SESSIONS[setupEnds[way.outcome] ?? ends[way.outcome]];
  return { status, payment_status: "no_payment_required" };
}

// --- what payers type -----------------------------------------------------------------------------------------

/** What payers of a type have, besides a name, an e-mail and a postal address. */
const TYPED: Readonly<Record<string, Params>> = {
  boleto: { tax_id: "000.000.000-00" },
  fpx: { bank: "maybank2u" },
};

interface Accounts {
  readonly pays: Params;
  readonly fails: Params;
  /** No account at all. */
  readonly none: Params;
}
/** The type whose accounts are verified by microdeposits, since they are typed. */
const VERIFIED = "acss_debit";
const CANADIAN = { institution_number: "000", transit_number: "11000" };
const NEW_ZEALAND = { bank_code: "11", branch_code: "0000" };

const ACCOUNTS: Readonly<Record<string, Accounts>> = {
  acss_debit: {
    pays: { ...CANADIAN, account_number: "000123456789" },
    fails: { ...CANADIAN, account_number: "000222222227" },
    none: { ...CANADIAN, account_number: "11223344" },
  },
  nz_bank_account: {
    pays: { ...NEW_ZEALAND, account_number: "0000000", suffix: "010" },
    fails: { ...NEW_ZEALAND, account_number: "2222222", suffix: "027" },
    none: { ...NEW_ZEALAND, account_number: "1234567", suffix: "000" },
  },
  us_bank_account: {
    pays: { financial_connections_account: "fca_success" },
    fails: { financial_connections_account: "fca_failure" },
    none: { account_holder_type: "individual", account_number: "11223344", routing_number: "110000000" },
  },
  au_becs_debit: {
    pays: { bsb_number: "000000", account_number: "000123456" },
    fails: { bsb_number: "000000", account_number: "111111113" },
    none: { bsb_number: "000000", account_number: "123456789" },
  },
  bacs_debit: {
    pays: { sort_code: "108800", account_number: "00012345" },
    fails: { sort_code: "108800", account_number: "22222227" },
    none: { sort_code: "108800", account_number: "11223344" },
  },
  sepa_debit: {
    pays: { iban: "DE89370400440532013000" },
    fails: { iban: "DE65370400440002222227" },
    none: { iban: "DE91100000000123456789" },
  },
};

function accountsOf(type: string): Accounts {
  const accounts = ACCOUNTS[type];
  if (accounts === undefined) throw new Error(`test/support/ways.ts lacks the test accounts of ${type}`);
  return accounts;
}

/** The postal address of payers, by country; that of the first where a type takes payers of any country. */
const ADDRESSES = [
  { country: "DE", line1: "Unter den Linden 1", city: "Berlin", postal_code: "10117" },
  { country: "AU", line1: "1 Main St", city: "Sydney", state: "NSW", postal_code: "2000" },
  { country: "BR", line1: "Av. do Moinho 1", city: "Fortaleza", state: "CE", postal_code: "60811-330" },
  { country: "GB", line1: "10 Downing St", city: "London", postal_code: "SW1A 2AA" },
  { country: "US", line1: "1 Main St", city: "Oakland", state: "CA", postal_code: "94607" },
] as const;
const PAYER_NAME = "Jenny Rosen";

export interface Typed {
  readonly email: string;
  readonly name: string;
  readonly address: (typeof ADDRESSES)[number] & { readonly state?: string };
  readonly hash: Params;
  /** The rest of the billing details. */
  readonly billing: Params;
  readonly options: Params;
}

/** All that the payer types. */
export function typedFor(way: Way): Typed {
  const { billing, hash, mailbox, options } = payersOf(way);
  const { countries } = typeNamed(way.type).asks;
  const address = ADDRESSES.find(({ country }) => countries?.includes(country) ?? true);
  if (address === undefined)
    throw new Error(`test/support/ways.ts lacks an address in ${countries?.join(", ")}, for ${way.type}`);
  const email = `${mailbox?.[way.outcome] ?? "jenny"}@example.com`;
  return {
    address,
    billing: billing?.(way) ?? {},
    email,
    hash: hash?.(way) ?? TYPED[way.type] ?? {},
    name: PAYER_NAME,
    options: options?.(way) ?? {},
  };
}

/** The same as the parameters of a confirmation. */
export function confirmation(way: Way): Params {
  const { billing, hash, options, ...rest } = typedFor(way);
  const has = (given: Params) => Object.keys(given).length > 0;
  return {
    payment_method_data: {
      type: way.type,
      billing_details: { ...rest, ...billing },
      ...(has(hash) && { [way.type]: hash }),
    },
    ...(has(options) && { payment_method_options: { [way.type]: options } }),
  };
}

// --- sessions -------------------------------------------------------------------------------------------------

/** Of which every type accepts a payment in its currency. */
const AMOUNT = 20_000;

export const currencyOf = (type: string) => typeNamed(type).currencies?.[0] ?? "usd";
/** A country whose shops can offer the type. */
export const shopCountryOf = (type: string) => typeNamed(type).shopCountries?.[0] ?? "US";

/** What sessions need for a type. */
const ASKED_OF_SESSIONS: Readonly<Record<string, Params>> = {
  customer_balance: { customer_creation: "always" },
  wechat_pay: { payment_method_options: { wechat_pay: { client: "web" } } },
};

/** The parameters of a session that is paid this way. Its types are named, in a version in which they can be. */
export function sessionParams({ mode, type }: Way): Params {
  const price_data = {
    currency: currencyOf(type),
    unit_amount: AMOUNT,
    product_data: { name: "Mug" },
    ...(mode === "subscription" && { recurring: { interval: "month" } }),
  };
  return {
    mode,
    payment_method_types: [type],
    success_url: `${SHOP}thanks`,
    ...ASKED_OF_SESSIONS[type],
    ...(mode !== "setup" && { line_items: [{ price_data, quantity: 1 }] }),
  };
}
export const WAYS_VERSION = "2026-08-26.dahlia";

/** After which every payment that was under way is concluded. */
export const CONCLUDED_SECONDS = 180;
