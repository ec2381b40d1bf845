/** The package as users get it: packed, installed into an empty directory, run, and used from TypeScript. */
import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SETUP_MS = 60_000;

let home = "";

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "checkstand-package-"));
  writeFileSync(join(home, "package.json"), '{ "name": "consumer", "private": true, "type": "module" }\n');
  const packed = execFileSync("npm", ["pack", "--json", "--loglevel=error", "--pack-destination", home], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const tarball = /"filename": "([^"]+\.tgz)"/.exec(packed)?.[1] ?? "";
  copyDependencies();
  execFileSync(
    "npm",
    ["install", "--offline", "--omit=dev", "--ignore-scripts", "--no-audit", `./${tarball}`],
    {
      cwd: home,
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
}, SETUP_MS);
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Copies dependencies from here instead of the registry: npm leaves a complete copy in its place alone. */
function copyDependencies(): void {
  for (const path of productionDependencies()) {
    cpSync(join(ROOT, path), join(home, path), { recursive: true, verbatimSymlinks: true });
  }
  const commands = "node_modules/.bin";
  mkdirSync(join(home, commands));
  for (const name of readdirSync(join(ROOT, commands))) {
    const target = readlinkSync(join(ROOT, commands, name));
    if (existsSync(join(home, commands, target))) symlinkSync(target, join(home, commands, name));
  }
}

/** The packages installed for use at run time: "node_modules/fastify", … */
function productionDependencies(): string[] {
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  const packages: [string, { dev?: boolean; devOptional?: boolean }][] = Object.entries(lock.packages);
  return packages
    .filter(([path, { dev, devOptional }]) => path !== "" && !dev && !devOptional)
    .map(([path]) => path)
    .filter((path) => existsSync(join(ROOT, path))); // optional ones are installed only for this system
}

test("the package contains what is needed to run, and nothing else", () => {
  const installed = join(home, "node_modules/checkstand");
  expect(readdirSync(installed).sort()).toEqual(expect.arrayContaining(["LICENSE", "dist", "package.json"]));
  expect(readdirSync(installed)).not.toContain("src");
  const files = readdirSync(join(installed, "dist"), { recursive: true, encoding: "utf8" });
  expect(files.filter((file) => file.includes(".test."))).toEqual([]);
  expect(files).toContain("page/assets/client.js");
  expect(files).toContain("page/assets/page.css");
  expect(files).toContain("reference/assets/client.js");
  expect(files).toContain("reference/assets/docs.css");
  expect(files).toContain("vendor/fastify.cjs");
  expect(readFileSync(join(installed, "dist/vendor/LICENSES.txt"), "utf8")).toMatch(/^fastify 5\./m);
  for (const name of ["typescript", "fastify", "cookie"]) {
    expect(readdirSync(join(home, "node_modules"))).not.toContain(name);
  }
});

test("its command starts a server", async () => {
  const child = spawn("node_modules/.bin/checkstand", ["--memory", "--port", "0"], {
    cwd: home,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    let said = "";
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on("data", (chunk: Buffer) => {
        said += chunk;
        const ready = /^checkstand ready on (\S+)\n$/m.exec(said)?.[1];
        if (ready !== undefined) resolve(ready);
      });
      child.on("close", (code) => reject(new Error(`ended with ${code}`)));
    });
    const reply = await fetch(`${url}/v1/products`, {
      headers: { authorization: "Bearer sk_test_4eC39HqLyjWDarjtT1zdp7dc" },
    });
    expect(await reply.json()).toMatchObject({ object: "list", data: [{ name: "T-shirt" }] });
    const docs = await (await fetch(`${url}/_checkstand/docs/checkout_session.html`)).text();
    expect(docs).toContain(`curl ${url}/v1/checkout/sessions`);
  } finally {
    child.kill("SIGTERM");
  }
});

const CONSUMER = `
import { type Checkstand, type CheckstandOptions, createCheckstand, type Seed } from "checkstand";

const seed: Seed = { products: [{ id: "prod_mug", name: "Mug" }] };
const options: CheckstandOptions = { seed, webhookSecret: "whsec_12345678" };
const server: Checkstand = await createCheckstand(options);
const get = async (path: string): Promise<number> =>
  (await fetch(server.url + path, { headers: { authorization: "Bearer " + server.secretKey } })).status;
const before = await get("/v1/products/prod_mug");
await server.reset();
const after = await get("/v1/products/prod_mug");
const secret: string = server.webhookSecret;
// @ts-expect-error there is no such option
await createCheckstand({ prot: 1 }).then((other) => other.close());
await server.close();
console.log(JSON.stringify({ before, after, secret }));
`;

test("a strict TypeScript program compiles against its types, and runs", () => {
  writeFileSync(join(home, "consumer.ts"), CONSUMER);
  mkdirSync(join(home, "node_modules/@types"), { recursive: true });
  symlinkSync(join(ROOT, "node_modules/@types/node"), join(home, "node_modules/@types/node"));
  symlinkSync(join(ROOT, "node_modules/undici-types"), join(home, "node_modules/undici-types"));
  const flags = [
    "--strict",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--types",
    "node",
    "--skipLibCheck",
    "false",
  ];
  execFileSync(join(ROOT, "node_modules/.bin/tsc"), [...flags, "consumer.ts"], {
    cwd: home,
    stdio: "inherit",
  });
  const said = execFileSync(process.execPath, ["consumer.js"], { cwd: home, encoding: "utf8" });
  expect(JSON.parse(said)).toEqual({ before: 200, after: 200, secret: "whsec_12345678" });
});
