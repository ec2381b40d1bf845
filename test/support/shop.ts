/**
 * A shop with its own account for wire tests: prices, sessions, confirmations and events, with short calls.
 */
import Stripe from "stripe";
import type { RawReply, TestServer } from "./server.ts";

/** Nested parameters as the official client takes them. */
export interface Params {
  readonly [name: string]: ParamValue;
}
type ParamValue = string | number | boolean | undefined | readonly ParamValue[] | Params;

/** `application/x-www-form-urlencoded` text of nested parameters. */
export function form(params: Params): string {
  const pairs: string[] = [];
  const add = (name: string, value: ParamValue): void => {
    if (value === undefined) return;
    if (typeof value !== "object") pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    else for (const [key, part] of Object.entries(value)) add(`${name}[${key}]`, part);
  };
  for (const [name, value] of Object.entries(params)) add(name, value);
  return pairs.join("&");
}

/** The error of a refused call; fails the test if the call was not refused. */
export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error("was not refused");
}

/** The parts of an error that depend on its cause. */
export async function refused(call: Promise<unknown>) {
  const error = await refusal(call);
  return { status: error.statusCode, code: error.code, param: error.param, message: error.message };
}

/** The price of the item that most tests sell. */
const T_SHIRT = 1099;

export const BUYER = { email: "jenny@example.com", name: "Jenny Rosen" } as const;

/** A card as a page sends it. */
export function typedCard(number: string, more: Params = {}): Params {
  return {
    payment_method_data: {
      type: "card",
      billing_details: BUYER,
      card: { number, exp_month: 12, exp_year: 2040, cvc: "123" },
      ...more,
    },
  };
}

export interface Shop {
  readonly key: string;
  readonly stripe: Stripe;
  /** A price for a T-shirt, 10.99 usd by default. */
  price(more?: Partial<Stripe.PriceCreateParams>): Promise<Stripe.Price>;
  /** An open session for two T-shirts. */
  session(more?: Partial<Stripe.Checkout.SessionCreateParams>): Promise<Stripe.Checkout.Session>;
  /** Confirms a session by the URL that the page uses, with a good card by default. */
  confirm(id: string, params?: Params, headers?: Record<string, string>): Promise<RawReply>;
  /** A session that was just paid. */
  paid(more?: Partial<Stripe.Checkout.SessionCreateParams>): Promise<Stripe.Checkout.Session>;
  /** The types of all events, oldest first. */
  news(): Promise<string[]>;
  /** The types of the events since the last call. */
  newsSince(): Promise<string[]>;
}

export function openShop(server: TestServer, key = server.freshKey()): Shop {
  const stripe = server.stripe(key);
  let sold: Promise<Stripe.Price> | null = null;
  let told = 0;
  const shop: Shop = {
    key,
    stripe,
    price: (more = {}) =>
      stripe.prices.create({
        currency: "usd",
        unit_amount: T_SHIRT,
        ...(more.product === undefined ? { product_data: { name: "T-shirt" } } : {}),
        ...more,
      }),
    session: async (more = {}) => {
      sold ??= more.line_items === undefined ? shop.price() : null;
      return stripe.checkout.sessions.create({
        mode: "payment",
        success_url: "https://example.com/success",
        ...(sold === null ? {} : { line_items: [{ price: (await sold).id, quantity: 2 }] }),
        ...more,
      });
    },
    confirm: (id, params = typedCard("4242424242424242"), headers = {}) =>
      server.raw("POST", `/v1/payment_pages/${id}/confirm`, { key, body: form(params), headers }),
    paid: async (more = {}) => {
      const { id } = await shop.session(more);
      const reply = await shop.confirm(id);
      if (reply.status !== 200) throw new Error(`not paid: ${reply.text}`);
      return stripe.checkout.sessions.retrieve(id);
    },
    news: async () => {
      const events = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
      return events.map((event) => event.type).reverse();
    },
    newsSince: async () => {
      const all = await shop.news();
      const fresh = all.slice(told);
      told = all.length;
      return fresh;
    },
  };
  return shop;
}
