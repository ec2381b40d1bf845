/**
 * Measures the page of a session with one way to pay and with twelve: when its first byte comes, how large it is, and the
 * processor time of drawing it. The style sheet and the scripts, which browsers keep, are measured apart.
 */
import { Agent, get } from "node:http";
import { performance } from "node:perf_hooks";
import { gzipSync } from "node:zlib";
import { api } from "./requests.mjs";

const TYPES = [
  ...["card", "alma", "bancontact", "eps", "giropay", "ideal"],
  ...["klarna", "multibanco", "p24", "revolut_pay", "sepa_debit", "sofort"],
];
/** The newest version in which types are named one by one. */
const VERSION = "2026-08-26.dahlia";
/** Views before those that are measured. */
const WARM = 20;

/** For each number of ways to pay, and for the files that the page loads: see `view` and `weigh`. */
export async function measurePage(server, { views }) {
  const pages = [];
  for (const types of [TYPES.slice(0, 1), TYPES]) {
    const url = await sessionUrl(server.port, types);
    await viewed(server, url, WARM);
    pages.push({ types: types.length, ...(await viewed(server, url, views)) });
  }
  const url = await sessionUrl(server.port, TYPES);
  const { text } = await view(url);
  const files = [...text.matchAll(/(?:src|href)="(\/[^"]+\.(?:css|js)[^"]*)"/g)].map(([, path]) => path);
  const loaded = [];
  for (const path of new Set(files)) loaded.push({ path, ...weigh((await view(new URL(path, url))).text) });
  return { pages, files: loaded };
}

async function sessionUrl(port, types) {
  const form = {
    mode: "payment",
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": "5000",
    "line_items[0][price_data][product_data][name]": "Lamp",
    "line_items[0][quantity]": "1",
    success_url: "https://example.com/success",
    ...Object.fromEntries(types.map((type, i) => [`payment_method_types[${i}]`, type])),
  };
  return new URL((await api(port, "POST", "/v1/checkout/sessions", form, { "stripe-version": VERSION })).url);
}

/** Views a page one time after another, over one connection. */
async function viewed({ call }, url, count) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const firstBytes = [];
  const before = await call("cpu");
  let text = "";
  for (let i = 0; i < count; i++) {
    const seen = await view(url, agent);
    text = seen.text;
    firstBytes.push(seen.firstByteMs);
  }
  const after = await call("cpu");
  agent.destroy();
  firstBytes.sort((a, b) => a - b);
  const at = (share) => firstBytes[Math.min(count - 1, Math.floor(count * share))];
  const cpuMicros = (after.user + after.system - before.user - before.system) / count;
  return { ...weigh(text), p50: at(0.5), p99: at(0.99), cpuMicros };
}

/** The text of one answer, and the milliseconds from the request to its first byte. */
function view(url, agent) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const call = get(url, { agent }, (response) => {
      const firstByteMs = performance.now() - began;
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => {
        if (response.statusCode === 200) resolve({ firstByteMs, text });
        else reject(new Error(`GET ${url}: ${response.statusCode}`));
      });
    });
    call.on("error", reject);
  });
}

/** Bytes as they are, and as they would be compressed. */
function weigh(text) {
  return { bytes: Buffer.byteLength(text), gzipBytes: gzipSync(text).length };
}
