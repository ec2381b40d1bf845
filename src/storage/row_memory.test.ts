import { expect, test } from "vitest";
import type { Row } from "./port.ts";
import { ROW_CHARS_MAX, RowMemory } from "./row_memory.ts";

const ROWS_MAX = 1000;
const CHARS_MAX = 8_388_608;

const parse = (text: string): Row => ({ id: text.slice(0, 8), object: "note" });
/** Reads a row as the store does: it may be cached from the second time on. */
function read(memory: RowMemory, name: string, chars: number, mark = "1"): Row {
  memory.get(name, mark, "x".repeat(chars), parse);
  return memory.get(name, mark, "x".repeat(chars), parse);
}
const kept = (memory: RowMemory, names: readonly string[], mark = "1") =>
  names.filter((name) => memory.peek(name, mark) !== null);
const namesOf = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`);

test("a row is cached from its second reading on, and only with its mark", () => {
  const memory = new RowMemory();
  memory.get("n", "1", "text", parse);
  expect(memory.peek("n", "1")).toBeNull();
  const row = memory.get("n", "1", "text", parse);
  expect(memory.get("n", "1", "text", parse)).toBe(row);
  expect(memory.keeps(row)).toBe(true);
  expect(memory.peek("n", "2")).toBeNull();
});

test.each([
  ["small rows, as many as may be cached", 10, ROWS_MAX],
  ["large rows, as much text as may be cached", ROW_CHARS_MAX, CHARS_MAX / ROW_CHARS_MAX],
])("of %s; the oldest go first", (_, chars, count) => {
  const memory = new RowMemory();
  const names = namesOf(count + 3);
  for (const name of names) read(memory, name, chars);
  expect(kept(memory, names)).toEqual(names.slice(3));
});

test("a row that is too large is never cached, and pushes out no other", () => {
  const memory = new RowMemory();
  read(memory, "small", 10);
  for (const name of namesOf(300)) expect(memory.keeps(read(memory, name, ROW_CHARS_MAX + 1))).toBe(false);
  expect(kept(memory, ["small", ...namesOf(300)])).toEqual(["small"]);
});

test("the space of a row's old text is free again when it changes, and all space after a clear", () => {
  const memory = new RowMemory();
  const names = namesOf(CHARS_MAX / ROW_CHARS_MAX);
  for (const name of names) read(memory, name, ROW_CHARS_MAX);
  for (let mark = 2; mark < 200; mark++) read(memory, "n0", ROW_CHARS_MAX, String(mark));
  expect(kept(memory, names.slice(1))).toEqual(names.slice(1));
  memory.clear();
  for (const name of names) read(memory, name, ROW_CHARS_MAX);
  expect(kept(memory, names)).toEqual(names);
});

test("long names are not cached, neither of missing rows nor of rows that were read", () => {
  const memory = new RowMemory();
  const [short, long] = ["n", "n".repeat(5000)] as const;
  for (const name of [short, long]) memory.miss(name);
  expect([short, long].map((name) => memory.isAbsent(name))).toEqual([true, false]);
  read(memory, long, 10);
  expect(memory.peek(long, "1")).toBeNull();
});
