/**
 * `mode=setup`: a payment method is prepared for later payments, and nothing is sold. The session has its setup
 * intent from the beginning, and the method is attached to the customer, if there is one.
 */
import { errors } from "../../../../core/errors.ts";
import { checkNoUsage } from "../../../../method_types/session_options.ts";
import { mergeMetadata } from "../../../../params/common.ts";
import type { Reader, Tx } from "../../../../storage/port.ts";
import { secretFor } from "../../../payments/intents.ts";
import {
  cancelSetup,
  newSetupIntent,
  type SetupIntent,
  settleSetup,
} from "../../../payments/setup_intent/index.ts";
import { byPath } from "../../../resource.ts";
import { withCustomer } from "../buyer/customer.ts";
import type { CreateInput } from "../params/session_params.ts";
import type { CustomerDetails } from "../row/parts.ts";
import type { SetupSession } from "../row/session.ts";
import type { Mode, SettledSession, Tried } from "./mode.ts";
import { checkNoCollection, checkNoInvoice } from "./mode_rules.ts";
import { methodsOf, redisplayed } from "./offered_methods.ts";

export const setup: Mode<SetupSession> = {
  name: "setup",
  refuses: [
    "line_items",
    "payment_intent_data",
    "subscription_data",
    "discounts",
    "allow_promotion_codes",
    "shipping_options",
    "shipping_address_collection",
    "submit_type",
    "saved_payment_method_options",
    "custom_fields",
    "after_expiration",
    "optional_items",
  ],
  needsLineItems: false,
  checkInput,
  checkPrice: () => {
    throw new Error("a session without lines has no prices");
  },
  checkLines: () => {},
  terms: (ids, { input, customer, currency }) => ({
    ...NO_FIGURES,
    currency,
    customer_creation: customer === null ? (input.customer_creation ?? "if_required") : null,
    payment_method_collection: "always",
    payment_status: "no_payment_required",
    saved_payment_method_options: null,
    setup_intent: ids.newId("seti_"),
    _setup: {
      description: input.setup_intent_data?.description ?? null,
      metadata: mergeMetadata({}, input.setup_intent_data?.metadata),
    },
  }),
  termsAgain: (ids, { currency, _setup }) => ({
    ...NO_FIGURES,
    currency,
    setup_intent: ids.newId("seti_"),
    _setup,
  }),
  begin: insertIntent,
  // Stripe's types: the address is not present in setup mode. The others are as recorded.
  shownDetails: (details) => ({ ...details, address: null, phone: null, tax_exempt: null }),
  needsMethod: () => true,
  savesMethod: () => true,
  purpose: () => "setup",
  settle,
  intentOf,
  release: async (tx, session) => {
    await cancelSetup(tx, await intentOf(tx, session), "abandoned");
  },
};

/** A session that sells nothing. */
const NO_FIGURES = {
  mode: "setup",
  amount_subtotal: null,
  amount_total: null,
  discounts: null,
  invoice_creation: null,
  payment_intent: null,
  subscription: null,
  total_details: null,
  _intent: null,
  _payment: null,
  _subscription: null,
} as const;

function checkInput(input: CreateInput): void {
  checkNoInvoice(input);
  checkNoCollection(input);
  for (const param of ["automatic_tax", "phone_number_collection"] as const) {
    if (!input[param]?.enabled) continue;
    throw errors.rule(`You cannot set \`${param}[enabled]=true\` in \`setup\` mode.`);
  }
  checkNoUsage(input.payment_method_options, "setup");
  const { currency, payment_method_types: named, allowed_payment_method_types: allowed } = input;
  // Without either, the types are chosen by the currency.
  if (currency === undefined && named === undefined && allowed === undefined) {
    throw errors.missingParam("currency");
  }
}

async function insertIntent(tx: Tx, session: SetupSession): Promise<void> {
  const intent = newSetupIntent({
    ...session._setup,
    ...methodsOf(session, "setup_intent"),
    id: session.setup_intent,
    client_secret: secretFor(tx, session.setup_intent),
    created: tx.now,
    customer: session.customer,
    _driven_by: { kind: "checkout.session", id: session.id },
  });
  await tx.insert(intent);
  await tx.emit("setup_intent.created", intent);
}

function intentOf(reader: Reader, session: SetupSession): Promise<SetupIntent> {
  return byPath<SetupIntent>(reader, "setup_intent", session.setup_intent);
}

async function settle(
  tx: Tx,
  session: SetupSession,
  details: CustomerDetails,
  tried: Tried | null,
): Promise<SettledSession> {
  if (tried === null) throw new Error("a session in setup mode always has a payment method");
  const { method, result } = tried;
  // A bank account may have to be verified after the session is complete.
  const isAgreed = result.result === "approved" || result.result === "awaits_verification";
  const owned = isAgreed
    ? await withCustomer(tx, session, details, session.customer_creation === "always")
    : session;
  const before = await intentOf(tx, owned);
  const trying = { ...before, customer: owned.customer, next_action: null, payment_method: method.id };
  const { intent, error } = await settleSetup(tx, trying, redisplayed(method, owned), result);
  if (error !== null) return { outcome: "failed", session: owned, error };
  if (!isAgreed) return { outcome: "waiting", session: owned, intent };
  return { outcome: "done", session: owned, intent, after: async () => {} };
}
