/**
 * `mode=subscription`: what is due at once is paid, and a subscription begins when the session is complete. Where
 * nothing is due, a payment method is set up for later, or none is needed. The intent of an attempt is the session's
 * own affair: it is never shown on it, and a declined attempt leaves nothing else behind.
 */

import { errors } from "../../../../core/errors.ts";
import { checkNoSetupOptions, checkNoUsage } from "../../../../method_types/session_options.ts";
import { mergeMetadata } from "../../../../params/common.ts";
import type { Tx } from "../../../../storage/port.ts";
import { type Invoice, subscriptionOf } from "../../../billing/invoice/index.ts";
import { checkCustomerCurrency, checkDistinct } from "../../../billing/subscription/index.ts";
import { livingCustomer } from "../../../customers/customer/index.ts";
import { payingLater } from "../../../customers/payment_method/index.ts";
import type { AnyIntent } from "../../../payments/any_intent.ts";
import { withCustomer } from "../buyer/customer.ts";
import { withoutPast } from "../order/due.ts";
import type { CreateInput } from "../params/session_params.ts";
import type {
  CustomerDetails,
  LineItem,
  Session,
  SubscriptionData,
  SubscriptionSession,
} from "../row/session.ts";
import type { Beginning, Mode, SettledSession, Tried } from "./mode.ts";
import { checkNoInvoice, soldIn } from "./mode_rules.ts";
import { redisplayed, savedOptionsRow } from "./offered_methods.ts";
import { type Opening, open, openingOf } from "./opening.ts";
import { intentOf, release, settleIntent } from "./subscription_intent.ts";

/** The most recurring and the most one-time lines (Stripe docs, `line_items`). */
const LINES_MAX = 20;

export const subscription: Mode<SubscriptionSession> = {
  name: "subscription",
  refuses: ["payment_intent_data", "setup_intent_data"],
  needsLineItems: true,
  checkInput,
  checkPrice: () => {},
  checkLines,
  terms: (tx, beginning) => {
    const { input, customer, currency } = beginning;
    checkTrialEnd(input, tx.now);
    const sold = soldIn(currency);
    if (customer !== null) checkCustomerCurrency(customer, sold);
    return {
      ...NO_FIGURES,
      currency: sold,
      customer_creation: customer === null ? "always" : null,
      payment_method_collection: input.payment_method_collection ?? "always",
      payment_status: "unpaid",
      saved_payment_method_options: savedOptionsRow(input, true),
      _subscription: subscriptionData(beginning),
    };
  },
  termsAgain: (tx, { currency, _subscription }) => ({
    ...NO_FIGURES,
    currency,
    _subscription: { ...withoutPast(_subscription, tx.now), from: tx.now },
  }),
  begin: async () => {},
  shownDetails: (details) => details,
  needsMethod: (session) => session.amount_total > 0 || session.payment_method_collection === "always",
  savesMethod: () => true,
  purpose: (session) => (session.amount_total > 0 ? "payment" : "setup"),
  settle: (tx, session, details, tried) =>
    tried === null ? settleForNothing(tx, session, details) : settleTried(tx, session, details, tried),
  intentOf,
  release,
};

// --- a new session ----------------------------------------------------------------------------------------

/** What a new session begins with, before its figures are calculated. */
const NO_FIGURES = {
  mode: "subscription",
  amount_subtotal: 0,
  amount_total: 0,
  discounts: [],
  invoice_creation: null,
  payment_intent: null,
  setup_intent: null,
  subscription: null,
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  _intent: null,
  _payment: null,
  _setup: null,
} as const;

