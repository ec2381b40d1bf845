/** The hints in URLs and client secrets of sessions. */
import { expect, test } from "vitest";
import { decodeHints, encodeHints } from "./session_hints.ts";

test("hints are what they were", () => {
  const hints = { uiMode: "embedded", layoutType: "single_item", redirectOnCompletion: "always" };
  expect(decodeHints(encodeHints(hints))).toEqual(hints);
});

test("those of a recorded secret", () => {
  expect(encodeHints({ uiMode: "custom" })).toBe("fidwbEhqYWAnPydmcHZxamgneCUl");
});

test.each(["", "%", "abc", "fid", "!!!!"])("%j has none", (text) => {
  expect(decodeHints(text)).toBeNull();
});
