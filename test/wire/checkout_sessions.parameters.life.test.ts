/** A session's end and its way back, and that no parameter is without a case. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fieldLines } from "../../scripts/parameters.ts";
import { created, listFields } from "../../src/params/common.ts";
import { createParams, listParams, updateParams } from "../../src/resources/checkout_session/params.ts";
import { missing, openTill, parameter, says, type Till } from "../support/parameters.ts";
import { fileFor, provenBy } from "../support/proven.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

describe("life", () => {
  parameter("expires_at", async () => {
    const open = await till.create();
    expect(open.expires_at).toBe(open.created + 86_400);
    const hour = open.created + 3600;
    expect((await till.create({ expires_at: hour })).expires_at).toBe(hour);
    expect(await till.refusal({ expires_at: open.created + 1700 })).toEqual(
      says("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."),
    );
    expect(await till.refusal({ expires_at: open.created + 90_000 })).toEqual(
      says("The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."),
    );
    expect(await till.refusal({ expires_at: "soon" })).toEqual(
      says("Invalid integer: soon", "expires_at", "parameter_invalid_integer"),
    );
  });

  parameter("after_expiration*", async () => {
    const recovery = { allow_promotion_codes: true, enabled: true };
    const open = await till.create({ after_expiration: { recovery } });
    expect(open.after_expiration).toEqual({ recovery: { ...recovery, expires_at: null, url: null } });
    const expired = await till.stripe.checkout.sessions.expire(open.id);
    expect(expired.after_expiration?.recovery).toMatchObject({
      ...recovery,
      url: expect.stringMatching(new RegExp(`^${server.url}/r/test_\\w{20,}$`)),
    });
    const off = await till.create({ after_expiration: { recovery: { enabled: false } } });
    expect((await till.stripe.checkout.sessions.expire(off.id)).after_expiration?.recovery).toMatchObject({
      url: null,
    });
    expect(await till.create()).toMatchObject({ after_expiration: null });
    expect(await till.refusal({ after_expiration: { recovery: { allow_promotion_codes: true } } })).toEqual(
      missing("after_expiration[recovery][enabled]"),
    );
  });
});

describe("no parameter is without a case", () => {
  const names = provenBy();
  const acting = (fields: Parameters<typeof fieldLines>[0]) =>
    fieldLines(fields, (name) => name).filter(({ param }) => !param.notYet);

  test.each([
    ["creating", createParams, ""],
    ["updating", updateParams, "update "],
    ["listing", { ...listParams, ...listFields, created }, "list "],
  ] as const)("of %s", (_operation, fields, begin) => {
    const unproven = acting(fields).filter(({ path }) => fileFor(names, begin + path) === undefined);
    expect(unproven.map(({ path }) => path)).toEqual([]);
  });

  test("and no case is of a parameter that is gone", () => {
    const lines = [
      ...fieldLines(createParams, (name) => name),
      ...fieldLines(updateParams, (name) => `update ${name}`),
      ...fieldLines({ ...listParams, ...listFields, created }, (name) => `list ${name}`),
    ];
    const known = (name: string) =>
      name.endsWith("*")
        ? lines.some(({ path }) => path.startsWith(name.slice(0, -1)))
        : lines.some(({ path }) => path === name);
    expect([...names.keys()].filter((name) => !known(name))).toEqual([]);
  });

  test("and each says what it does", () => {
    const told = [createParams, updateParams, listParams].flatMap(acting);
    const silent = told.filter(({ param, does }) => param.fields === undefined && does === undefined);
    expect(silent.map(({ path }) => path)).toEqual([]);
    console.info(`${told.length} parameters of sessions act; cases go by ${names.size} names`);
  });
});
