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
import { join, relative } from "node:path";
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

/** Dependencies are taken from here and not from the registry: npm leaves alone what is whole and in its place. */
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

/** "node_modules/fastify", …: all that is installed for use at run time. */
function productionDependencies(): string[] {
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  const packages: [string, { dev?: boolean; optional?: boolean }][] = Object.entries(lock.packages);
  const installed = new Set(readdirSync(join(ROOT, "node_modules")));
  return packages
    .filter(([path, { dev, optional }]) => path !== "" && !dev && !optional && installed.has(topOf(path)))
    .map(([path]) => path);
}

function topOf(path: string): string {
  return relative("node_modules", path).split("/", 1)[0] ?? "";
}

test("holds what is needed to run, and nothing else", () => {
  const installed = join(home, "node_modules/checkstand");
  expect(readdirSync(installed).sort()).toEqual(expect.arrayContaining(["LICENSE", "dist", "package.json"]));
  expect(readdirSync(installed)).not.toContain("src");
  const files = readdirSync(join(installed, "dist"), { recursive: true, encoding: "utf8" });
  expect(files.filter((file) => file.includes(".test."))).toEqual([]);
  expect(files).toContain("page/assets/client.js");
  expect(files).toContain("page/assets/page.css");
  expect(readdirSync(join(home, "node_modules"))).not.toContain("typescript");
});

test("its command serves", async () => {
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

test("its types stand up to a strict program, which then runs", () => {
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
