/**
 * Measures the server and a bare node:http server in the same run, so that figures from different machines
 * can be compared. Run by `npm run bench`; `--quick` is a short run, `--json FILE` writes the figures to a
 * file, `--only billing` measures billing alone, `--only page` the page of a session, and `--profile create|large|retrieve|list` shows where the time goes (with `--stored N`, on that many
 * stored sessions). Everything stays on 127.0.0.1 and ends by itself. What is compared with what, and why:
 * docs/decisions/0017-measuring.md.
 */
import { spawn } from "node:child_process";
import { closeSync, fdatasyncSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureBilling } from "./billing.mjs";
import { buildInto, workFolder } from "./build.mjs";
import { startChild } from "./children.mjs";
import { measurePage } from "./page.mjs";
import { topFunctions } from "./profile.mjs";
import { printBilling, printPage, printReport } from "./report.mjs";
import { api, requestText } from "./requests.mjs";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean" },
    json: { type: "string" },
    only: { type: "string" },
    profile: { type: "string" },
    stored: { type: "string" },
  },
});
const FULL = {
  ...{ rounds: 3, warmSeconds: 1.5, seconds: 1.5, ceilingSeconds: 0.8, stored: 50_000, starts: 5 },
  ...{ sessions: 4_000, subscriptions: 1_000, advances: 4, views: 500 },
};
const QUICK = {
  ...{ rounds: 1, warmSeconds: 0.5, seconds: 0.6, ceilingSeconds: 0.3, stored: 5_000, starts: 3 },
  ...{ sessions: 500, subscriptions: 200, advances: 2, views: 100 },
};
const plan = options.quick ? QUICK : FULL;
/** How many sessions an "empty" store has: lists of ten and random ids need some. */
const FEW = 36;
const CONCURRENCIES = [1, 32];
/** The size of a large session. */
const LARGE_LINES = 100;
const LARGE_PRICES = 10;
const LARGE_OPTIONS = 5;
const LARGE_CONNECTIONS = 32;
const PROFILE_SECONDS = 5;
const SYNC_PROBE_MS = 150;
const SYNC_PROBE_BYTES = 4096;
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

const folder = workFolder();
const cleanUp = [folder.remove];
process.once("SIGINT", () => {
  folder.remove();
  process.exit(130);
});
let code = 1;
try {
  const { dist, complete } = buildInto(folder.path);
  if (!complete) console.error("The build is not complete; measuring what compiles.");
  if (options.only === "billing") printBilling(await measureBillingAlone(await startRig(), dist));
  else if (options.only === "page") printPage(await measurePageAlone(dist));
  else if (options.profile === undefined) await measure(dist);
  else await profile(dist, options.profile);
  code = 0;
} catch (error) {
  console.error(error);
} finally {
  for (const end of cleanUp.reverse()) await end();
}
process.exit(code);

async function measure(dist) {
  const began = Date.now();
  const rig = await startRig();
  const starts = await measureStarts(dist, "empty");
  const server = await startServer(dist, join(folder.path, "data"));
  const atStart = await server.call("memory");
  const empty = await measureAll(rig, server, { clearing: true });
  const large = await measureLarge(rig, server);
  const billing = await measureBillingAlone(rig, dist);
  const page = await measurePageAlone(dist);
  const fill = await fillUp(rig, server);
  await pause(1000);
  const afterFill = await server.call("memory");
  const full = await measureAll(rig, server, { clearing: false });
  const afterLoad = await server.call("memory");
  await server.stop();
  const restarts = await measureStarts(dist, "full");
  const again = await startServer(dist, join(folder.path, "data"));
  const afterRestart = await again.call("memory");
  await again.kill();
  process.stderr.write("\n");
  const report = {
    at: new Date().toISOString(),
    seconds: (Date.now() - began) / 1000,
    node: process.version,
    cpu: `${cpus().length} × ${cpus()[0]?.model}`,
    stored: plan.stored,
    cells: { empty, full },
    large,
    billing,
    page,
    fillPerSecond: fill.perSecond,
    ready: { empty: starts, full: restarts },
    memory: { atStart, afterFill, afterLoad, afterRestart },
  };
  printReport(report);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
}

