/** The row of a portal session, in the newest shape. Pure. */
import type { UnixSeconds } from "../../../core/clock.ts";
import type { Row } from "../../../storage/port.ts";

export const SESSION = "billing_portal.session";

export const FLOW_TYPES = [
  "customer_update",
  "payment_method_update",
  "subscription_cancel",
  "subscription_update",
  "subscription_update_confirm",
] as const;
export type FlowType = (typeof FLOW_TYPES)[number];

/** What happens once a flow is done. */
export interface AfterCompletion {
  readonly hosted_confirmation: { readonly custom_message: string | null } | null;
  readonly redirect: { readonly return_url: string } | null;
  readonly type: "hosted_confirmation" | "portal_homepage" | "redirect";
}

/** A change that a customer only has to confirm. */
export interface ConfirmedChange {
  readonly discounts:
    | readonly { readonly coupon: string | null; readonly promotion_code: string | null }[]
    | null;
  readonly items: readonly {
    readonly id: string;
    readonly price: string | null;
    readonly quantity?: number;
  }[];
  readonly subscription: string;
}

/** What a customer is offered who wants to cancel. */
export interface Retention {
  readonly coupon_offer: { readonly coupon: string };
  readonly type: "coupon_offer";
}

/** The one thing that a session is for; hashes of other flows are null. */
export interface Flow {
  readonly after_completion: AfterCompletion;
  readonly customer_update: Readonly<Record<string, never>> | null;
  readonly subscription_cancel: {
    readonly retention: Retention | null;
    readonly subscription: string;
  } | null;
  readonly subscription_pause: null;
  readonly subscription_update: { readonly subscription: string } | null;
  readonly subscription_update_confirm: ConfirmedChange | null;
  readonly type: FlowType;
}

export interface PortalSession extends Row {
  readonly object: typeof SESSION;
  readonly configuration: string;
  readonly created: UnixSeconds;
  readonly customer: string;
  readonly customer_account: null;
  readonly flow: Flow | null;
  readonly livemode: false;
  readonly locale: string | null;
  readonly on_behalf_of: null;
  readonly return_url: string | null;
  /** The unguessable part of its URL. */
  readonly _token: string;
  /** When its URL stops working; later once it was opened. */
  readonly _expires_at: UnixSeconds;
}

/** How long the URL of a session works before it is opened, and after each use of the page (Stripe docs). */
const UNOPENED_SECONDS = 300;
const IDLE_SECONDS = 3600;
/** A visit is written only if it moves the end by this much, so that reading pages seldom writes. */
const STEP_SECONDS = 60;

/** When a new session ends. */
export function firstEnd(now: UnixSeconds): UnixSeconds {
  return now + UNOPENED_SECONDS;
}

/** When a session ends that is used now; null if that need not be written. */
export function laterEnd({ _expires_at }: PortalSession, now: UnixSeconds): UnixSeconds | null {
  const end = now + IDLE_SECONDS;
  return end - _expires_at >= STEP_SECONDS ? end : null;
}
