import { expect, test } from "vitest";
import { openLog } from "./log.ts";

function linesOf(say: (log: ReturnType<typeof openLog>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  say(openLog("debug", { write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line));
}

test("card numbers are removed from every text of a line", () => {
  const [line] = linesOf((log) =>
    log.info({ path: "/v1/charges/4242%204242-42424242", request_id: "req_1", status: 404, ms: 3 }),
  );
  expect(line).toMatchObject({ path: "/v1/charges/[redacted]", request_id: "req_1", status: 404, ms: 3 });
});

test("an error is logged with its type and stack, without card numbers and without the values it carries", () => {
  const error = Object.assign(
    new TypeError("no 4242424242424242", { cause: new Error("5555 5555 5555 4444") }),
    { code: "E1", row: { number: "4242424242424242" } },
  );
  const [line] = linesOf((log) => log.error({ err: error }, "a request failed"));
  expect(line).toMatchObject({
    msg: "a request failed",
    err: { type: "TypeError", code: "E1", message: "no [redacted]", cause: "[redacted]" },
  });
  expect(JSON.stringify(line)).toContain("log.test.ts");
  expect(JSON.stringify(line)).not.toMatch(/4242|4444/);
});