// --- the processes ----------------------------------------------------------------------------------------

/** The load generator and the bare server. */
async function startRig() {
  const load = startChild(here("load.mjs"));
  const bare = startChild(here("bare.mjs"));
  cleanUp.push(load.kill, bare.kill);
  return { load, bare: { ...bare, port: await bare.call("port") } };
}

async function startServer(dist, directory) {
  mkdirSync(directory, { recursive: true });
  const port = await freePort();
  const child = startChild(here("serve.mjs"), [dist, directory, String(port)]);
  cleanUp.push(child.kill);
  await untilReady(port, child.exited);
  return { ...child, port };
}

/** A port that is free at this moment. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Resolves when the readiness URL answers 200 for the first time. */
async function untilReady(port, exited) {
  let ended = false;
  exited.then(() => {
    ended = true;
  });
  while (!ended) {
    if ((await statusOf(port)) === 200) return;
    await pause(5);
  }
  throw new Error("the server ended before it was ready");
}

function statusOf(port) {
  return new Promise((resolve) => {
    const call = get({ port, host: "127.0.0.1", path: "/_checkstand/health/ready", agent: false });
    call.on("response", (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.on("error", () => resolve(0));
  });
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Seconds from the command until the server is ready, sorted. `kind` "full" starts on the stored data, others
 * on none.
 */
async function measureStarts(dist, kind) {
  const seconds = [];
  for (let i = 0; i < plan.starts; i++) {
    const port = await freePort();
    const data = join(folder.path, kind === "full" ? "data" : `start-${i}`);
    const args = [join(dist, "cli/main.js"), "--port", String(port), "--data", data, "--no-demo"];
    const began = performance.now();
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"], env: plainEnv() });
    const exited = new Promise((resolve) => child.on("exit", resolve));
    try {
      await untilReady(port, exited);
      seconds.push((performance.now() - began) / 1000);
    } finally {
      child.kill("SIGKILL");
      await exited;
    }
  }
  return seconds.sort((a, b) => a - b);
}

/** The environment without CHECKSTAND_ variables of the user, which would change the server. */
function plainEnv() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("CHECKSTAND_")));
}

/** Billing, on a server of its own whose memory nothing else has grown. */
async function measureBillingAlone(rig, dist) {
  const server = await startServer(dist, join(folder.path, "billing"));
  try {
    return await measureBilling(rig.load, server, plan);
  } finally {
    await server.stop();
  }
}

/** The page, on a server of its own. */
async function measurePageAlone(dist) {
  const server = await startServer(dist, join(folder.path, "page"));
  try {
    return await measurePage(server, plan);
  } finally {
    await server.stop();
  }
}

// --- the operations ---------------------------------------------------------------------------------------

/** Creates a product and a price; returns the request that creates sessions for them. */
async function createRequest(port) {
  const product = await api(port, "POST", "/v1/products", { name: "Lamp" });
  const price = await api(port, "POST", "/v1/prices", {
    product: product.id,
    unit_amount: "2000",
    currency: "usd",
  });
  return requestText("POST", "/v1/checkout/sessions", {
    mode: "payment",
    "line_items[0][price]": price.id,
    "line_items[0][quantity]": "1",
    success_url: "https://example.com/success",
    cancel_url: "https://example.com/cancel",
  });
}

/**
 * Empties the store and creates a product, a price and a few sessions; returns the request that creates
 * sessions.
 */
async function beginAnew(rig, server) {
  await server.call("clear");
  await rig.load.call("forget");
  const create = await createRequest(server.port);
  await rig.load.call("run", {
    port: server.port,
    request: create,
    connections: 1,
    limit: FEW,
    collect: true,
  });
  return create;
}

