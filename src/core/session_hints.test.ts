/** The hints in URLs and client secrets of sessions. */
import { expect, test } from "vitest";
import { decodeHints, encodeHints } from "./session_hints.ts";

test("hints are what they were", () => {
  const hints = { uiMode: "embedded", layoutType: "single_item", redirectOnCompletion: "always" };
  expect(decodeHints(encodeHints(hints))).toEqual(hints);
});

/** From the example of a session in Stripe's API reference. */
const PRINTED =
  "fidkdWxOYHwnPyd1blpxYHZxWjA0SDdPUW5JbmFMck1wMmx9N2BLZjFEfGRUNWhqTmJ%2FM2F8bUA2SDRySkFdUV81T1BSV0YxcWJcTUJcYW5rSzN3" +
  "dzBLPUE0TzRKTTxzNFBjPWZEX1NKSkxpNTVjRjN8VHE0YicpJ2N3amhWYHdzYHcnP3F3cGApJ2lkfGpwcVF8dWAnPyd2bGtiaWBabHFgaCcpJ2Br" +
  "ZGdpYFVpZGZgbWppYWB3dic%2FcXdwYHgl";

test("those of a printed URL are read, and written as they were", () => {
  const hints = decodeHints(PRINTED);
  expect(hints).toEqual({
    apiKey: expect.stringMatching(/^pk_test_\w+$/),
    fromServer: true,
    layoutType: "single_item",
    enablePlaceholders: true,
  });
  expect(encodeHints(hints ?? {})).toBe(PRINTED);
});

test("those of a recorded secret", () => {
  expect(encodeHints({ uiMode: "custom" })).toBe("fidwbEhqYWAnPydmcHZxamgneCUl");
});

test.each(["", "%", "abc", "fid", "!!!!"])("%j has none", (text) => {
  expect(decodeHints(text)).toBeNull();
});
