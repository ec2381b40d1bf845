/** The customer portal: its configurations, its sessions, and what customers may do in it. */
export type { CancellationReason, PortalConfiguration } from "./configuration.ts";
export { portalConfiguration } from "./configurations.ts";
export type { PortalSession } from "./session.ts";
export { portalSession } from "./sessions.ts";
