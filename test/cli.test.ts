/** The command as users run it: a process, its exit code and its output. Faults are reported in one line. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { optionsTable } from "../src/cli/options.ts";
import { chooseDriver } from "../src/storage/sqlite_driver.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TSX = join(ROOT, "node_modules/tsx/dist/loader.mjs");
const MAIN = join(ROOT, "src/cli/main.ts");

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
interface Served {
  readonly url: string;
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout(): string;
  stderr(): string;
  get(path: string, key?: string): Promise<{ data: { id: string; name?: string }[]; id: string }>;
}

let home = "";
const children: ChildProcess[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "checkstand-cli-"));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(home, { recursive: true, force: true });
});

function launch(args: readonly string[], env: Record<string, string> = {}) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("CHECKSTAND_"));
  const child = spawn(process.execPath, ["--import", TSX, MAIN, ...args], {
    cwd: home,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const heard = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    heard.stdout += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    heard.stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, ...heard })));
  return { child, heard, ended };
}

function run(args: readonly string[], env?: Record<string, string>): Promise<Ended> {
  return launch(args, env).ended;
}

/** Starts a server and waits for the line that says it is ready. */
async function serve(args: readonly string[], env?: Record<string, string>): Promise<Served> {
  const { child, heard, ended } = launch(args, env);
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const ready = /^checkstand ready on (\S+)\n$/m.exec(heard.stdout);
      if (ready?.[1] !== undefined) resolve(ready[1]);
    };
    child.stdout.on("data", look);
    void ended.then(({ code, stderr }) => reject(new Error(`ended with ${code}: ${stderr}`)));
  });
  return {
    url,
    child,
    ended,
    stdout: () => heard.stdout,
    stderr: () => heard.stderr,
    get: async (path, key = "sk_test_4eC39HqLyjWDarjtT1zdp7dc") => {
      const reply = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
      return (await reply.json()) as { data: { id: string; name?: string }[]; id: string };
    },
  };
}

async function stop(served: Served): Promise<Ended> {
  served.child.kill("SIGTERM");
  return served.ended;
}

/** A fault: nothing on stdout, one line on stderr. */
function expectFault(ended: Ended, code: number, line: RegExp): void {
  expect(ended.stderr).toMatch(line);
  expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(ended.code).toBe(code);
  expect(ended.stdout).toBe("");
}

function file(name: string, text: string): string {
  writeFileSync(join(home, name), text);
  return name;
}

const anyPort = ["--port", "0", "--no-demo"];

