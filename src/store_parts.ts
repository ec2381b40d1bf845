/**
 * Connects the store to the registry: index keys, stored forms, events and reactions. Part of the composition
 * root.
 */
import type { Config } from "./config.ts";
import type { Clock } from "./core/clock.ts";
import type { IdSource } from "./core/ids.ts";
import { eventRecorder } from "./resources/events/event.ts";
import type { Registry } from "./resources/registry.ts";
import type { Engine } from "./storage/engine.ts";
import type { Store } from "./storage/port.ts";
import { openStore } from "./storage/sql_store.ts";

/** Opens the store. Closes the engine if that fails. */
export async function storeOn(
  engine: Engine,
  config: Pick<Config, "apiVersion" | "settings">,
  registry: Registry,
  { clock, realClock }: { readonly clock: Clock; readonly realClock: Clock },
  ids: IdSource,
): Promise<Store> {
  try {
    return await openStore(engine, {
      clock,
      realClock,
      ids,
      settings: config.settings,
      keysOf: (row) => registry.keysOf(row),
      isUnlisted: (row) => registry.isUnlisted(row),
      formOf: (kind) => registry.formOf(kind),
      recordEvent: eventRecorder((row) => registry.view(row), ids, config.apiVersion),
      reactsTo: (type) => registry.reactsTo(type),
      react: (tx, type, row) => registry.react(tx, type, row),
    });
  } catch (error) {
    await engine.close();
    throw error;
  }
}
