/**
 * Every way to pay, over the API: how each session ends, and all that it leaves behind, against one golden file for each
 * family. The rows are in `test/support/ways.ts`.
 */
import { afterAll, describe, expect, test } from "vitest";
import { FixedClock } from "../../../src/core/clock.ts";
import { DEFAULT_SETTINGS } from "../../../src/core/settings.ts";
import { type Caller, callerOf } from "../../support/golden.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { openShop } from "../../support/shop.ts";
import {
  CONCLUDED_SECONDS,
  confirmation,
  endOf,
  nameOf,
  payersOf,
  sessionParams,
  shopCountryOf,
  WAYS,
  WAYS_VERSION,
  type Way,
} from "../../support/ways.ts";
import { expectGoldenWays, type Left, leftBehind } from "../../support/ways_left.ts";

const START = 1_800_000_000;
const clock = new FixedClock(START);
const servers = new Map<string, Promise<TestServer>>();
function serverFor(type: string): Promise<TestServer> {
  const country = shopCountryOf(type);
  const known =
    servers.get(country) ?? startServer({ settings: { ...DEFAULT_SETTINGS, country } }, { clock });
  servers.set(country, known);
  return known;
}
afterAll(async () => {
  for (const server of servers.values()) await (await server).close();
});

/** Goes the whole way. */
async function go(way: Way): Promise<Left> {
  clock.advance(START - clock.seconds());
  const server = await serverFor(way.type);
  const shop = openShop(server);
  const call = callerOf(server, shop, WAYS_VERSION);
  const { id } = await call("POST", "checkout/sessions", sessionParams(way));
  const reply = await shop.confirm(id, confirmation(way), { "stripe-version": WAYS_VERSION });
  await payersOf(way).byApi?.(() => pageOf(call, way), way.outcome);
  const canceled = way.outcome === "cancel" ? await cancel(id) : {};
  const { status, payment_status } = await call("GET", `checkout/sessions/${id}`);
  await payersOf(way).afterwards?.(call, id, way);
  clock.advance(CONCLUDED_SECONDS);
  await server.running.worker.drain();
  return leftBehind(call, id, { answer: answerIn(reply), ...canceled, at_first: { status, payment_status } });

  /** The shop gives up: it expires the session, and where that is too late tries to cancel the intent. */
  async function cancel(session: string) {
    const post = (path: string) => server.raw("POST", `/v1/${path}`, { key: shop.key, body: {} });
    const { payment_intent, setup_intent } = await call("GET", `checkout/sessions/${session}`);
    const expire = answerIn(await post(`checkout/sessions/${session}/expire`));
    if (expire.status === 200) return { expire };
    const intent = payment_intent ? `payment_intents/${payment_intent}` : `setup_intents/${setup_intent}`;
    if (!payment_intent && !setup_intent) return { expire };
    return { expire, cancel: answerIn(await post(`${intent}/cancel`)) };
  }
}

/** The page of the bank or wallet to which the payer is sent. */
async function pageOf(call: Caller, { mode }: Way): Promise<string> {
  const intents = await call("GET", mode === "setup" ? "setup_intents" : "payment_intents");
  const text = JSON.stringify(intents);
  // A code that names no page has the page that stands in for its picture.
  const url = (/"(http[^"]*\/c\/bank\/[^"]*)"/.exec(text) ??
    /"(http[^"]*\/c\/scan\/[^"/]*)"/.exec(text))?.[1];
  if (url === undefined) throw new Error(`no intent sends its payer anywhere: ${JSON.stringify(intents)}`);
  return url.replace("/c/scan/", "/c/bank/");
}

/** Whether a request was carried out, and if not, why. */
function answerIn({ status, body }: Awaited<ReturnType<TestServer["raw"]>>) {
  const { code, message } = body.error ?? {};
  return { status, ...(status !== 200 && { code, message }) };
}

const FAMILIES = [...new Set(WAYS.map(({ family }) => family))];

describe.each(FAMILIES)("%s", (family) => {
  const ways = WAYS.filter((way) => way.family === family);
  const left = new Map<Way, Left>();

  test.each(ways.map((way) => [nameOf(way), way] as const))("%s", async (_name, way) => {
    const seen = await go(way);
    left.set(way, seen);
    expect(seen.session).toMatchObject(endOf(way));
    const isPaid = seen.session.payment_status === "paid";
    expect((seen.charges ?? []).filter(({ paid }) => paid)).toHaveLength(isPaid ? 1 : 0);
    const completed = seen.events.filter((event) => event === "checkout.session.completed");
    expect(completed).toHaveLength(seen.session.status === "complete" ? 1 : 0);
  });

  test("all that they leave behind", async () => {
    const { url } = await serverFor("card");
    const origins = await Promise.all([...servers.values()].map(async (server) => (await server).url));
    expectGoldenWays(family, left, [url, ...origins]);
  });
});
