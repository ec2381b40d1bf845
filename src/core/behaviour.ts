/**
 * What operations do differently in older API versions, where it shows in more than the shape of objects and the names of
 * parameters. A version change says what was otherwise before it (`behaves`); operations read the values from their call.
 */

export interface Behaviour {
  /** How a subscription is billed, where the request does not say. */
  readonly billing_mode_default: "classic" | "flexible";
  /** How a payment is captured where the request does not say. */
  readonly capture_default: "automatic" | "automatic_async";
  /** Whether a session with nothing to pay collects a payment method, where the request does not say. */
  readonly method_collection_default: "always" | "if_required";
  /** Whether a metered price needs a meter. */
  readonly metered_price_needs_meter: boolean;
  /** What refusals call the parameter that names the coupon of a promotion code. */
  readonly promotion_coupon_param: "coupon" | "promotion[coupon]";
  /** What refusals and the client secrets of sessions call their user interfaces. */
  readonly ui_mode_names: "new" | "old";
}

/**
 * The behaviour of the newest API version. Payment links store the behaviour that they were made with: a new key in here
 * needs an upgrade of stored links as well (`LINK_UPGRADES`), which gives them what was done before there was that key.
 */
export const NEWEST_BEHAVIOUR: Behaviour = {
  billing_mode_default: "flexible",
  capture_default: "automatic_async",
  method_collection_default: "if_required",
  metered_price_needs_meter: true,
  promotion_coupon_param: "promotion[coupon]",
  ui_mode_names: "new",
};
