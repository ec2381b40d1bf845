/** The checksum function: known values, and the same results from zlib and from the table. */
import * as zlib from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkSum, crc32ByTable, keySum, recordSum } from "./checksum.ts";
import { StoreDamagedError } from "./port.ts";

test("is CRC-32 of the UTF-8 bytes", () => {
  expect(crc32ByTable("")).toBe(0);
  expect(crc32ByTable("123456789")).toBe(0xcbf43926); // the check value of the CRC catalogue
});

test("zlib and the table give the same checksums", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(crc32ByTable(text)).toBe(zlib.crc32(text));
    }),
  );
});

test("changes with each part of a row, and with where one part ends and the next begins", () => {
  const record = { account: "acct_1", kind: "product", id: "prod_1", seq: 1, rev: 2, hidden: 0, body: "{}" };
  const sums = [
    record,
    { ...record, account: "acct_2" },
    { ...record, kind: "price" },
    { ...record, id: "prod_2" },
    { ...record, seq: 2 },
    { ...record, rev: 3 },
    { ...record, hidden: 1 },
    { ...record, body: "[]" },
    { ...record, account: "acct_1p", kind: "roduct" },
  ].map(recordSum);
  const key = { account: "acct_1", kind: "price", field: "product", value: "prod_1", seq: 1, id: "price_1" };
  sums.push(keySum(key), keySum({ ...key, value: "prod_2" }), keySum({ ...key, field: "type" }));
  expect(new Set(sums).size).toBe(sums.length);
});

test("an error about a wrong checksum names the place and the row", () => {
  checkSum(1, 1, "a.db", () => "x");
  const check = () => checkSum(1, 2, "a.db", () => "acct_1/product/prod_1 of the table records");
  expect(check).toThrow(StoreDamagedError);
  expect(check).toThrow(
    "a.db is damaged: the row acct_1/product/prod_1 of the table records does not fit its checksum",
  );
});
