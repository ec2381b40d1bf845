/**
 * Kills a server while a test clock advances over renewals, and starts it again on the same data, with a new clock and
 * new subscriptions in each cycle. In the end every clock must have arrived, and every subscription must have been
 * renewed once for each of its periods: no invoice, charge or event more or less. On PostgreSQL,
 * the advances of earlier cycles wait for the lease of the process that died, so that later kills come amid them too.
 */
import { type Ask, asking, clientOf, countBy, idIn, listAll, type Wire } from "./client.ts";
import type { Seeded } from "./seeded.ts";
import { type Spawned, spawnServer } from "./spawned.ts";

const CUSTOMERS = 3;
const SUBSCRIPTIONS = 10;
const CLIENTS = 8;
const KILL_AFTER_MS = [0, 250] as const;
/** How long clocks may take to arrive after the last kill: a lease of half a minute, and the work. */
const ARRIVE_MS_MAX = 120_000;
const LOOK_MS = 100;
const BEGIN = Date.UTC(2024, 0, 31, 10) / 1000;
const FIRST_RENEWAL = Date.UTC(2024, 1, 29, 10) / 1000;
/** Two months on: the second renewal is due at this very moment, so that its invoice is still a draft. */
const TARGET = Date.UTC(2024, 2, 31, 10) / 1000;
const AMOUNT = 1500;

export interface RenewalKillOptions {
  readonly cycles: number;
  /** Options of the command line that say where the data is. */
  readonly storage: readonly string[];
  readonly random: Seeded;
  /** The compiled command line; if absent, the source is run. */
  readonly main?: string;
  readonly onCycle?: (cycle: number) => void;
}

export interface RenewalKillReport {
  readonly cycles: number;
  readonly subscriptions: number;
  /** Kills that came while the clock of their cycle was advancing, by a look right before. */
  readonly interrupted: number;
  readonly faults: readonly string[];
}

/** An account with one clock that was told to advance. */
interface Shop {
  readonly account: string;
  readonly clock: string;
  readonly subscriptions: readonly string[];
}

export async function renewalKills(options: RenewalKillOptions): Promise<RenewalKillReport> {
  const { cycles, random, storage } = options;
  const shops: Shop[] = [];
  let interrupted = 0;
  let server = await spawnServer(storage, options.main);
  try {
    for (let cycle = 0; cycle < cycles; cycle++) {
      const account = `sk_test_renewals${cycle}`;
      const shop = await withAsk(server, account, (ask) => beginAdvance(ask, account));
      shops.push(shop);
      await pause(random.between(...KILL_AFTER_MS));
      interrupted += await underWay(server, [shop]);
      await server.kill();
      server = await spawnServer(storage, options.main);
      options.onCycle?.(cycle);
    }
    const until = performance.now() + ARRIVE_MS_MAX;
    while ((await underWay(server, shops)) > 0 && performance.now() < until) await pause(LOOK_MS);
    const faults: string[] = [];
    for (const shop of shops)
      faults.push(...(await withAsk(server, shop.account, (ask) => faultsOf(ask, shop))));
    const complaints = server.complaints();
    if (complaints !== "") faults.push(complaints);
    const subscriptions = shops.reduce((count, shop) => count + shop.subscriptions.length, 0);
    return { cycles, subscriptions, interrupted, faults };
  } finally {
    await server.kill();
  }
}

async function withAsk<T>(server: Spawned, account: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = clientOf(server.port, CLIENTS);
  try {
    return await work(asking(client.send, account));
  } finally {
    client.close();
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Subscribes customers on a new clock, and tells the clock to advance. */
async function beginAdvance(ask: Ask, account: string): Promise<Shop> {
  const made = async (path: string, form: Record<string, string>) => idIn(await ask(path, form));
  const clock = await made("/v1/test_helpers/test_clocks", { frozen_time: String(BEGIN) });
  const price = await made("/v1/prices", {
    currency: "usd",
    "product_data[name]": "Gold",
    "recurring[interval]": "month",
    unit_amount: String(AMOUNT),
  });
  const perCustomer = Array.from({ length: CUSTOMERS }, async () => {
    const card = "pm_card_visa";
    const customer = await made("/v1/customers", {
      "invoice_settings[default_payment_method]": card,
      payment_method: card,
      test_clock: clock,
    });
    const ids: string[] = [];
    while (ids.length < SUBSCRIPTIONS)
      ids.push(await made("/v1/subscriptions", { customer, "items[0][price]": price }));
    return ids;
  });
  const subscriptions = (await Promise.all(perCustomer)).flat();
  await made(`/v1/test_helpers/test_clocks/${clock}/advance`, { frozen_time: String(TARGET) });
  return { account, clock, subscriptions };
}

/** How many clocks have not arrived. */
async function underWay(server: Spawned, shops: readonly Shop[]): Promise<number> {
  let count = 0;
  for (const { account, clock } of shops) {
    const found = await withAsk(server, account, (ask) => read(ask, `/v1/test_helpers/test_clocks/${clock}`));
    if (found.status === "advancing") count++;
  }
  return count;
}

async function read(ask: Ask, path: string): Promise<Wire> {
  return JSON.parse((await ask(path)).text) as Wire;
}

/** What differs from an advance that nobody has interrupted. */
async function faultsOf(ask: Ask, { account, clock, subscriptions }: Shop): Promise<string[]> {
  const { status, frozen_time } = await read(ask, `/v1/test_helpers/test_clocks/${clock}`);
  const faults = status === "ready" && frozen_time === TARGET ? [] : [`${account}: the clock is ${status}`];
  const events = await listAll(ask, "/v1/events");
  const told = countBy(events.map(({ type, data }) => `${type} ${(data as { object: Wire }).object.id}`));
  const expectOne = (type: string, id: string, times = 1) => {
    const count = told.get(`${type} ${id}`) ?? 0;
    if (count !== times) faults.push(`${account}: ${count} × ${type} of ${id}`);
  };
  const paid = [`${BEGIN} paid ${AMOUNT}`, `${FIRST_RENEWAL} paid ${AMOUNT}`];
  for (const id of subscriptions) {
    const invoices = (await listAll(ask, `/v1/invoices?subscription=${id}`)).reverse();
    const bills = invoices.map((one) => `${one.created} ${one.status} ${one.amount_paid}`);
    if (bills.join() !== [...paid, `${TARGET} draft 0`].join()) faults.push(`${id}: ${bills.join()}`);
    for (const { id: invoice } of invoices) expectOne("invoice.created", invoice);
    for (const { id: invoice } of invoices.slice(0, paid.length)) {
      for (const type of ["finalized", "paid", "payment_succeeded"]) expectOne(`invoice.${type}`, invoice);
    }
    expectOne("customer.subscription.updated", id, 2);
  }
  const charges = await listAll(ask, "/v1/charges");
  const good = charges.filter((charge) => charge.status === "succeeded" && charge.amount === AMOUNT);
  const expected = paid.length * subscriptions.length;
  if (charges.length !== expected || good.length !== expected) {
    faults.push(`${account}: ${charges.length} charges, ${good.length} of them good, instead of ${expected}`);
  }
  return faults;
}