/** Creates large and simple sessions in turn: large ones per second, and their ratio to simple ones. */
async function measureLarge(rig, server) {
  const simple = await beginAnew(rig, server);
  const large = await largeRequest(server.port);
  const rate = async (request) => {
    const job = {
      port: server.port,
      request,
      connections: LARGE_CONNECTIONS,
      seconds: plan.seconds,
      warmSeconds: 0.3,
    };
    return (await rig.load.call("run", job)).perSecond;
  };
  const rounds = [];
  for (let round = 0; round < plan.rounds; round++) {
    const before = await rate(simple);
    const perSecond = await rate(large);
    rounds.push({ perSecond, ratio: (2 * perSecond) / (before + (await rate(simple))) });
  }
  return {
    perSecond: median(rounds.map((one) => one.perSecond)),
    ratio: median(rounds.map((one) => one.ratio)),
  };
}

/**
 * A request for a session of 100 lines with ten prices, a coupon, two tax rates on each line and five
 * shipping options.
 */
async function largeRequest(port) {
  const form = {
    mode: "payment",
    success_url: "https://example.com/success",
    "shipping_address_collection[allowed_countries][0]": "US",
  };
  const make = async (path, params) => (await api(port, "POST", path, params)).id;
  const product = await make("/v1/products", { name: "Lamp" });
  const prices = [];
  for (let i = 0; i < LARGE_PRICES; i++) {
    prices.push(await make("/v1/prices", { product, unit_amount: String(1000 + i), currency: "usd" }));
  }
  const rates = [];
  for (const percentage of ["8.25", "1.5"]) {
    rates.push(await make("/v1/tax_rates", { display_name: "Tax", inclusive: "false", percentage }));
  }
  for (let i = 0; i < LARGE_LINES; i++) {
    form[`line_items[${i}][price]`] = prices[i % LARGE_PRICES];
    form[`line_items[${i}][quantity]`] = "1";
    rates.forEach((rate, n) => {
      form[`line_items[${i}][tax_rates][${n}]`] = rate;
    });
  }
  form["discounts[0][coupon]"] = await make("/v1/coupons", { percent_off: "10" });
  for (let i = 0; i < LARGE_OPTIONS; i++) {
    form[`shipping_options[${i}][shipping_rate]`] = await make("/v1/shipping_rates", {
      display_name: "Post",
      "fixed_amount[amount]": String(100 * i),
      "fixed_amount[currency]": "usd",
    });
  }
  return requestText("POST", "/v1/checkout/sessions", form);
}

async function measureAll(rig, server, { clearing }) {
  let create = clearing ? await beginAnew(rig, server) : await createRequest(server.port);
  const cells = [];
  const one = requestText("GET", "/v1/checkout/sessions/{id}");
  const readings = {
    // Only the newest sessions, as many in every store: a shop asks for those it has just created.
    retrieve: { text: one, newest: FEW },
    // Any stored session, so that hardly any is asked for twice.
    "retrieve any": { text: one },
    list: { text: requestText("GET", "/v1/checkout/sessions?limit=10") },
  };
  for (const [operation, { text, newest }] of Object.entries(readings)) {
    for (const connections of CONCURRENCIES) {
      cells.push(await measureCell(rig, server, { operation, connections, newest, text: () => text }));
    }
  }
  for (const connections of CONCURRENCIES) {
    const text = async () => {
      if (clearing) create = await beginAnew(rig, server);
      return create;
    };
    cells.push(await measureCell(rig, server, { operation: "create", connections, text }));
  }
  return cells;
}

/**
 * Measures bare server, server, bare server, …, bare server. Each figure is compared with the ceilings before
 * and after it.
 */
