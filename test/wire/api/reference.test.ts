/** The reference as the server shows it: everything that the definitions have is on a page, and every link leads somewhere. */
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../src/core/settings.ts";
import { DOCS_PATH, objectPage, paramAnchor } from "../../../src/reference/anchors.ts";
import { referenceOf } from "../../../src/reference/describe.ts";
import { flattened } from "../../../src/reference/parameters.ts";
import { entriesOf, type SearchIndex } from "../../../src/reference/search.ts";
import { EVENT_TYPES } from "../../../src/resources/events/event_types.ts";
import { allResources } from "../../../src/resources/index.ts";
import { Registry } from "../../../src/resources/registry.ts";
import { VERSIONS } from "../../../src/versions/index.ts";
import { startServer, type TestServer } from "../../support/server.ts";

const resources = allResources(VERSIONS);
const { routes } = new Registry(resources, { checkoutOrigin: "", settings: DEFAULT_SETTINGS, now: () => 0 });
const reference = referenceOf({ resources, routes });

let server: TestServer;
/** Every page, by its name. */
const pages = new Map<string, string>();
beforeAll(async () => {
  server = await startServer();
  const waiting = ["index.html"];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const { status, text } = await get(`/${name}`);
    expect(status, name).toBe(200);
    pages.set(name, text);
    for (const page of linksOf(text).map((link) => link.split("#", 1)[0] ?? "")) {
      if (page !== "" && !pages.has(page) && !waiting.includes(page)) waiting.push(page);
    }
  }
});
afterAll(() => server.close());

const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  server.raw(method, DOCS_PATH + path, { key: "", headers });
const linksOf = (text: string) => [...text.matchAll(/<a[^>]* href="([^"]+)"/g)].map(([, link = ""]) => link);
const idsOf = (text: string) => [...text.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id);
const page = (name: string) => pages.get(name) ?? "";

describe("everything is on a page", () => {
  test.each(routes.map((route) => [route.name, route] as const))("%s and its parameters", (name, route) => {
    const text = page(objectPage(route.resource.object.startsWith("_") ? route.kind : route.resource.object));
    const endpoint = reference.objects.flatMap(({ endpoints }) => endpoints).find((one) => one.name === name);
    const ids = new Set(idsOf(text));
    expect(ids).toContain(endpoint?.anchor);
    expect(text).toContain(`<code>${route.path}</code>`);
    const params = flattened(endpoint?.params ?? []);
    expect(params.filter(({ path }) => !ids.has(paramAnchor(endpoint?.anchor ?? "", path)))).toEqual([]);
    expect(
      Object.keys(route.operation.params).every((param) => params.some(({ path }) => path === param)),
    ).toBe(true);
  });

  test("every parameter that is refused says so", () => {
    const refused = reference.objects.flatMap(({ endpoints }) =>
      endpoints.flatMap(({ params }) => flattened(params).filter(({ param }) => param.notYet)),
    );
    const older = reference.objects.flatMap(({ endpoints }) =>
      endpoints.flatMap((one) => one.older.flatMap(({ params }) => flattened(params))),
    );
    const told = [...pages].filter(([name]) => name !== "index.html" && name !== "test_cards.html");
    const count = told.flatMap(([, text]) => text.match(/Badge--refused">refused for now/g) ?? []).length;
    expect(count).toBe(refused.length + older.filter(({ param }) => param.notYet).length);
    expect(count).toBeGreaterThan(100);
  });

  test("every event type", () => {
    const ids = new Set(idsOf(page("event_types.html")));
    expect(EVENT_TYPES.filter((type) => !ids.has(type))).toEqual([]);
  });

  test("every error code, with its texts", () => {
    const text = page("error_codes.html");
    const ids = new Set(idsOf(text));
    const codes = reference.errors.flatMap(({ code }) => code ?? []);
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !ids.has(code))).toEqual([]);
    expect(text).toContain("Missing required param: {param}.");
  });

  test("every version, with what it changed", () => {
    const text = page("api_versions.html");
    const ids = new Set(idsOf(text));
    expect(VERSIONS.filter((version) => !ids.has(version))).toEqual([]);
    expect(text).toContain("names what it promotes in <code>promotion</code>");
  });

  test("how older versions called a parameter", () => {
    const text = page("promotion_code.html");
    expect(text).toMatch(/id="create\.promotion".*?since 2025-09-30\.clover.*?id="create\.restrictions"/s);
    expect(idsOf(text)).toContain("create.before-2025-09-30.clover.coupon");
  });

  test("an example of every object and of every endpoint that was really made", () => {
    const samples = reference.objects.map(({ object, endpoints }) => {
      const boxes = page(objectPage(object)).match(/<pre /g)?.length ?? 0;
      return { object, boxes, due: 1 + 2 * endpoints.length };
    });
    expect(samples.filter(({ boxes, due }) => boxes !== due)).toEqual([]);
    const text = page("checkout_session.html");
    expect(text).toContain(`curl ${server.url}/v1/checkout/sessions \\\n`);
    expect(text).toContain(
      "&quot;cs_test_".replaceAll("&quot;", text.includes('"cs_test_') ? '"' : "&quot;"),
    );
  });
});

