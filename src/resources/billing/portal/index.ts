/** The customer portal: its configurations, its sessions, and what customers may do in it. */
export {
  cancellation,
  endsAtOnce,
  type PlanChange,
  planChange,
  RENEWAL,
  type RequestParams,
  withCoupon,
} from "./actions.ts";
export {
  CONFIGURATION,
  type CustomerUpdate,
  type PortalConfiguration,
} from "./configuration.ts";
export { portalConfiguration } from "./configurations.ts";
export {
  isCancelable,
  isOffered,
  isRenewable,
  isUpdatable,
  offeredPrices,
  type QuantityBounds,
  quantityBounds,
  refusedChange,
  takesCodes,
} from "./offers.ts";
export type { Flow, PortalSession } from "./session.ts";
export { portalSession, visitPortal } from "./sessions.ts";