describe("help", () => {
  test("names every option with its environment variable, examples and exit codes", async () => {
    const { code, stdout } = await run(["--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("--webhook-targets <reach>");
    expect(stdout.replace(/\s+/g, " ")).toContain("(CHECKSTAND_PORT; default: 12111)");
    expect(stdout).toContain("--no-demo");
    expect(stdout).toContain("Examples:");
    expect(stdout).toContain("Exit codes:");
  });

  test("the version is that of the package", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(await run(["--version"])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  test("the table of options in the documentation is the program's own", () => {
    expect(readFileSync(join(ROOT, "docs/options.md"), "utf8")).toContain(optionsTable());
  });
});

describe("wrong usage exits with 2", () => {
  test("an unknown flag, suggesting the nearest one", async () => {
    const ended = await run(["--prot", "1"]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("unknown option '--prot'");
    expect(ended.stderr).toContain("Did you mean --port?");
  });

  test.each([
    [["--port", "http"], {}, /^checkstand: --port: Invalid integer: http$/m],
    [["--port", "65536"], {}, /^checkstand: --port: .*less than or equal to 65535/],
    [[], { CHECKSTAND_LOG_LEVEL: "loud" }, /^checkstand: CHECKSTAND_LOG_LEVEL: .*must be one of silent/],
    [["--memory", "--data", "x"], {}, /^checkstand: --memory and --data contradict each other/],
    [["--api-version", "2020-01-01"], {}, /^checkstand: --api-version: Invalid api_version/],
    [["--host", "0.0.0.0"], {}, /^checkstand: Others can reach the host 0\.0\.0\.0.*--allow-remote/],
    [
      ["--host", "0.0.0.0", "--allow-remote", "--checkout-origin", "https://checkout.stripe.com"],
      {},
      /^checkstand: The checkout origin .* cannot go together with the host 0\.0\.0\.0/,
    ],
    [["--webhook", "ftp://x.test"], {}, /^checkstand: The webhook URL ftp:\/\/x\.test is not an http/],
    [
      ["--allowed-hosts", "shop", "--allowed-hosts", "http://x"],
      {},
      /^checkstand: The allowed host http:\/\/x is not/,
    ],
    [[], { CHECKSTAND_ALLOWED_HOSTS: "shop, a:80" }, /^checkstand: The allowed host a:80 is not a host name/],
    [["--config", "none.yml"], {}, /^checkstand: none\.yml: there is no such file/],
  ] as [string[], Record<string, string>, RegExp][])("%j %j", async (args, env, line) => {
    expectFault(await run(args, env), 2, line);
  });

  test.each([
    [
      "an unknown key",
      "port: 0\nhosts: x\n",
      /^checkstand: c\.yml:2: hosts: unknown key: hosts\. Did you mean host\?/,
    ],
    [
      "a key unknown deep down",
      "accounts:\n  - name: Shop\n    secret_key: sk_test_shop1\n    secert: x\n",
      /^checkstand: c\.yml:4: accounts\[0\]\[secert\]: unknown key: /,
    ],
    ["a value of the wrong kind", "\nport: x\n", /^checkstand: c\.yml:2: port: Invalid integer: x/],
    [
      "a key of the business that there is not",
      "business:\n  name: Mugs\n  terms: https://e.test\n",
      /^checkstand: c\.yml:3: business\[terms\]: unknown key: business\[terms\]/,
    ],
    [
      "a page that is no address",
      "business: { privacy_policy_url: nowhere }\n",
      /^checkstand: c\.yml:1: business\[privacy_policy_url\]: Invalid URL/,
    ],
    [
      "a tax that is no percentage",
      "tax:\n  rates:\n    DE: 19\n    FR: much\n",
      /^checkstand: c\.yml:4: tax\[rates\]\[FR\]: Invalid decimal: much/,
    ],
    ["a tax of nowhere", "tax: { rates: { DE-BY: 19 } }\n", /^checkstand: DE-BY is not a country/],
    ["broken YAML", "port: [1\n", /^checkstand: c\.yml:\d: /],
    [
      "a live key, which is not shown",
      "accounts: [{ secret_key: sk_live_abcdefgh1234 }]\n",
      /^checkstand: c\.yml: sk_live_\*+1234 is a live key/,
    ],
    [
      "a publishable key for a secret one",
      "accounts: [{ secret_key: pk_test_abcdef }]",
      /begins with sk_test_/,
    ],
  ])("a config file with %s", async (_what, text, line) => {
    expectFault(await run(["--config", file("c.yml", text)]), 2, line);
  });
});

describe("whatever keeps a server from starting exits with 1", () => {
  test("a port that is in use", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => holder.once("listening", resolve));
    const address = holder.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    try {
      const ended = await run(["--memory", "--no-demo", "--port", port]);
      expectFault(ended, 1, new RegExp(`^checkstand: Port ${port} on 127\\.0\\.0\\.1 is in use.*--port`));
    } finally {
      holder.close();
    }
  });

  test("a data directory that cannot be created", async () => {
    file("plain", "");
    expectFault(
      await run([...anyPort, "--data", "plain/data"]),
      1,
      /data directory plain\/data cannot be written/,
    );
  });

  test("a data directory that another process holds", async () => {
    const first = await serve([...anyPort, "--data", "d"]);
    expectFault(await run([...anyPort, "--data", "d"]), 1, /data directory d is in use by another process/);
    expect((await stop(first)).code).toBe(0);
  });

  test("a database of a newer release, which stays unchanged", async () => {
    await stop(await serve([...anyPort, "--data", "d"]));
    const db = chooseDriver().open(join(home, "d/checkstand.db"));
    db.prepare("insert into schema_version (version) values (999)").run([]);
    db.close();
    expectFault(await run([...anyPort, "--data", "d"]), 1, /schema version 999.*Start a newer Checkstand/);
  });

  test("a file that is not a database, which stays unchanged", async () => {
    await stop(await serve([...anyPort, "--data", "d"]));
    const db = join(home, "d/checkstand.db");
    writeFileSync(db, "x".repeat(5000));
    expectFault(await run([...anyPort, "--data", "d"]), 1, /d\/checkstand\.db is damaged/);
    expect(readFileSync(db, "utf8")).toBe("x".repeat(5000));
  });

  test("a PostgreSQL that cannot be reached; its password is not shown", async () => {
    const ended = await run([...anyPort, "--database-url", "postgres://me:secret@127.0.0.1:1/shop"]);
    expectFault(ended, 1, /^checkstand: PostgreSQL at 127\.0\.0\.1:1\/shop cannot be used/);
    expect(ended.stderr).not.toContain("secret");
  });
});

describe("the shop", () => {
  test("is set up as the config file says, in the words of its documentation", async () => {
    const documented = readFileSync(join(ROOT, "docs/options.md"), "utf8");
    const [, text = ""] = /```yaml\n(port: 12111\n[^`]*)```/.exec(documented) ?? [];
    const { business, tax } = parse(text) as { business: object; tax: object };
    expect(business).toHaveProperty("terms_of_service_url");
    const config = file("c.yml", JSON.stringify({ business, tax }));
    const customers = ["DE", "FR", "AT"].map((country) => ({ id: `cus_${country}`, address: { country } }));
    const seed = file("seed.yml", JSON.stringify({ account: "sk_test_shop", customers }));
    const served = await serve([...anyPort, "--memory", "--config", config, "--seed", seed]);
    const taxIn = async (country: string) =>
      (await served.get(`/v1/customers/cus_${country}?expand[]=tax`, "sk_test_shop")) as unknown as {
        tax: { automatic_tax: string };
      };
    expect((await taxIn("DE")).tax.automatic_tax).toBe("supported");
    expect((await taxIn("FR")).tax.automatic_tax).toBe("failed");
    expect((await taxIn("AT")).tax.automatic_tax).toBe("not_collecting");
    await stop(served);
  });
});

describe("seeds", () => {
  const shop = `
account: sk_test_shop
prices:
  - { id: price_mug, product: prod_mug, currency: eur, unit_amount: 900 }
products:
  - id: prod_mug
    name: Mug
    metadata: { size: 3 }
promotion_codes: [{ id: promo_ten, coupon: TEN, code: TENOFF }]
coupons: [{ id: TEN, percent_off: 10 }]
tax_rates: [{ id: txr_vat, display_name: VAT, inclusive: true, percentage: 20 }]
shipping_rates: [{ id: shr_post, display_name: Post, fixed_amount: { amount: 500, currency: eur } }]
webhook_endpoints:
  - { id: we_shop, url: "http://127.0.0.1:9/hook", enabled_events: ["*"], secret: whsec_12345678 }
`;

  test("create objects with their ids, and create them once if applied twice", async () => {
    const args = [...anyPort, "--data", "d", "--seed", file("shop.yml", shop)];
    const first = await serve(args);
    const made = await first.get("/v1/products/prod_mug", "sk_test_shop");
    expect(made).toMatchObject({ id: "prod_mug", name: "Mug", metadata: { size: "3" } });
    for (const [path, object] of [
      ["coupons/TEN", { percent_off: 10 }],
      ["promotion_codes/promo_ten", { code: "TENOFF", coupon: { id: "TEN" } }],
      ["tax_rates/txr_vat", { percentage: 20 }],
      ["shipping_rates/shr_post", { display_name: "Post" }],
    ] as const) {
      expect(await first.get(`/v1/${path}`, "sk_test_shop")).toMatchObject(object);
    }
    const events = await first.get("/v1/events?limit=100", "sk_test_shop");
    expect(events.data.length).toBeGreaterThan(0);
    await stop(first);
    const second = await serve(args);
    expect(await second.get("/v1/products/prod_mug", "sk_test_shop")).toEqual(made);
    expect(await second.get("/v1/prices", "sk_test_shop")).toMatchObject({ data: [{ id: "price_mug" }] });
    expect(await second.get("/v1/events?limit=100", "sk_test_shop")).toEqual(events);
    await stop(second);
  });

  test.each([
    [
      "products: [{ id: prod_a, nam: A }]",
      /^checkstand: s\.yml: products\[0\]: Received unknown parameter: nam/,
    ],
    [
      "products: [{ id: prod_a, name: A }]\nprices: [{ id: price_a, product: prod_a, currency: eur, unit_amount: x }]",
      /^checkstand: s\.yml: prices\[0\]: unit_amount: Invalid integer: x/,
    ],
    [
      "prices: [{ id: mug, product: prod_a, currency: eur, unit_amount: 1 }]",
      /prices\[0\]: product: No such product/,
    ],
    ["products: [{ name: A }]", /products\[0\]: needs an id/],
    ["produts: []", /there is no section produts/],
    ["account: sk_live_abcdefgh1234", /s\.yml: sk_live_\*+1234 is a live key/],
    ["products: [{ id: prod_a, name: A, metadata: { key: sk_live_abcdefgh1234 } }]", /is a live key/],
    ["account: pk_test_abc", /s\.yml: account: must be a secret test key/],
    ["products: {", /^checkstand: s\.yml:1: /],
    ["- 1", /a seed is a mapping/],
  ])("a seed of %j is refused in one line", async (text, line) => {
    expectFault(await run([...anyPort, "--memory", "--seed", file("s.yml", text)]), 1, line);
  });

  test("an id of the wrong kind leaves nothing behind", async () => {
    const text = `products: [{ id: prod_a, name: A }]
prices: [{ id: mug, product: prod_a, currency: eur, unit_amount: 1 }]`;
    const args = [...anyPort, "--data", "d"];
    expectFault(
      await run([...args, "--seed", file("s.yml", text)]),
      1,
      /s\.yml: prices\[0\]: the id mug must begin with price_/,
    );
    const served = await serve(args);
    expect(await served.get("/v1/prices")).toMatchObject({ data: [] });
    await stop(served);
  });
});

describe("a running server", () => {
  test("logs the path of a refused request without the card number in it", async () => {
    const served = await serve([...anyPort, "--memory", "--log-level", "info"]);
    await served.get("/v1/tokens/4242424242424242");
    await served.get("/v1/charges/4242%204242%204242%204242");
    await stop(served);
    expect(served.stderr()).toContain('"path":"/v1/tokens/[redacted]"');
    expect(served.stderr()).toContain('"path":"/v1/charges/[redacted]"');
    expect(served.stderr()).not.toContain("4242");
  });

  test("prints a stable last line that it is ready, after the lines a program needs, and stops with 0", async () => {
    const served = await serve(["--port", "0"]);
    const lines = served.stdout().trimEnd().split("\n");
    expect(lines.at(-1)).toBe(`checkstand ready on ${served.url}`);
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const facts = JSON.parse(lines.at(-2) ?? "");
    expect(facts).toMatchObject({ url: served.url, secret_key: "sk_test_4eC39HqLyjWDarjtT1zdp7dc" });
    expect(facts.webhook_secret).toMatch(/^whsec_/);
    expect(served.stdout()).toContain("this is not Stripe");
    expect(await served.get("/v1/products")).toMatchObject({ data: [{ id: "prod_NppuJWzzNnD5Ut" }] });
    expect(statSync(join(home, ".checkstand")).mode & 0o777).toBe(0o700);
    expect(statSync(join(home, ".checkstand/checkstand.db")).mode & 0o077).toBe(0);
    expect(readFileSync(join(home, ".checkstand/.gitignore"), "utf8")).toBe("*\n");
    expect(await stop(served)).toMatchObject({ code: 0, stderr: "" });
  });

  test("answers 500 for a row that was damaged on the disk, and names the row in the log", async () => {
    const seed = file(
      "shop.yml",
      "account: sk_test_shop\nproducts: [{ id: prod_mug, name: Mug of Theseus }]",
    );
    await stop(await serve([...anyPort, "--data", "d", "--seed", seed]));
    const database = join(home, "d/checkstand.db");
    const bytes = readFileSync(database);
    for (let at = bytes.indexOf("Theseus"); at !== -1; at = bytes.indexOf("Theseus", at))
      bytes.write("Tx", at);
    writeFileSync(database, bytes);
    const served = await serve([...anyPort, "--data", "d"]);
    const reply = await fetch(`${served.url}/v1/products/prod_mug`, {
      headers: { authorization: "Bearer sk_test_shop" },
    });
    expect(reply.status).toBe(500);
    expect(await reply.json()).toEqual({
      error: expect.objectContaining({ type: "api_error", message: expect.stringContaining("is damaged") }),
    });
    const { stderr } = await stop(served);
    expect(JSON.parse(stderr).err.message).toMatch(
      /^d\/checkstand\.db is damaged: the row acct_\w+\/product\/prod_mug of the table records does not fit its checksum$/,
    );
  });

  test("has the examples' sessions open and payable, also after one was paid", async () => {
    const id = "cs_test_a1Ae6ClgOkjygKwrf9B3L6ITtUuZW4Xx9FivL6DZYoYFdfAefQxsYpJJd3";
    const first = await serve(["--port", "0"]);
    const link = /Ready to pay +(\S+)/.exec(first.stdout())?.[1] ?? "";
    expect(link).toMatch(new RegExp(`^${first.url}/c/pay/cs_test_`));
    expect(await first.get(`/v1/checkout/sessions/${id}`)).toMatchObject({
      status: "open",
      amount_total: 2198,
    });
    const lines =
      "/v1/checkout/sessions/cs_test_a1enSAC01IA3Ps2vL32mNoWKMCNmmfUGTeEeHXI5tLCvyFNGsdG2UNA7mr/line_items";
    expect(await first.get(lines)).toMatchObject({ data: [{ id: "li_1N4BEoLkdIwHu7ixWtXug1yk" }] });
    const expired = await fetch(`${first.url}/v1/checkout/sessions/${id}/expire`, {
      method: "POST",
      headers: { authorization: "Bearer sk_test_4eC39HqLyjWDarjtT1zdp7dc" },
    });
    expect(expired.status).toBe(200);
    await stop(first);
    const second = await serve(["--port", "0"]);
    expect(await second.get(`/v1/checkout/sessions/${id}`)).toMatchObject({ status: "open" });
    expect((await second.get(`/v1/checkout/sessions/${id}/line_items`)).data).toHaveLength(1);
    expect((await second.get("/v1/checkout/sessions")).data).toHaveLength(3);
    await stop(second);
  });

  test("command line options override the environment, and the environment overrides the config file", async () => {
    const config = file(
      "c.yml",
      "log_level: error\nmemory: true\ndemo: true\nwebhook_secret: whsec_fromfile\n",
    );
    const served = await serve(["serve", "--port", "0", "--webhook-secret", "whsec_fromflag"], {
      CHECKSTAND_CONFIG: config,
      CHECKSTAND_PORT: "1",
      CHECKSTAND_DEMO: "false",
      CHECKSTAND_WEBHOOK_SECRET: "whsec_fromenv",
      CHECKSTAND_WEBHOOK: "http://127.0.0.1:9/a, http://127.0.0.1:9/b",
      CHECKSTAND_HOST: "",
    });
    expect(served.stdout()).toContain("whsec_fromflag  for http://127.0.0.1:9/a, http://127.0.0.1:9/b");
    expect(served.stdout()).toContain("in memory");
    expect(existsSync(join(home, ".checkstand"))).toBe(false);
    expect(await served.get("/v1/products")).toMatchObject({ data: [] });
    const endpoints = await served.get("/v1/webhook_endpoints", "sk_test_anybody");
    expect(endpoints.data).toHaveLength(2);
    await stop(served);
  });

  test("fixed accounts refuse all other keys, and allow a host that others can reach", async () => {
    const config = `
accounts:
  - name: Shop
    secret_key: sk_test_shop1
    restricted_keys: [{ key: rk_test_shop1, permissions: [rak_product_read] }]
`;
    const served = await serve([
      "--port",
      "0",
      "--memory",
      "--host",
      "0.0.0.0",
      "--config",
      file("c.yml", config),
    ]);
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(served.stdout()).toContain("sk_test_shop1  (Shop)");
    const status = async (key: string, path: string) =>
      (await fetch(served.url + path, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await status("sk_test_shop1", "/v1/products")).toBe(200);
    expect(await status("rk_test_shop1", "/v1/products")).toBe(200);
    expect(await status("rk_test_shop1", "/v1/prices")).toBe(403);
    expect(await status("sk_test_other", "/v1/products")).toBe(401);
    await stop(served);
  });
});

describe("the command clock", () => {
  test("shows and moves the time of a running server", async () => {
    const served = await serve(["--memory", ...anyPort]);
    const shown = await run(["clock", "--url", served.url]);
    expect(shown.stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \(\d+\), real time\n$/);
    const moved = await run(["clock", "advance", "1d12h", "--url", served.url]);
    expect(moved).toMatchObject({ code: 0, stderr: "" });
    expect(moved.stdout).toMatch(/, 1d1[12]h\S* ahead of real time/);
    const reply = await fetch(`${served.url}/_checkstand/clock`);
    const { now, real_now } = (await reply.json()) as { now: number; real_now: number };
    // Real time went on while the command ran.
    expect(now - real_now).toBeGreaterThan(129_600 - 60);
    expect(now - real_now).toBeLessThanOrEqual(129_600);
    await stop(served);
  });

  test.each([
    [["advance", "soon"], 2, /^checkstand: soon is neither a duration/],
    [
      ["freeze", "--url", "http://127.0.0.1:9"],
      1,
      /^checkstand: No server answers at http:\/\/127\.0\.0\.1:9\./,
    ],
  ])("%j is answered by a line", async (args, code, line) => {
    expectFault(await run(["clock", ...args]), code, line);
  });
});
