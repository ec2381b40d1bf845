/** The row of a setup intent, in the newest shape. */
import type { Row } from "../../storage/port.ts";
import type { Tried } from "../attempts.ts";
import type { ChosenTypes, NextAction } from "../intents.ts";
import type { Wire } from "../resource.ts";

export type SetupStatus =
  | "canceled"
  | "requires_action"
  | "requires_confirmation"
  | "requires_payment_method"
  | "succeeded";
type ThreeDSecure = "any" | "automatic" | "challenge";

export interface SetupIntent extends Row, ChosenTypes {
  readonly object: "setup_intent";
  readonly allowed_payment_method_types: null;
  readonly application: null;
  readonly cancellation_reason: "abandoned" | "duplicate" | "requested_by_customer" | null;
  readonly client_secret: string;
  readonly created: number;
  readonly customer: string | null;
  readonly customer_account: null;
  readonly description: string | null;
  readonly excluded_payment_method_types: null;
  readonly flow_directions: null;
  readonly last_setup_error: Wire | null;
  /** Attempts cannot be read on their own here, so none is named. */
  readonly latest_attempt: null;
  readonly livemode: false;
  readonly managed_payments: null;
  /** Cards need none. */
  readonly mandate: null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly next_action: NextAction | null;
  readonly on_behalf_of: null;
  readonly payment_method: string | null;
  readonly payment_method_options: Wire;
  readonly single_use_mandate: null;
  readonly status: SetupStatus;
  readonly usage: "off_session" | "on_session";
  /** A try on its way: set from when it is begun until it is settled. */
  readonly _attempt: SetupAttempt | null;
  /** Where the payer goes after a challenge. */
  readonly _return_url: string | null;
  readonly _three_d_secure: ThreeDSecure;
}

export interface SetupAttempt extends Tried {
  readonly return_url: string | null;
}

/** What a new setup intent is made of; everything else starts at its default. */
export interface NewSetupIntent extends ChosenTypes {
  readonly id: string;
  readonly client_secret: string;
  readonly created: number;
  readonly customer?: string | null;
  readonly description?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly payment_method?: string | null;
  readonly usage?: SetupIntent["usage"];
  readonly three_d_secure?: ThreeDSecure | undefined;
}

/** Pure: a setup intent that has not been tried yet. */
export function newSetupIntent(given: NewSetupIntent): SetupIntent {
  return {
    id: given.id,
    object: "setup_intent",
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: given.automatic_payment_methods,
    cancellation_reason: null,
    client_secret: given.client_secret,
    created: given.created,
    customer: given.customer ?? null,
    customer_account: null,
    description: given.description ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: given.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: given.payment_method ?? null,
    payment_method_configuration_details: given.payment_method_configuration_details,
    ...threeDSecure(given.three_d_secure ?? "automatic"),
    payment_method_types: given.payment_method_types,
    single_use_mandate: null,
    status: given.payment_method ? "requires_confirmation" : "requires_payment_method",
    usage: given.usage ?? "off_session",
    _attempt: null,
    _return_url: null,
  };
}

/** Pure: the parts of an intent that say when a card authenticates its payer. */
export function threeDSecure(request_three_d_secure: ThreeDSecure) {
  return {
    payment_method_options: { card: { mandate_options: null, network: null, request_three_d_secure } },
    _three_d_secure: request_three_d_secure,
  };
}