async function measureCell(rig, server, { operation, connections, newest, text }) {
  const drive = (target, request, seconds, warmSeconds = 0.1) =>
    driven(rig.load, target, { port: target.port, request, connections, newest, seconds, warmSeconds });
  const warm = await drive(server, await text(), plan.warmSeconds, 0);
  await rig.bare.call("size", warm.bodyBytes);
  const bareText = (await text()).replace("{id}", "x".repeat(66)).replace("{key}", "x".repeat(36));
  const ceilings = [await drive(rig.bare, bareText, plan.ceilingSeconds)];
  const figures = [];
  const syncs = [];
  for (let round = 0; round < plan.rounds; round++) {
    if (operation === "create") syncs.push(syncsPerSecond());
    figures.push(await drive(server, await text(), plan.seconds));
    ceilings.push(await drive(rig.bare, bareText, plan.ceilingSeconds));
  }
  const shares = figures.map(
    (figure, i) => (2 * figure.perSecond) / (ceilings[i].perSecond + ceilings[i + 1].perSecond),
  );
  process.stderr.write(".");
  const middle = (runs, member) => median(runs.map((one) => one[member]));
  return {
    operation,
    connections,
    perSecond: middle(figures, "perSecond"),
    ceiling: middle(ceilings, "perSecond"),
    share: median(shares),
    shares,
    p50: middle(figures, "p50"),
    p99: middle(figures, "p99"),
    cpuMicros: middle(figures, "cpuMicros"),
    ceilingCpuMicros: middle(ceilings, "cpuMicros"),
    answerBytes: warm.bodyBytes,
    generatorCpu: Math.max(...ceilings.map((one) => one.generatorCpu)),
    ...(syncs.length > 0 && { diskSyncsPerSecond: median(syncs) }),
  };
}

/**
 * A run, with the server's processor time for each request: the figure that other load on the machine
 * disturbs least.
 */
async function driven(load, target, job) {
  const before = await target.call("cpu");
  const result = await load.call("run", job);
  const after = await target.call("cpu");
  const spent = after.user + after.system - before.user - before.system;
  return { ...result, cpuMicros: spent / result.sent };
}

/** How many syncs per second the disk makes at this moment, for one writer that syncs every block. */
function syncsPerSecond() {
  const file = openSync(join(folder.path, "probe"), "w");
  const block = Buffer.alloc(SYNC_PROBE_BYTES);
  const began = performance.now();
  let count = 0;
  for (; performance.now() - began < SYNC_PROBE_MS; count++) {
    writeSync(file, block);
    fdatasyncSync(file);
  }
  closeSync(file);
  return (count * 1000) / (performance.now() - began);
}

async function fillUp(rig, server) {
  const create = await beginAnew(rig, server);
  const count = await rig.load.call("ids");
  const limit = plan.stored - count;
  return rig.load.call("run", { port: server.port, request: create, connections: 32, limit, collect: true });
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

// --- profile ----------------------------------------------------------------------------------------------

async function profile(dist, operation) {
  const rig = await startRig();
  const server = await startServer(dist, join(folder.path, "data"));
  const create = await beginAnew(rig, server);
  const texts = {
    create,
    ...(operation === "large" && { large: await largeRequest(server.port) }),
    retrieve: requestText("GET", "/v1/checkout/sessions/{id}"),
    list: requestText("GET", "/v1/checkout/sessions?limit=10"),
  };
  if (options.stored !== undefined) {
    const limit = Number(options.stored) - FEW;
    await rig.load.call("run", { port: server.port, request: create, connections: 32, limit, collect: true });
  }
  const text = texts[operation];
  if (text === undefined) throw new Error(`--profile takes ${Object.keys(texts).join(", ")}`);
  const run = (seconds) =>
    rig.load.call("run", { port: server.port, request: text, connections: 32, seconds });
  await run(plan.warmSeconds);
  await server.call("startProfile");
  const { perSecond } = await run(PROFILE_SECONDS);
  const taken = await server.call("stopProfile");
  const file = options.json ?? join(tmpdir(), `checkstand-${operation}.cpuprofile`);
  writeFileSync(file, JSON.stringify(taken));
  const { busyShare, functions } = topFunctions(taken, 25);
  console.log(`${operation}: ${perSecond.toFixed(0)}/s under the profiler, 32 connections,`);
  console.log(`busy ${(busyShare * 100).toFixed(0)} % of the time; whole profile in ${file}\n`);
  for (const { name, ms, share } of functions) {
    console.log(`${(share * 100).toFixed(1).padStart(5)} %  ${ms.toFixed(0).padStart(6)} ms  ${name}`);
  }
}
