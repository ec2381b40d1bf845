/** Which payments the money of a customer is for: single cases, and what holds for all of them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocate, type Waiting } from "./allocation.ts";

const waiting = (id: string, remaining: number, isWhole = false): Waiting => ({
  id,
  isWhole,
  reference: `REF${id}`,
  remaining,
});
const ALL = [waiting("A", 500), waiting("B", 300), waiting("C", 300)];
const without = { amount: 0, reference: null };

describe("money is for", () => {
  test.each([
    ["the oldest, and what is left for the next", 600, { amount: 600, reference: null }, { A: 500, B: 100 }],
    ["the oldest of just its amount", 300, { amount: 300, reference: null }, { B: 300 }],
    ["the one that the transfer names", 300, { amount: 300, reference: "order 7 refc" }, { C: 300 }],
    ["that one first", 700, { amount: 300, reference: "REFC" }, { A: 400, C: 300 }],
    ["those that are there, if it names none of them", 200, { amount: 200, reference: "REFX" }, { A: 200 }],
    ["nothing, if there is none", 0, without, {}],
    ["all, if there is enough", 2000, without, { A: 500, B: 300, C: 300 }],
  ])("%s", (_what, available, transfer, expected) => {
    const shares = allocate(ALL, available, transfer);
    expect(Object.fromEntries(shares.map(({ amount, id }) => [id, amount]))).toEqual(expected);
  });

  test("one that takes all or nothing only if it is enough, and others meanwhile", () => {
    const bill = waiting("A", 500, true);
    expect(allocate([bill, waiting("B", 300)], 400, without)).toEqual([{ amount: 300, id: "B" }]);
    expect(allocate([bill, waiting("B", 300)], 600, without)).toEqual([
      { amount: 500, id: "A" },
      { amount: 100, id: "B" },
    ]);
  });
});

test("no more is given than there is or is missing, and nothing is left while anybody takes it", () => {
  const one = fc.record({
    id: fc.uuid(),
    isWhole: fc.boolean(),
    reference: fc.constantFrom("REF1", "REF2", "REF3"),
    remaining: fc.integer({ max: 1000, min: 1 }),
  });
  const transfer = fc.record({
    amount: fc.integer({ max: 1000, min: 1 }),
    reference: fc.constantFrom(null, "ref1", "REF2 and more"),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), fc.nat(3000), transfer, (all, available, sent) => {
      const given = new Map(allocate(all, available, sent).map(({ amount, id }) => [id, amount]));
      const left = available - [...given.values()].reduce((sum, amount) => sum + amount, 0);
      expect(left).toBeGreaterThanOrEqual(0);
      for (const { id, isWhole, remaining } of all) {
        const share = given.get(id) ?? 0;
        expect(share).toBeLessThanOrEqual(remaining);
        if (isWhole) expect([0, remaining]).toContain(share);
        else if (share < remaining) expect(left).toBe(0);
      }
    }),
  );
});
