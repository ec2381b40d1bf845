/**
 * What Stripe.js asks before it draws Elements: with which methods an intent, or one that is made later, can be paid.
 * Nothing of it is stored. Of the keys that Stripe's script reads, it has those that mean something here.
 */
import { sha256 } from "../../core/canonical.ts";
import { errors } from "../../core/errors.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import type { Reader, Row } from "../../storage/port.ts";
import { type Call, defineResource, reads } from "../resource.ts";
import { checkTypes, fittingTypes, namedTypesParams, type WantedOfIntent } from "./chosen_types.ts";
import { clientSecretParam, intentOf } from "./client_secret.ts";
import { AMOUNT_MAX, type PaymentIntent } from "./payment_intent/index.ts";
import type { SetupIntent } from "./setup_intent/index.ts";

const SECRET_MAX = 500;
const LOCALE_MAX = 20;
/** The modes that keep the method for later. */
const SAVING: readonly string[] = ["setup", "subscription"];

const params = {
  type: p.required(p.oneOf("deferred_intent", "payment_intent", "setup_intent")),
  client_secret: clientSecretParam,
  deferred_intent: p.object({
    mode: p.required(p.oneOf("payment", "setup", "subscription")),
    amount: p.integer({ max: AMOUNT_MAX }),
    currency: p.currency(),
    ...namedTypesParams,
    setup_future_usage: p.oneOf("off_session", "on_session"),
    capture_method: p.oneOf("automatic", "automatic_async", "manual"),
    payment_method_configuration: p.object({ id: p.string({ max: SECRET_MAX }) }),
    on_behalf_of: p.notYet(p.string({ max: SECRET_MAX }), []),
  }),
  locale: p.string({ max: LOCALE_MAX }),
  currency: p.currency(),
  customer_session_client_secret: p.notYet(p.string({ max: SECRET_MAX }), []),
} as const satisfies Fields;

type Input = ObjectValue<typeof params>;

interface ElementsSession extends Row {
  readonly object: "elements_session";
  readonly _type: Input["type"];
  readonly _types: readonly string[];
  readonly _account: string;
}

async function retrieve(reader: Reader, call: Call<Input>): Promise<ElementsSession> {
  const { input } = call;
  return {
    // The same question has the same answer, and so the same id.
    id: `elements_session_${sha256(JSON.stringify([reader.account.id, input])).slice(0, 11)}`,
    object: "elements_session",
    _type: input.type,
    _types: await typesFor(reader, call),
    _account: reader.account.id,
  };
}

async function typesFor(reader: Reader, call: Call<Input>): Promise<readonly string[]> {
  const { type, client_secret: secret = "", deferred_intent: deferred } = call.input;
  if (type === "deferred_intent") {
    if (deferred === undefined) throw errors.missingParam("deferred_intent");
    return deferredTypes(reader, deferred);
  }
  const [id = ""] = secret.split("_secret_", 1);
  const intent = await intentOf<PaymentIntent | SetupIntent>(reader, type, { ...call, id });
  return intent.payment_method_types;
}

/** The types for an intent that the shop makes once the form is filled in. */
async function deferredTypes(
  reader: Reader,
  deferred: NonNullable<Input["deferred_intent"]>,
): Promise<readonly string[]> {
  const {
    mode,
    amount,
    currency,
    setup_future_usage,
    capture_method,
    payment_method_types: named,
  } = deferred;
  const wanted: WantedOfIntent = {
    purpose: mode,
    currency: currency ?? null,
    amount: amount ?? null,
    isCapturedLater: capture_method === "manual",
    isSaved: setup_future_usage !== undefined || SAVING.includes(mode),
  };
  if (named !== undefined) checkTypes(named);
  return fittingTypes(reader, named ?? null, wanted, deferred.payment_method_configuration?.id);
}

export const elementsSession = defineResource<ElementsSession>({
  object: "elements_session",
  path: "/v1/elements/sessions",
  permission: "elements_session",
  operations: {
    "GET /": reads(params, retrieve, {
      keys: "secret_or_publishable",
      answers: { kind: "elements_session", list: false },
    }),
  },
  view: ({ id, object, _account, _type, _types }, { settings }) => ({
    session_id: id,
    object,
    account_id: _account,
    business_name: settings.business_name,
    card_brand_choice: { eligible: false, preferred_networks: [] },
    customer: null,
    customer_error: null,
    flags: {},
    link_settings: { link_funding_sources: [] },
    merchant_country: settings.country,
    merchant_logo_url: null,
    ordered_payment_method_types_and_wallets: _types,
    payment_method_preference: {
      object: "payment_method_preference",
      country_code: settings.country,
      ordered_payment_method_types: _types,
      type: _type,
    },
    payment_method_specs: [],
    shipping_address_settings: { autocomplete_allowed: false },
    unactivated_payment_method_types: [],
    unverified_payment_methods_on_domain: [],
  }),
});
