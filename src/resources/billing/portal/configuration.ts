/** The row of a portal configuration, in the newest shape, and its usual values. Pure. */
import { derivedId } from "../../../core/ids.ts";
import type { Account, Row } from "../../../storage/port.ts";
import type { FEEDBACK } from "../subscription/index.ts";

export const CONFIGURATION = "billing_portal.configuration";

export const CUSTOMER_UPDATES = ["address", "email", "name", "phone", "shipping", "tax_id"] as const;
export type CustomerUpdate = (typeof CUSTOMER_UPDATES)[number];
export type CancellationReason = (typeof FEEDBACK)[number];
export const PLAN_UPDATES = ["price", "promotion_code", "quantity"] as const;
export type PlanUpdate = (typeof PLAN_UPDATES)[number];

/** A product that customers may switch to, with its prices that they may choose. */
export interface PortalProduct {
  readonly adjustable_quantity: {
    readonly enabled: boolean;
    readonly maximum: number | null;
    readonly minimum: number;
  };
  readonly prices: readonly string[];
  readonly product: string;
}

export interface Features {
  readonly customer_update: {
    readonly allowed_updates: readonly CustomerUpdate[];
    readonly enabled: boolean;
  };
  readonly invoice_history: { readonly enabled: boolean };
  readonly payment_method_update: {
    readonly enabled: boolean;
    readonly payment_method_configuration: null;
  };
  readonly subscription_cancel: {
    readonly cancellation_reason: {
      readonly enabled: boolean;
      readonly feedback_options: null;
      readonly options: readonly CancellationReason[];
    };
    readonly enabled: boolean;
    readonly mode: "at_period_end" | "immediately";
    readonly proration_behavior: "create_prorations" | "none";
  };
  readonly subscription_pause: {
    readonly duration: {
      readonly interval_options: readonly { readonly interval: "month"; readonly interval_count: 1 }[];
      readonly type: "interval_options";
    };
    readonly enabled: false;
  };
  readonly subscription_update: {
    readonly billing_cycle_anchor: "now" | "unchanged" | null;
    readonly default_allowed_updates: readonly PlanUpdate[];
    readonly enabled: boolean;
    readonly proration_behavior: "always_invoice" | "create_prorations" | "none";
    readonly schedule_at_period_end: { readonly conditions: readonly never[] };
    readonly trial_update_behavior: "continue_trial" | "end_trial";
    /** Shown as `products`, only when expanded. */
    readonly _products: readonly PortalProduct[] | null;
  };
}

export interface PortalConfiguration extends Row {
  readonly object: typeof CONFIGURATION;
  readonly active: boolean;
  readonly application: null;
  readonly business_profile: {
    readonly headline: string | null;
    readonly privacy_policy_url: string | null;
    readonly terms_of_service_url: string | null;
  };
  readonly created: number;
  readonly default_return_url: string | null;
  readonly features: Features;
  readonly is_default: boolean;
  readonly livemode: false;
  readonly login_page: { readonly enabled: false; readonly url: null };
  readonly metadata: Readonly<Record<string, string>>;
  readonly name: string | null;
  readonly updated: number;
}

/** What a configuration has of which nothing is said: every feature is off (Stripe's reference). */
const NO_FEATURES: Features = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: false },
  payment_method_update: { enabled: false, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: {
      enabled: false,
      feedback_options: null,
      options: ["too_expensive", "missing_features", "switched_service", "unused", "other"],
    },
    enabled: false,
    mode: "at_period_end",
    proration_behavior: "none",
  },
  subscription_pause: {
    duration: { interval_options: [{ interval: "month", interval_count: 1 }], type: "interval_options" },
    enabled: false,
  },
  subscription_update: {
    billing_cycle_anchor: null,
    default_allowed_updates: [],
    enabled: false,
    proration_behavior: "none",
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: "end_trial",
    _products: null,
  },
};

/** What the settings of the portal have before a shop changes them (Stripe docs). */
const DEFAULT_FEATURES: Features = {
  ...NO_FEATURES,
  customer_update: { allowed_updates: ["name", "email", "address", "phone"], enabled: true },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true, payment_method_configuration: null },
  subscription_cancel: {
    ...NO_FEATURES.subscription_cancel,
    cancellation_reason: { ...NO_FEATURES.subscription_cancel.cancellation_reason, enabled: true },
    enabled: true,
  },
};

/** A new configuration with every feature off. */
export function blankConfiguration(id: string, now: number): PortalConfiguration {
  return {
    id,
    object: CONFIGURATION,
    active: true,
    application: null,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    created: now,
    default_return_url: null,
    features: NO_FEATURES,
    is_default: false,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: {},
    name: null,
    updated: now,
  };
}

/** The configuration that an account has from the start. */
export function firstConfiguration(account: Account, now: number): PortalConfiguration {
  return {
    ...blankConfiguration(defaultIdOf(account), now),
    features: DEFAULT_FEATURES,
    is_default: true,
  };
}

/** The id of an account's default configuration. */
function defaultIdOf(account: Account): string {
  return derivedId("bpc_", account, "default portal configuration");
}
