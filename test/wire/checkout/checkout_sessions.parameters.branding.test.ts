/** How a session asks its page to look. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missing, openTill, parameter, says, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import type { Params } from "../../support/shop.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

const USUAL = {
  background_color: "#ffffff",
  border_style: "rounded",
  button_color: "#0074d4",
  display_name: "Checkstand test shop",
  font_family: "default",
  icon: null,
  logo: null,
};
const shown = async (branding_settings: Params) =>
  (await till.create({ branding_settings })).branding_settings;
const refused = (branding_settings: Params) => till.refusal({ branding_settings });
const URL = "https://example.com/a.png";

describe("a session's brand", () => {
  parameter("branding_settings", async () => {
    expect((await till.create()).branding_settings).toEqual(USUAL);
    expect(await shown({ display_name: "Nimbus" })).toEqual({ ...USUAL, display_name: "Nimbus" });
  });

  parameter(["branding_settings[background_color]", "branding_settings[button_color]"], async () => {
    for (const name of ["background_color", "button_color"]) {
      expect(await shown({ [name]: "#101A3a" })).toEqual({ ...USUAL, [name]: "#101A3a" });
      expect(await shown({ [name]: "" })).toEqual(USUAL);
      for (const wrong of ["101a3a", "#fff", "red", "#101a3a;}"]) {
        expect(await refused({ [name]: wrong })).toMatchObject({ param: `branding_settings[${name}]` });
      }
    }
  });

  parameter(["branding_settings[border_style]", "branding_settings[font_family]"], async () => {
    const given = { border_style: "pill", font_family: "roboto_slab" };
    expect(await shown(given)).toEqual({ ...USUAL, ...given });
    expect(await shown({ border_style: "", font_family: "" })).toEqual(USUAL);
    expect(await refused({ border_style: "round" })).toMatchObject({
      param: "branding_settings[border_style]",
    });
    expect(await refused({ font_family: "papyrus" })).toMatchObject({
      param: "branding_settings[font_family]",
    });
  });

  parameter("branding_settings[display_name]", async () => {
    expect(await shown({ display_name: "Nimbus" })).toMatchObject({ display_name: "Nimbus" });
  });

  parameter(["branding_settings[icon]*", "branding_settings[logo]*"], async () => {
    for (const name of ["icon", "logo"]) {
      const at = `branding_settings[${name}]`;
      expect(await shown({ [name]: { type: "url", url: URL } })).toMatchObject({
        [name]: { type: "url", url: URL },
      });
      expect(await refused({ [name]: { type: "url" } })).toEqual(missing(`${at}[url]`));
      expect(await refused({ [name]: { type: "url", url: "javascript://x" } })).toMatchObject({
        param: `${at}[url]`,
      });
      expect(await refused({ [name]: { type: "file" } })).toMatchObject({ param: `${at}[file]` });
      expect(await refused({ [name]: { type: "file", file: "file_1" } })).toMatchObject({
        message: expect.stringContaining("does not support"),
      });
    }
    const picture = { type: "url", url: URL };
    expect(await refused({ icon: picture, logo: picture })).toEqual(
      says("You cannot set both `logo` and `icon`.", "branding_settings[logo]"),
    );
  });
});

test("without a version, the settings are shown where some were sent", async () => {
  const create = async (params: Params) => {
    const body = new URLSearchParams({
      mode: "payment",
      success_url: "https://example.com",
      "line_items[0][price]": (await till.price()).id,
      "line_items[0][quantity]": "1",
      ...(params as Record<string, string>),
    });
    return (await server.raw("POST", "/v1/checkout/sessions", { key: till.key, body: String(body) })).body;
  };
  expect(await create({})).not.toHaveProperty("branding_settings");
  expect(await create({ "branding_settings[display_name]": "Nimbus" })).toMatchObject({
    branding_settings: { display_name: "Nimbus" },
  });
});

test("a recovered session looks the same", async () => {
  const session = await till.create({
    after_expiration: { recovery: { enabled: true } },
    branding_settings: { button_color: "#ffcc00" },
  });
  const { after_expiration } = await till.stripe.checkout.sessions.expire(session.id);
  const reply = await fetch(after_expiration?.recovery?.url ?? "", { redirect: "manual" });
  const copy = /cs_test_\w+/.exec(reply.headers.get("location") ?? "")?.[0] ?? "";
  const found = await till.stripe.checkout.sessions.retrieve(copy);
  expect(found.branding_settings).toEqual({ ...USUAL, button_color: "#ffcc00" });
});
