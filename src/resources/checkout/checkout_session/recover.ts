/** Recovers an expired session: its recovery URL opens a new session that copies it. */

import { accountIdIn } from "../../../core/ids.ts";
import { type Account, accountOf, type Tx } from "../../../storage/port.ts";
import { livingCustomer } from "../../customers/customer/index.ts";
import { timeOf } from "../../customers/test_clock/index.ts";
import { prefill } from "./buyer/prefill.ts";
import { insertSession } from "./create.ts";
import { modeOf } from "./modes/index.ts";
import type { WithDiscount } from "./order/discounts.ts";
import { underNewIds } from "./order/options.ts";
import { repriced } from "./order/totals.ts";
import { NEW_SESSION } from "./row/defaults.ts";
import { isPriced, type Session } from "./row/session.ts";
import { expiryFor } from "./row/timers.ts";

type Key = Exclude<keyof Session, symbol>;

/** Keys that the copy takes over unchanged from the expired session: what the shop asked for. */
export const TAKEN_OVER = [
  "adaptive_pricing",
  "allowed_payment_method_types",
  "automatic_tax",
  "billing_address_collection",
  "branding_settings",
  "cancel_url",
  "client_reference_id",
  "consent_collection",
  "custom_fields",
  "custom_text",
  "customer",
  "customer_account",
  "customer_creation",
  "customer_email",
  "integration_identifier",
  "locale",
  "managed_payments",
  "metadata",
  "origin_context",
  "payment_link",
  "payment_method_collection",
  "payment_method_configuration_details",
  "payment_method_options",
  "payment_method_types",
  "permissions",
  "phone_number_collection",
  "saved_payment_method_options",
  "shipping_address_collection",
  "shipping_cost", // the option that the buyer chose
  "shipping_options",
  "submit_type",
  "success_url",
  "ui_mode",
  "wallet_options",
  "_after_completion",
  "_allow_redisplay",
  "_branding",
  "_customer_update",
  "_excluded_payment_method_types",
  "_name_collection",
  "_redirect_on_completion",
  "_return_url",
  "_shipping_rates",
  "_tax_id_collection",
  "_tax_rates",
] as const satisfies readonly Key[];

/** Keys that the mode decides (`termsAgain`). */
export const DECIDED_BY_MODE = [
  "amount_subtotal",
  "amount_total",
  "currency",
  "discounts",
  "invoice_creation",
  "mode",
  "payment_intent",
  "setup_intent",
  "subscription",
  "total_details",
  "_intent",
  "_payment",
  "_setup",
  "_subscription",
] as const satisfies readonly Key[];

/**
 * Keys that the copy does not take over: they begin anew, are calculated by `repriced`, or are decided in
 * `recoverSession`. Every key of a session is in one of the three lists; a test fails for a missing one.
 */
export const NOT_TAKEN_OVER = [
  "id",
  "object",
  "after_expiration",
  "allow_promotion_codes",
  "client_secret",
  "collected_information",
  "consent",
  "created",
  "currency_conversion",
  "customer_details",
  "expires_at",
  "invoice",
  "livemode",
  "payment_status",
  "recovered_from",
  "status",
  "url",
  "_attempt",
  "_buyer",
  "_challenge",
  "_discount",
  "_line_items",
  "_optional_items",
  "_redeemed",
  "_shipping_taxes",
  "_told_unpaid",
] as const satisfies readonly Key[];

function takenOver(original: Session): Pick<Session, (typeof TAKEN_OVER)[number]> {
  // `Object.fromEntries` loses the key types; the entries are exactly those of `TAKEN_OVER`.
  return Object.fromEntries(TAKEN_OVER.map((key) => [key, original[key]])) as ReturnType<typeof takenOver>;
}

/** The account whose session a recovery URL opens; `token` is the last part of the URL. */
export function accountOfRecovery(token: string): Account {
  return accountOf(accountIdIn(token));
}

/**
 * A new open session that copies the expired one, or null if the URL is unknown or has expired. Promotion
 * codes are allowed as the recovery settings say. What the buyer gave, and the discount of a code that they
 * typed, are left out.
 */
export async function recoverSession(tx: Tx, token: string): Promise<Session | null> {
  const found = await tx.list<Session>("checkout.session", { recovery: token }, { limit: 1 });
  const [original] = found.rows;
  const recovery = original?.after_expiration?.recovery;
  if (original === undefined || !recovery || (recovery.expires_at ?? 0) <= tx.now) return null;
  const mode = modeOf(original);
  const { customer_details: details, _buyer } = prefill(
    original,
    await livingCustomer(tx, original.customer),
  );
  const copy: Session = {
    ...NEW_SESSION,
    ...takenOver(original),
    ...mode.termsAgain(tx.at(await timeOf(tx, original.customer)), original),
    id: tx.newId("cs_test_"),
    after_expiration: { recovery: { ...recovery, expires_at: null, url: null } },
    allow_promotion_codes: recovery.allow_promotion_codes,
    created: tx.now,
    customer_details: details === null ? null : mode.shownDetails(details),
    expires_at: expiryFor(undefined, tx.now),
    recovered_from: original.id,
    _buyer,
    ...underNewIds(original, () => tx.newId("li_")),
  };
  const session = repriced(isPriced(copy) ? { ...copy, ...keptDiscount(tx, original) } : copy, tx);
  await insertSession(tx, session);
  return session;
}

/** The discount of the shop, or none. */
function keptDiscount(tx: Tx, { discounts, _discount: discount }: Session): WithDiscount {
  if (discounts === null || discount === null || discount.by_buyer) return { discounts: [], _discount: null };
  return { discounts, _discount: { ...discount, id: tx.newId("di_") } };
}
