/**
 * The demo catalogue: the objects that the API reference's own examples speak of, so that its commands work as
 * printed, and a checkout that is ready to be paid. A session lives for a day at most, so at each start those that
 * are spent are made afresh.
 */
import { accountOfKey } from "../api/auth.ts";
import { DEMO_KEY, type SeedSource } from "../config.ts";
import { ApiError } from "../core/errors.ts";
import type { Row } from "../storage/port.ts";
import { rawOf } from "./raw.ts";
import { applyEntries, applySeed, type Entry, type SeedParts } from "./seed.ts";

const PRODUCT = "prod_NppuJWzzNnD5Ut";
const PRICE = "price_1MotwRLkdIwHu7ixYcPLm5uZ";
const PRICE_OF_LINE_ITEMS = "price_1N4AEsLkdIwHu7ix7Ssho8Cl";

/** Shown in the banner as ready to be paid. */
const FIRST_SESSION = "cs_test_a11YYufWQzNY63zpQ6QSNRQhkUpVph4WRmzW0zWJO2znZKdVujZ0N0S22u";

/** A session with less than this to live is made afresh at a start, so that printed links last a working day. */
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
  // Rows of this kind are sessions, which have both.
  const { status, expires_at } = row as SessionRow;
  return status !== "open" || expires_at - now < LIFE_LEFT_SECONDS;
}

/** Applies the catalogue; where fixed keys shut the examples' key out, there is nobody to see it. */
export async function applyDemo(parts: SeedParts): Promise<void> {
  if (!isOpenToDemo(parts)) return;
  await applySeed(parts, catalogue);
  try {
    await applyEntries(parts, demoAccount(), sessions);
  } catch (error) {
    // Whoever archived the demo price wants no more such sessions; that is no reason not to start.
    if (!(error instanceof ApiError)) throw error;
  }
}

/** Where the ready-to-pay session can be paid; null where there is none. */
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
