/**
 * The demo catalogue: the objects used in the examples of Stripe's API reference, so that its commands work
 * as printed, and a checkout session that is ready to pay. A session lives for at most a day, so each start
 * replaces those that are used up.
 */
import { accountOfKey } from "../api/auth.ts";
import { DEMO_KEY, type SeedSource } from "../config.ts";
import { ApiError } from "../core/errors.ts";
import { rawOf } from "../params/raw.ts";
import type { Row } from "../storage/port.ts";
import { applyEntries, applySeed, type Entry, type SeedParts } from "./seed.ts";

const PRODUCT = "prod_NppuJWzzNnD5Ut";
const PRICE = "price_1MotwRLkdIwHu7ixYcPLm5uZ";
const PRICE_OF_LINE_ITEMS = "price_1N4AEsLkdIwHu7ix7Ssho8Cl";

/** The session that the banner shows as ready to pay. */
const FIRST_SESSION = "cs_test_a11YYufWQzNY63zpQ6QSNRQhkUpVph4WRmzW0zWJO2znZKdVujZ0N0S22u";

/** At a start, a session with less time left is replaced, so that printed links last a working day. */
const LIFE_LEFT_SECONDS = 43_200;

const catalogue: SeedSource = {
  name: "demo catalogue",
  content: {
    account: DEMO_KEY,
    products: [{ id: PRODUCT, name: "T-shirt" }],
    prices: [
      { id: PRICE, product: PRODUCT, currency: "usd", unit_amount: 1099 },
      { id: PRICE_OF_LINE_ITEMS, product: PRODUCT, currency: "usd", unit_amount: 1099 },
    ],
  },
};

const sessions: readonly Entry[] = [
  sessionOf(FIRST_SESSION, PRICE, []),
  sessionOf("cs_test_a1enSAC01IA3Ps2vL32mNoWKMCNmmfUGTeEeHXI5tLCvyFNGsdG2UNA7mr", PRICE_OF_LINE_ITEMS, [
    "li_1N4BEoLkdIwHu7ixWtXug1yk",
  ]),
  sessionOf("cs_test_a1Ae6ClgOkjygKwrf9B3L6ITtUuZW4Xx9FivL6DZYoYFdfAefQxsYpJJd3", PRICE, []),
];

function sessionOf(id: string, price: string, otherIds: readonly string[]): Entry {
  const params = rawOf({
    mode: "payment",
    success_url: "https://example.com/success",
    line_items: [{ price, quantity: 2 }],
  });
  if (typeof params === "string") throw new TypeError("parameters are a mapping");
  return { path: id, section: "checkout_sessions", id, otherIds, params, replaces: isSpent };
}

interface SessionRow extends Row {
  readonly status: string | null;
  readonly expires_at: number;
}

function isSpent(row: Row, now: number): boolean {
  // Rows of this kind are sessions, which have both fields.
  const { status, expires_at } = row as SessionRow;
  return status !== "open" || expires_at - now < LIFE_LEFT_SECONDS;
}

/**
 * Applies the catalogue; does nothing if fixed keys exclude the examples' key, because nobody could see it.
 */
export async function applyDemo(parts: SeedParts): Promise<void> {
  if (!isOpenToDemo(parts)) return;
  await applySeed(parts, catalogue);
  try {
    await applyEntries(parts, demoAccount(), sessions);
  } catch (error) {
    // If somebody archived the demo price, they want no more such sessions; the server starts all the same.
    if (!(error instanceof ApiError)) throw error;
  }
}

/** The URL at which the ready-to-pay session can be paid; null if there is none. */
export async function demoCheckoutUrl(parts: SeedParts): Promise<string | null> {
  if (!isOpenToDemo(parts)) return null;
  const row = await parts.store.read(demoAccount(), (reader) =>
    reader.get("checkout.session", FIRST_SESSION),
  );
  const url = row === null ? null : parts.registry.view(row).url;
  return typeof url === "string" ? url : null;
}

function demoAccount() {
  return accountOfKey(DEMO_KEY);
}

function isOpenToDemo({ accounts }: SeedParts): boolean {
  return accounts.length === 0 || accounts.some((account) => account.secret_key === DEMO_KEY);
}
