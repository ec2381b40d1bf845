/** Pages drawn from test definitions: texts are escaped, whatever they contain. */
import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../core/settings.ts";
import { p } from "../params/param.ts";
import { Registry } from "../resources/registry.ts";
import { defineResource, noParams, type Resource, reads } from "../resources/resource.ts";
import { referenceOf } from "./describe.ts";
import { curlOf, type Example } from "./examples.ts";
import { openSite } from "./site.ts";

const HOSTILE = `less < more & "so" <script>alert(1)</script> \`a<b\``;
const thing = defineResource({
  object: "thing",
  path: "/v1/things",
  permission: "thing",
  operations: {
    "GET /": reads(
      {
        odd: p.about(HOSTILE, p.oneOf("<one>", "two")),
        later: p.notYet(p.oneOf("x<y"), ["x<y"]),
        many: p.oneOf(...Array.from({ length: 30 }, (_, i) => `<${i}>`)),
      },
      async () => ({ object: "list", data: [], has_more: false, url: "" }),
    ),
    "GET /:id": reads(noParams, async () => ({ object: "list", data: [], has_more: false, url: "" })),
  },
}) as unknown as Resource;

const { routes } = new Registry([thing], { checkoutOrigin: "", settings: DEFAULT_SETTINGS, now: () => 0 });
const call = { route: "GET /v1/things", id: "", sub: "", path: "/v1/things", form: [] };
const example: Example = { call, status: 200, answer: { object: "list", data: [{ name: "</code><b>" }] } };

async function pageOfThings(): Promise<string> {
  const site = await openSite({
    reference: referenceOf({ resources: [thing], routes }),
    examples: { byRoute: new Map([["GET /v1/things", example]]), byObject: new Map() },
    baseUrl: "http://127.0.0.1:12111",
    key: "sk_test_x",
  });
  return site.file("thing.html")?.text ?? "";
}

describe("a page", () => {
  test("shows texts of definitions as text and not as HTML", async () => {
    const page = await pageOfThings();
    expect(page).toContain("less &lt; more &amp;");
    expect(page).toContain("<code>a&lt;b</code>");
    expect(page).toContain("<code>&lt;one></code>");
    expect(page).toContain("&lt;/code>&lt;b>");
    expect(page).not.toContain("<script>alert");
    expect(page).not.toContain("<one>");
    expect(page).not.toContain("</code><b>");
  });

  test("says which parameters are refused, and which values are accepted nevertheless", async () => {
    expect(await pageOfThings()).toMatch(/id="list\.later".*refused for now.*(?:"|&quot;)x&lt;y/s);
  });

  test("of an object without a title in words.ts shows its name", async () => {
    expect(await pageOfThings()).toContain("<h1>thing</h1>");
  });
});

describe("a request as a command line", () => {
  test.each([
    ["plain", "mode", "payment", "-d mode=payment"],
    ["brackets", "a[0][b]", "1", '-d "a[0][b]"=1'],
    [
      "what a shell would read",
      "name",
      'a "b" $c `d` \\e',
      '--data-urlencode name="a \\"b\\" \\$c \\`d\\` \\\\e"',
    ],
    ["what a form would read", "phone", "+1 & 2", '--data-urlencode phone="+1 & 2"'],
    ["a URL", "url", "https://example.com/x?y=1", '--data-urlencode url="https://example.com/x?y=1"'],
  ])("%s", (_what, name, value, line) => {
    const sent: Example = { ...example, call: { ...call, form: [[name, value]] } };
    expect(curlOf(sent, "POST", "http://h", "k").split(" \\\n  ")).toEqual([
      "curl http://h/v1/things",
      '-u "k:"',
      line,
    ]);
  });

  test.each([
    ["GET", [], "curl http://h/v1/things"],
    ["GET", [["limit", "1"]], "curl -G http://h/v1/things"],
    ["POST", [], "curl -X POST http://h/v1/things"],
    ["DELETE", [], "curl -X DELETE http://h/v1/things"],
  ] as const)("%s %j", (method, form, line) => {
    expect(curlOf({ ...example, call: { ...call, form } }, method, "http://h", "k").split(" \\\n")[0]).toBe(
      line,
    );
  });
});