describe("links", () => {
  test("between pages and to places in them lead somewhere", () => {
    const dead = [...pages].flatMap(([name, text]) =>
      linksOf(text).filter((link) => {
        const [file = "", place] = link.split("#");
        const target = pages.get(file === "" ? name : file);
        return target === undefined || (place !== undefined && !idsOf(target).includes(place));
      }),
    );
    expect(dead).toEqual([]);
    expect(pages.size).toBe(reference.objects.length + 5);
  });

  test("places have names of their own", () => {
    const twice = [...pages].flatMap(([name, text]) => {
      const ids = idsOf(text);
      return ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${name}#${id}`);
    });
    expect(twice).toEqual([]);
  });

  test("of the search lead somewhere, and find every parameter", async () => {
    const [, file = ""] = /data-index="([^"]+)"/.exec(page("index.html")) ?? [];
    const { text } = await get(`/${file}`);
    const index = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf(";"))) as SearchIndex;
    const entries = entriesOf(index);
    const ids = new Map([...pages].map(([name, html]) => [name, new Set(idsOf(html))]));
    const dead = entries.filter(([, , , url]) => {
      const [name = "", place] = url.split("#");
      return place === undefined ? !pages.has(name) : !ids.get(name)?.has(place);
    });
    expect(dead).toEqual([]);
    const declared = reference.objects.flatMap(({ endpoints }) =>
      endpoints.flatMap(({ params }) => flattened(params)),
    );
    expect(entries.filter(([kind]) => kind === "parameter").length).toBeGreaterThanOrEqual(declared.length);
  });

  test("and files: a page loads nothing but what lies beside it", () => {
    const loaded = [...pages.values()].flatMap((text) =>
      [...text.matchAll(/<(?:link|script|img)[^>]* (?:href|src)="([^"]+)"/g)].map(([, file = ""]) => file),
    );
    expect(loaded.length).toBeGreaterThan(pages.size);
    expect(loaded.filter((file) => !/^[\w.]+$/.test(file))).toEqual([]);
  });
});

test("every page says that this is not Stripe", () => {
  expect([...pages].filter(([, text]) => !text.includes("<strong>This is not Stripe.</strong>"))).toEqual([]);
});

describe("over HTTP", () => {
  test("the bare path leads to the folder, with its query", async () => {
    const { status, headers } = await get("?q=mode");
    expect([status, headers.get("location")]).toEqual([308, `${DOCS_PATH}/?q=mode`]);
    expect((await get("/")).text).toBe(page("index.html"));
  });

  test("pages are asked about again, and answered in short where they are known", async () => {
    const { headers } = await get("/coupon.html");
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("cache-control")).toBe("no-cache");
    const etag = headers.get("etag") ?? "";
    const again = await get("/coupon.html", { "if-none-match": `"other", W/${etag}` });
    expect([again.status, again.text]).toEqual([304, ""]);
    expect((await get("/coupon.html", { "if-none-match": '"other"' })).status).toBe(200);
  });

  test("files whose names carry their content are kept", async () => {
    const [, css = ""] = /href="(docs\.[^"]+\.css)"/.exec(page("index.html")) ?? [];
    const { headers, status } = await get(`/${css}`);
    expect([status, headers.get("content-type")]).toEqual([200, "text/css; charset=utf-8"]);
    expect(headers.get("cache-control")).toContain("immutable");
  });

  test.each(["/", "/coupon.html", ""])(
    "%j has the headers of a page that runs nothing foreign",
    async (path) => {
      const { headers } = await get(path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
    },
  );

  test("HEAD is answered as GET, without the text", async () => {
    const { status, text, headers } = await get("/coupon.html", {}, "HEAD");
    expect([status, text]).toEqual([200, ""]);
    expect(headers.get("etag")).toBe((await get("/coupon.html")).headers.get("etag"));
  });

  test("other methods and other files are not there", async () => {
    expect((await get("/coupon.html", {}, "POST")).status).toBe(401);
    expect((await get("/nothing.html")).status).toBe(404);
    expect((await get("/../health/live")).status).not.toBe(500);
    expect((await get("/..%2f..%2fpackage.json")).status).toBe(404);
  });

  test("a name that is not the server's is refused", async () => {
    const { port } = new URL(server.url);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { host: "evil.example.com" };
      request({ host: "127.0.0.1", port, path: `${DOCS_PATH}/`, headers }, (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
  });

  test("the shop behind the examples is not the server's own", async () => {
    const { body } = await server.raw("GET", "/v1/customers", { key: "sk_test_4eC39HqLyjWDarjtT1zdp7dc" });
    expect(body.data).toEqual([]);
  });
});
