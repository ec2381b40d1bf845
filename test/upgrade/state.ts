/** A state: an old database with what its server answered. How it is read and opened by the tests. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { type Config, settingsFrom } from "../../src/config.ts";
import type { Answer } from "./answers.ts";
import type { UnderWay } from "./fill_under_way.ts";

/** How the server of a state is started, when it is made and when it is opened again. */
export const CONFIG = {
  port: 0,
  demo: false,
  checkoutOrigin: "https://pay.example.com",
  redirectWaitSeconds: 0,
  settings: settingsFrom({
    name: "The Old Shop",
    terms_of_service_url: "https://example.com/terms",
    privacy_policy_url: "https://example.com/privacy",
  }),
  logLevel: "silent",
} as const satisfies Partial<Config>;

/** What is known of an old database. */
export interface State {
  /** The time at which it was left. */
  readonly now: number;
  readonly underWay: UnderWay;
  readonly answers: readonly Answer[];
}

const STATES = new URL("states/", import.meta.url);

/** The names of all states. */
export const stateNames: readonly string[] = readdirSync(STATES);

/** A file of a state, unpacked. */
export function fileOf(state: string, file: "answers.json" | "checkstand.db" | "postgres.sql"): Buffer {
  return gunzipSync(readFileSync(fileURLToPath(new URL(`${state}/${file}.gz`, STATES))));
}

export function readState(name: string): State {
  return JSON.parse(fileOf(name, "answers.json").toString("utf8"));
}
