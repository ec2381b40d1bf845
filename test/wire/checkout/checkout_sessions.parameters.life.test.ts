/** How a session expires and is recovered. */
import { afterAll, beforeAll, beforeEach, describe, expect } from "vitest";
import { missing, openTill, parameter, says, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";

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
