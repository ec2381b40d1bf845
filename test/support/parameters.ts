/** Tests of single parameters. Each is named after the parameters it covers, as the API reference writes them. */
import { expect, test } from "vitest";
import type { TestServer } from "./server.ts";
import { form, openShop, type Params, type Shop, typedCard } from "./shop.ts";

/** A shop as these tests use it: over plain HTTP, in the newest version by default. */
export interface Till extends Shop {
  /** A new session for one item at 20.00 usd with these parameters; fails the test if it is refused. */
  create(params?: Params, version?: string): Promise<Session>;
  /** The refusal of a session with these parameters. */
  refusal(params: Params, version?: string): Promise<Refusal>;
  /** The session after an update by the page with these parameters. */
  tell(id: string, params: Params): Promise<Session>;
  tellRefusal(id: string, params: Params): Promise<Refusal>;
  /** The session, paid by a typed card by default. */
  pay(id: string, params?: Params): Promise<Session>;
  payRefusal(id: string, params?: Params): Promise<Refusal>;
}
/** A session as sent on the wire; tests look at any part of it. */
// biome-ignore lint/suspicious/noExplicitAny: a test's view of foreign JSON
type Session = any;
/** The members of a refusal; absent ones are undefined. */
export interface Refusal {
  readonly status: number;
  readonly code?: string;
  readonly param?: string;
  readonly message: string;
}

export const NEWEST = "2026-10-28.endive";
const EXPANDED = ["line_items.data.taxes", "line_items.data.discounts", "total_details.breakdown"];
/** Expands every figure of a created session. */
export const EXPAND = { expand: EXPANDED } as const;

export const THING = {
  price_data: { currency: "usd", unit_amount: 2000, product_data: { name: "Lamp" } },
  quantity: 1,
} as const;

/** The parameters of a session for one such item, with more for its line and its price. */
export const inDollars = (more: Params = {}, data: Params = {}) => ({
  line_items: [{ ...THING, price_data: { ...THING.price_data, ...data }, ...more }],
});

export const shippingOption = (amount: number, more: Params = {}): Params => ({
  shipping_rate_data: {
    display_name: `Post ${amount}`,
    fixed_amount: { amount, currency: "usd" },
    ...more,
  },
});

export const DE = { country: "DE", line1: "Unter den Linden 1", city: "Berlin", postal_code: "10117" };
export const US = {
  country: "US",
  line1: "354 Oyster Point",
  city: "South San Francisco",
  postal_code: "94080",
  state: "CA",
};

/** The first line item of a session, as listed. */
export async function firstLine({ stripe }: Till, { id }: { readonly id: string }): Promise<Session> {
  const { data } = await stripe.checkout.sessions.listLineItems(id);
  return data[0];
}

export function openTill(server: TestServer): Till {
  const shop = openShop(server);
  const post = (path: string, params: Params, version = NEWEST) =>
    server.raw("POST", path, {
      key: shop.key,
      body: form(params),
      headers: { "stripe-version": version },
    });
  const creation = (params: Params, version?: string) =>
    post(
      "/v1/checkout/sessions",
      { mode: "payment", success_url: "https://example.com/success", line_items: [THING], ...params },
      version,
    );
  const found = async (id: string): Promise<Session> => {
    const query = EXPANDED.map((path) => `expand[]=${path}`).join("&");
    const headers = { "stripe-version": NEWEST };
    return (await server.raw("GET", `/v1/checkout/sessions/${id}?${query}`, { key: shop.key, headers })).body;
  };
  const done = async (reply: ReturnType<typeof post>): Promise<Session> => {
    const { status, body, text } = await reply;
    expect(status, text).toBe(200);
    return body;
  };
  const refused = async (reply: ReturnType<typeof post>): Promise<Refusal> => {
    const { status, body, text } = await reply;
    expect(status, text).toBeGreaterThanOrEqual(400);
    const { code, param, message, type } = body.error;
    expect(type).toBe(status === 402 ? "card_error" : "invalid_request_error");
    return { status, ...(code && { code }), ...(param && { param }), message };
  };
  const payment = (id: string, params: Params) =>
    post(`/v1/payment_pages/${id}/confirm`, {
      ...(params.payment_method === undefined ? typedCard("4242424242424242") : {}),
      ...params,
    });
  return {
    ...shop,
    create: async (params = {}, version) => done(creation(params, version)),
    refusal: (params, version) => refused(creation(params, version)),
    tell: async (id, params) => {
      await done(post(`/v1/payment_pages/${id}`, params));
      return found(id);
    },
    tellRefusal: (id, params) => refused(post(`/v1/payment_pages/${id}`, params)),
    pay: async (id, params = {}) => {
      await done(payment(id, params));
      return found(id);
    },
    payRefusal: (id, params = {}) => refused(payment(id, params)),
  };
}

/** A refusal of the parameters (400) with this message. */
export function says(message: string, param?: string, code?: string): Refusal {
  return { status: 400, ...(code && { code }), ...(param && { param }), message };
}

export const onlyOneOf = (names: string, param = names.split(", ")[0]) =>
  says(`You may only specify one of these parameters: ${names}.`, param);
/** `what` says which element of a list the parameter belongs to. */
export const missing = (param: string, what?: string) =>
  says(
    `Missing required param: ${param}${what === undefined ? "" : `, ${what}`}.`,
    param,
    "parameter_missing",
  );
export const empty = (param: string) =>
  says(
    `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however ` +
      `'${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
    param,
    "parameter_invalid_empty",
  );
export const tooLarge = (param: string, most: number, given: number) =>
  says(
    `This value must be less than or equal to ${most} (it currently is '${given}').`,
    param,
    "parameter_invalid_integer",
  );
export const tooSmall = (param: string, least: number) =>
  says(`This value must be greater than or equal to ${least}.`, param, "parameter_invalid_integer");
export const notInPayment = (param: string) =>
  says(`You can not pass \`${param}\` in \`payment\` mode.`, param);

/**
 * A test of one or more parameters. A name that ends in `*` stands for a parameter and everything nested in
 * it.
 */
export function parameter(names: string | readonly string[], body: () => Promise<void>): void {
  test([names].flat().join(", "), body);
}
