/** The banner has the same lines for clients as the README. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { clientLines } from "./banner.ts";

test("the line of each client is in the README", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const rows = clientLines("http://127.0.0.1:12111", "sk_test_…").map((line) => {
    const [, client, code] = /^ {2}(\w+) +(.+)$/.exec(line) ?? [];
    return `| ${client} | \`${code}\` |`;
  });
  expect(rows).toHaveLength(7);
  expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
});
