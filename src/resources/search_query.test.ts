import { describe, expect, test } from "vitest";
import { matches, readQuery, type SearchFields } from "./search_query.ts";

interface Thing {
  readonly name: string | null;
  readonly amount: number;
  readonly status: string;
  readonly metadata: Readonly<Record<string, string>>;
}
const FIELDS: SearchFields<Thing> = {
  amount: { kind: "numeric", of: (row) => row.amount },
  name: { kind: "string", of: (row) => row.name },
  status: { kind: "token", of: (row) => row.status },
};
const LAMP: Thing = { name: 'The "Big" Lamp', amount: 1099, status: "open", metadata: { Key: "Value" } };

describe("a query that matches", () => {
  test.each([
    `status:"open"`,
    `status:'OPEN'`,
    `status : open`,
    `-status:"paid"`,
    `name~"lamp"`,
    `name:"the \\"big\\" lamp"`,
    `amount:1099`,
    `amount>1098 amount<1100`,
    `amount>=1099 AND amount<=1099`,
    `amount:"1099"`,
    `status:"paid" OR amount>1000`,
    `status:"paid" or name~'LAMP' or amount<5`,
    `metadata["Key"]:"value"`,
    `metadata['Key']:'Value' and status:'open'`,
    `-metadata["Key"]:null`,
    `metadata["key"]:null`,
    `metadata["toString"]:null`,
    `-name:null`,
    `-metadata["other"]:"value"`,
  ])("%s", (text) => {
    expect(matches(readQuery(text, FIELDS, "things"), FIELDS, LAMP)).toBe(true);
  });
});

describe("a query that does not match", () => {
  test.each([
    `status:"ope"`,
    `name:"lamp"`,
    `name~"lampshade"`,
    `amount>1099`,
    `status:"open" status:"paid"`,
    `status:"paid" OR amount<5`,
    `metadata["Key"]:null`,
    `metadata["key"]:"Value"`,
    `name:null`,
  ])("%s", (text) => {
    expect(matches(readQuery(text, FIELDS, "things"), FIELDS, LAMP)).toBe(false);
  });

  test("a field without a value is only null", () => {
    const unnamed = { ...LAMP, name: null };
    const isFound = (text: string) => matches(readQuery(text, FIELDS, "things"), FIELDS, unnamed);
    expect([`name:null`, `name:"null"`, `name~"null"`, `-name:"x"`].map(isFound)).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe("a query that is refused", () => {
  const unreadable =
    /^We were unable to parse your search query\. Try using the format `metadata\["key"\]:"value"`/;
  test.each([
    ["", unreadable],
    ["lamp", unreadable],
    [`status:`, unreadable],
    [`status:"open`, unreadable],
    [`status:"open"name:"x"`, unreadable],
    [`status:"open" AND`, unreadable],
    [`AND status:"open"`, unreadable],
    [`(status:"open")`, unreadable],
    [`metadata:"x"`, unreadable],
    [`status["a"]:"x"`, unreadable],
    [`amount>null`, unreadable],
    [`colour:"red"`, /^Field `colour` is an unsupported search field for resource `things`\./],
    [`constructor:"x"`, /^Field `constructor` is an unsupported search field/],
    [`status~"open"`, /^Field `status` cannot be searched with `~`\.$/],
    [`name>"x"`, /^Field `name` cannot be searched with `>`\.$/],
    [`amount:"ten"`, /^Field `amount` must be compared with a number\.$/],
    [`name~"la"`, /at least 3 characters/],
    [`status:"a" AND status:"b" OR status:"c"`, /both `AND` and `OR`/],
    [`status:"a" status:"b" OR status:"c"`, /both `AND` and `OR`/],
    [Array(11).fill(`status:"a"`).join(" "), /up to 10 clauses/],
  ])("%s", (text, message) => {
    expect(() => readQuery(text, FIELDS, "things")).toThrow(message);
  });

  test("a long one is read in a time that grows with its length", () => {
    for (const text of [
      "(".repeat(5000),
      `a:"${"\\".repeat(4990)}`,
      "-".repeat(5000),
      `${" ".repeat(4999)}x`,
    ]) {
      expect(() => readQuery(text, FIELDS, "things")).toThrow(unreadable);
    }
  });
});
