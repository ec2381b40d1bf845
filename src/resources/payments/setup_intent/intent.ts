/** The row of a setup intent in its newest shape. */

import type { Data, Row } from "../../../storage/port.ts";
import type { Wire } from "../../resource.ts";
import type { Pending } from "../attempts.ts";
import type { ChosenTypes } from "../chosen_types.ts";
import type { DrivenBy } from "../driven_by.ts";
import type { Acceptance } from "../mandate.ts";
import type { Asked } from "../payer_action.ts";

export type SetupStatus =
  | "canceled"
  | "requires_action"
  | "requires_confirmation"
  | "requires_payment_method"
  | "succeeded";

export interface SetupIntent extends Row, ChosenTypes, Asked {
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
  readonly latest_attempt: string | null;
  readonly livemode: false;
  readonly managed_payments: null;
  readonly mandate: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly on_behalf_of: null;
  readonly payment_method: string | null;
  readonly payment_method_options: Wire;
  readonly single_use_mandate: null;
  readonly status: SetupStatus;
  readonly usage: "off_session" | "on_session";
  /** The attempt under way: set from when it begins until it is settled. */
  readonly _attempt: SetupAttempt | null;
  /** The attempt whose payer was asked to authenticate and has not answered yet. */
  readonly _challenge: SetupAttempt | null;
  /** The object that drives the intent. While it is set, clients may neither confirm nor cancel the intent. */
  readonly _driven_by: DrivenBy | null;
  /** The URL that the payer is sent to after a challenge. */
  readonly _return_url: string | null;
  /** How the payer accepted the mandate for the last attempt; null if none was given with it. */
  readonly _acceptance: Acceptance | null;
}

/** Version 2: nothing could drive an intent of version 1. */
export function withDriver(row: Data): Data {
  return { ...row, _driven_by: null };
}

/** Version 3: what was set up in version 2 needed no mandate. */
export function withAcceptance(row: Data): Data {
  return { ...row, _acceptance: null };
}

export interface SetupAttempt extends Pending {
  readonly return_url: string | null;
}

/** The values of a new setup intent; everything else starts with its default. */
export interface NewSetupIntent extends ChosenTypes {
  readonly id: string;
  readonly client_secret: string;
  readonly created: number;
  readonly customer?: string | null;
  readonly description?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly payment_method?: string | null;
  readonly usage?: SetupIntent["usage"];
  readonly payment_method_options: Wire;
  readonly _driven_by?: DrivenBy | null;
}

/** Pure: a setup intent without any attempt. */
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
    payment_method_options: given.payment_method_options,
    payment_method_types: given.payment_method_types,
    single_use_mandate: null,
    status: given.payment_method ? "requires_confirmation" : "requires_payment_method",
    usage: given.usage ?? "off_session",
    _attempt: null,
    _challenge: null,
    _driven_by: given._driven_by ?? null,
    _return_url: null,
    _acceptance: null,
  };
}
