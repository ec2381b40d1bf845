/** What a server is told at its start: one checked, frozen value. Where it comes from is `cli/options.ts`. */
import type { FixedAccount } from "./api/auth.ts";

export interface ConfiguredWebhook {
  readonly url: string;
  /** whsec_…; null for the server's own. */
  readonly secret: string | null;
  readonly enabled_events: readonly string[];
  readonly api_version: string | null;
}

export interface Config {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly storage:
    | { readonly kind: "memory" }
    | { readonly kind: "sqlite"; readonly directory: string }
    | { readonly kind: "postgres"; readonly url: string };
  /** Fixed keys; none means that every test key is an account. */
  readonly accounts: readonly FixedAccount[];
  /** Endpoints that every account has. */
  readonly webhooks: readonly ConfiguredWebhook[];
  /** The secret of configured endpoints that name none; null makes one and keeps it. */
  readonly webhookSecret: string | null;
  /** What requests that name no version speak, and events of endpoints that name none. */
  readonly apiVersion: string;
  /** Origin of hosted pages; null for the server's own. */
  readonly checkoutOrigin: string | null;
  /** Seed files, applied in order at every start. */
  readonly seeds: readonly string[];
  /** The demo catalogue of the seed document. */
  readonly demo: boolean;
  /** Where webhooks may be sent: `local` allows this machine and its networks, `public` does not. */
  readonly webhookTargets: "local" | "public";
  /** How long the page holds the buyer for the webhook of completion, in seconds; 0 not at all. */
  readonly redirectWaitSeconds: number;
  readonly logLevel: "silent" | "error" | "warn" | "info" | "debug";
}

export const DEFAULT_PORT = 12_111;

export const defaultConfig: Config = {
  host: "127.0.0.1",
  port: DEFAULT_PORT,
  storage: { kind: "sqlite", directory: ".checkstand" },
  accounts: [],
  webhooks: [],
  webhookSecret: null,
  apiVersion: "2023-10-16",
  checkoutOrigin: null,
  seeds: [],
  demo: true,
  webhookTargets: "local",
  redirectWaitSeconds: 10,
  logLevel: "warn",
};
