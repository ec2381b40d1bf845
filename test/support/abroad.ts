/** Shops in several countries, on one clock: the country of a shop decides which payment methods it can offer. */
import { afterAll, beforeAll } from "vitest";
import type { FixedClock } from "../../src/core/clock.ts";
import { DEFAULT_SETTINGS } from "../../src/core/settings.ts";
import { startServer, type TestServer } from "./server.ts";
import { openShop, type Shop } from "./shop.ts";

interface Abroad {
  /** The server of one of the countries. */
  serverIn(country: string): TestServer;
  /** A new shop in one of the countries. */
  shopIn(country: string): Shop;
  /** Lets time pass in all of them, and what is due happen. */
  pass(seconds: number): Promise<void>;
}

/** One server for each country, from before the tests of a file until after them. */
export function useShopsIn(countries: readonly string[], clock: FixedClock): Abroad {
  const servers = new Map<string, TestServer>();
  beforeAll(async () => {
    for (const country of new Set(countries)) {
      servers.set(country, await startServer({ settings: { ...DEFAULT_SETTINGS, country } }, { clock }));
    }
  });
  afterAll(() => Promise.all([...servers.values()].map((server) => server.close())));
  const serverIn = (country: string): TestServer => {
    const server = servers.get(country);
    if (server === undefined) throw new Error(`no server in ${country}`);
    return server;
  };
  return {
    serverIn,
    shopIn: (country) => openShop(serverIn(country)),
    async pass(seconds) {
      clock.advance(seconds);
      for (const server of servers.values()) await server.running.worker.drain();
    },
  };
}