function checkInput(input: CreateInput): void {
  checkNoInvoice(input);
  if (input.customer_creation !== undefined) {
    throw errors.rule("`customer_creation` can only be used in `payment` mode.");
  }
  checkNoSetupOptions(input.payment_method_options, "subscription");
  checkNoUsage(input.payment_method_options, "subscription");
  if (!["auto", "subscribe"].includes(input.submit_type ?? "auto")) {
    throw errors.rule(
      "`submit_type` can only be `auto` or `subscribe` in `subscription` mode.",
      "submit_type",
    );
  }
  checkData(input.subscription_data ?? {});
  if (input.automatic_tax?.enabled && input.subscription_data?.default_tax_rates !== undefined) {
    throw errors.rule(
      "You may not specify `default_tax_rates` when `automatic_tax[enabled]` is `true`.",
      "subscription_data[default_tax_rates]",
    );
  }
}

function checkData(data: NonNullable<CreateInput["subscription_data"]>): void {
  const trials = (["trial_end", "trial_period_days"] as const).filter((name) => data[name] !== undefined);
  const anchors = (["billing_cycle_anchor", "billing_cycle_anchor_config"] as const).filter(
    (name) => data[name] !== undefined,
  );
  for (const several of [trials, anchors, [...anchors, ...trials]]) {
    if (several.length > 1) throw errors.onlyOneOf(several, `subscription_data[${several[0]}]`);
  }
  if (data.proration_behavior !== undefined && anchors.length === 0) {
    throw errors.rule(
      "The `proration_behavior` parameter can only be passed if a `billing_cycle_anchor` exists.",
    );
  }
  if (data.trial_settings !== undefined && trials.length === 0) {
    throw errors.rule(
      "The `trial_settings` parameter can only be passed if a `trial_end` or `trial_period_days` exists.",
      "subscription_data[trial_settings]",
    );
  }
}

/** Stripe compares with real time, whatever clock the customer is on. */
const TRIAL_SECONDS_MIN = 48 * 3600;

function checkTrialEnd({ subscription_data: data }: CreateInput, now: number): void {
  const end = data?.trial_end;
  if (end === undefined || end >= now + TRIAL_SECONDS_MIN) return;
  throw errors.rule(
    "The `trial_end` date has to be at least 2 days in the future.",
    "subscription_data[trial_end]",
  );
}

function checkLines(lines: readonly LineItem[]): void {
  const recurring = lines.filter(({ price }) => price.recurring !== null);
  const [first] = recurring;
  if (first === undefined) {
    throw errors.rule(
      "You must provide at least one recurring price in `subscription` mode when using prices.",
    );
  }
  for (const [what, count] of [
    ["recurring", recurring.length],
    ["one-time", lines.length - recurring.length],
  ] as const) {
    if (count <= LINES_MAX) continue;
    throw errors.rule(
      `You can only specify up to ${LINES_MAX} ${what} prices in \`subscription\` mode.`,
      "line_items",
    );
  }
  const interval = intervalOf(first);
  if (recurring.some((line) => intervalOf(line) !== interval)) {
    throw errors.rule(
      "All prices on a subscription must have the same `recurring.interval` and `recurring.interval_count`.",
    );
  }
  checkDistinct(recurring.map(({ price }) => price));
}

function intervalOf({ price: { recurring } }: LineItem): string {
  return `${recurring?.interval_count} ${recurring?.interval}`;
}

function subscriptionData({ input, behaviour, from }: Beginning): SubscriptionData {
  const given = input.subscription_data ?? {};
  const config = given.billing_cycle_anchor_config;
  return {
    billing_cycle_anchor: given.billing_cycle_anchor ?? null,
    billing_cycle_anchor_config:
      config === undefined
        ? null
        : {
            day_of_month: config.day_of_month,
            hour: config.hour ?? null,
            minute: config.minute ?? null,
            month: config.month ?? null,
            second: config.second ?? null,
          },
    billing_mode: given.billing_mode?.type ?? behaviour.billing_mode_default,
    default_tax_rates: given.default_tax_rates ?? [],
    description: given.description ?? null,
    invoice_settings: {
      account_tax_ids: given.invoice_settings?.account_tax_ids ?? null,
      custom_fields: given.invoice_settings?.custom_fields ?? null,
      description: given.invoice_settings?.description ?? null,
      footer: given.invoice_settings?.footer ?? null,
    },
    metadata: mergeMetadata({}, given.metadata),
    missing_payment_method: given.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
    proration_behavior: given.proration_behavior ?? "create_prorations",
    trial_end: given.trial_end ?? null,
    trial_period_days: given.trial_period_days ?? null,
    from,
  };
}

