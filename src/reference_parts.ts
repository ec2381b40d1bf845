/**
 * Builds the reference from the definitions and from examples, which are the answers of a server in memory.
 * Part of the composition root; loaded with the first request for a page of the reference.
 */
import { Keyring } from "./api/auth.ts";
import { Pipeline } from "./api/pipeline.ts";
import { DEMO_KEY, defaultConfig } from "./config.ts";
import { keyedHash } from "./core/canonical.ts";
import { FixedClock } from "./core/clock.ts";
import { seededIds } from "./core/ids.ts";
import { referenceOf } from "./reference/describe.ts";
import { type Caller, type ExampleCall, type Examples, makeExamples } from "./reference/examples.ts";
import { openSite, type Site } from "./reference/site.ts";
import { allResources } from "./resources/index.ts";
import { Registry } from "./resources/registry.ts";
import { openSqlite } from "./storage/sqlite.ts";
import { storeOn } from "./store_parts.ts";
import { defaultDialect, VERSIONS } from "./versions/index.ts";

/** Ids and times of the examples are fixed, so that the same code always gives the same pages. */
const SEED = 20_261_028;
const BEGINNING = 1_793_188_800;
const SECONDS_BETWEEN_CALLS = 2;

/** The pages of the reference. `baseUrl` is the server's URL in its examples. */
export async function referenceSite(baseUrl: string): Promise<Site> {
  const resources = allResources(VERSIONS);
  const clock = new FixedClock(BEGINNING);
  const registry = new Registry(resources, {
    checkoutOrigin: baseUrl,
    settings: defaultConfig.settings,
    now: () => clock.seconds(),
  });
  const reference = referenceOf({ resources, routes: registry.routes });
  const examples = await examplesFrom(registry, clock);
  return openSite({ reference, examples, baseUrl, key: DEMO_KEY });
}

/** Runs the scenario in a store of its own, without a socket and without a worker: nothing leaves the process. */
async function examplesFrom(registry: Registry, clock: FixedClock): Promise<Examples> {
  const ids = seededIds(SEED);
  const config = { ...defaultConfig, apiVersion: VERSIONS[0] };
  const store = await storeOn(openSqlite(":memory:"), config, registry, { clock, realClock: clock }, ids);
  const pipeline = new Pipeline({
    store,
    registry,
    keyring: new Keyring([]),
    clock,
    ids,
    fingerprintKey: keyedHash("examples", "fingerprints"),
    defaultDialect: defaultDialect(VERSIONS[0]),
    welcome: async () => {},
    report: () => {},
  });
  const caller: Caller = async (call) => {
    clock.advance(SECONDS_BETWEEN_CALLS);
    return answerTo(pipeline, registry, call);
  };
  try {
    return await makeExamples(caller);
  } finally {
    await store.close();
  }
}

async function answerTo(pipeline: Pipeline, registry: Registry, call: ExampleCall) {
  const route = registry.routes.find(({ name }) => name === call.route);
  if (route === undefined) throw new Error(`the scenario names ${call.route}, which is no endpoint`);
  const form = new URLSearchParams(call.form.map(([name, value]) => [name, value])).toString();
  const { status, text } = await pipeline.handle(route, {
    authorization: `Bearer ${DEMO_KEY}`,
    version: call.version,
    connectedAccount: undefined,
    idempotencyKey: undefined,
    contentType: "application/x-www-form-urlencoded",
    id: call.id,
    sub: call.sub,
    path: call.path,
    query: route.method === "POST" ? "" : form,
    body: route.method === "POST" ? form : "",
  });
  return { status, answer: JSON.parse(text.toString()) as unknown };
}