// --- settling ---------------------------------------------------------------------------------------------

async function settleTried(
  tx: Tx,
  session: SubscriptionSession,
  details: CustomerDetails,
  { method, result }: Tried,
): Promise<SettledSession> {
  // A bank that has yet to answer counts as one that pays (Stripe docs, subscriptions by debit).
  const isAgreed = ["approved", "awaits_verification", "processing"].includes(result.result);
  const owned = isAgreed ? await withOwner(tx, session, details) : session;
  const opening = isAgreed ? await openingOf(tx, owned, method.id) : null;
  const settled = await settleIntent(
    tx,
    owned,
    opening?.bill?.id ?? null,
    redisplayed(method, owned),
    result,
  );
  const { intent, error } = settled;
  const tried: SubscriptionSession = { ...owned, _intent: { object: intent.object, id: intent.id } };
  if (error !== null) return { outcome: "failed", session: tried, error };
  if (opening === null) return { outcome: "waiting", session: tried, intent };
  const default_payment_method = await payingLater(tx, method.id);
  const paying = { ...opening, subscription: { ...opening.subscription, default_payment_method } };
  return completed(tried, paying, intent, settled.after);
}

/** Nothing is due and no payment method is needed: the intent of an earlier attempt is canceled. */
async function settleForNothing(
  tx: Tx,
  session: SubscriptionSession,
  details: CustomerDetails,
): Promise<SettledSession> {
  await release(tx, session);
  const owned = await withOwner(tx, { ...session, _intent: null }, details);
  return completed(owned, await openingOf(tx, owned, null), null);
}

function completed(
  session: SubscriptionSession,
  opening: Opening,
  intent: AnyIntent | null,
  afterPayment?: (tx: Tx) => Promise<void>,
): SettledSession {
  const isPriced = session.amount_total > 0;
  const paid = intent?.status === "succeeded" ? "paid" : "unpaid";
  return {
    outcome: "done",
    session: {
      ...session,
      invoice: opening.bill?.id ?? null,
      payment_status: isPriced ? paid : "no_payment_required",
      subscription: opening.subscription.id,
    },
    intent,
    after: async (tx, complete: SubscriptionSession) => {
      await open(tx, complete, opening, intent?.object === "payment_intent" ? intent : null);
      await afterPayment?.(tx);
    },
  };
}

/** The session with its customer. One who was deleted while the network was asked is replaced. */
async function withOwner(
  tx: Tx,
  session: SubscriptionSession,
  details: CustomerDetails,
): Promise<SubscriptionSession> {
  const isThere = (await livingCustomer(tx, session.customer)) !== null;
  return withCustomer(tx, isThere ? session : { ...session, customer: null }, details, true);
}

/** Tells whether the bank has paid the first invoice of a session that was completed before. */
export async function concludedLater(tx: Tx, invoice: Invoice): Promise<void> {
  const subscription = subscriptionOf(invoice);
  if (subscription === null || invoice.billing_reason !== "subscription_create") return;
  const { rows } = await tx.list<Session>("checkout.session", { subscription }, { limit: 1, unlisted: true });
  const [found] = rows;
  const session = found === undefined ? null : await tx.get<Session>("checkout.session", found.id);
  if (session?.invoice !== invoice.id || session.payment_status !== "unpaid") return;
  if (invoice.status !== "paid") {
    if (session._told_unpaid) return; // further tries are the subscription's own
    const unpaid: Session = { ...session, _told_unpaid: true };
    await tx.update(unpaid);
    await tx.emit("checkout.session.async_payment_failed", unpaid);
    return;
  }
  const paid: Session = { ...session, payment_status: "paid" };
  await tx.update(paid);
  await tx.emit("checkout.session.async_payment_succeeded", paid);
}
