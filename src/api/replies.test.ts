/** Error replies stay small, no matter what was sent. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ApiError, errors, REFUSAL_BYTES_MAX } from "../core/errors.ts";
import { refusalOutcome } from "./replies.ts";
import { Request } from "./request.ts";

type Catalogue = Readonly<Record<string, (...given: never[]) => ReturnType<typeof errors.internal>>>;

/** Arguments, made from a text, for the functions that take more than texts and numbers. */
const GIVEN: Readonly<Record<string, (text: string) => readonly unknown[]>> = {
  unknownParams: (text) => [Array(5000).fill(text), text],
  invalidChoice: (text) => [text, Array(50).fill(text)],
  invalidCurrency: (text) => [text, text, Array(150).fill("usd")],
  onlyOneOf: (text) => [Array(50).fill(text), text],
  needsOneOf: (text) => [Array(50).fill(text)],
  ofIntent: (text) => [
    { code: text, message: text },
    { id: "pi_1", object: "payment_intent" },
  ],
  promotionCode: (text) => ["expired", text],
  unexpectedIntentState: (text) => [text, { id: "pi_1", object: "payment_intent" }, text],
  card: (text) => [{ message: text, code: text, decline_code: text, charge: text, param: text }],
};

const LONGEST_CHARS = 1_048_576;
/** Texts up to the size of a body, of characters that take one to six bytes in a reply. */
const sent = fc
  .tuple(
    fc.constantFrom("a", "é", "\u0001", "字", "😀", '"', "[", "1", "a]["),
    fc.constantFrom(1, 50, 5000, LONGEST_CHARS),
  )
  .map(([part, length]) => part.repeat(Math.ceil(length / part.length)).slice(0, length));

describe("every error reply is bounded", () => {
  test.each(Object.entries(errors as unknown as Catalogue))("%s", (name, refuse) => {
    fc.assert(
      fc.property(sent, (text) => {
        const given = GIVEN[name]?.(text) ?? [text, text, text, text];
        const request = new Request("req_1", 0);
        request.known = true;
        const refused = refuse(...(given as never[]));
        const { text: answer } = refusalOutcome(refused, request);
        expect(Buffer.byteLength(answer)).toBeLessThanOrEqual(REFUSAL_BYTES_MAX);
        expect(refused.message).toBe(refused.body.message);
      }),
      { numRuns: 40 },
    );
  });
});

test("an error links to the request log unless the URL was unknown, whatever the message says", () => {
  const answer = (error: ApiError) => {
    const request = new Request("req_1", 0);
    request.known = true;
    return JSON.parse(String(refusalOutcome(error, request).text)).error;
  };
  const nowhere = errors.unknownUrl("GET", "/v1/nothing");
  expect(answer(nowhere)).not.toHaveProperty("request_log_url");
  expect(answer(errors.rule(nowhere.message))).toHaveProperty("request_log_url");
});

describe("a text that is too long is shown by its beginning and its end", () => {
  const long = `begin${"x".repeat(1_000_000)}end`;
  test.each([
    [errors.unknownParams([long], null), /^Received unknown parameter: beginx{170,}\.\.\.x+end$/],
    [errors.missingResource("price", long, "price"), /^No such price: 'beginx{170,}\.\.\.x+end'$/],
    [errors.invalidInteger("amount", long), /^Invalid integer: begi\.\.\.xend$/],
    [errors.rule(long), /^beginx{9000,}\.\.\.x+end$/],
  ])("case %#", ({ message }, shape) => {
    expect(message).toMatch(shape);
  });

  test("of many unknown names, the message lists the first ones and the number of all", () => {
    const names = Array.from({ length: 5000 }, (_, i) => `name${i}`);
    const { message, body } = errors.unknownParams(names, null);
    expect(message).toMatch(/^Received unknown parameters: name0, name1, .*name14, and 4985 more$/);
    expect(body.param).toBe("name0");
  });

  test("names and values of ordinary size are shown in full", () => {
    const names = Array.from({ length: 15 }, (_, i) => `line_items[${i}][price_data][product_data][nmae]`);
    expect(errors.unknownParams(names, null).message).toBe(
      `Received unknown parameters: ${names.join(", ")}`,
    );
    const value = "v".repeat(589);
    expect(errors.metadataValueTooLong("metadata", value, 500).message).toBe(
      "Metadata values can have up to 500 characters, but you passed in a value that is 589 characters. " +
        `Invalid value: ${value}`,
    );
  });
});

test.each(["4242424242424242", "4242%204242%204242%204242", "4242-4242-4242-4242"])(
  "a URL that nobody knows is told without the card number in it: %s",
  (number) => {
    const { message } = errors.unknownUrl("POST", `/v1/tokens/${number}`);
    expect(message).toMatch(/^Unrecognized request URL \(POST: \/v1\/tokens\/\[redacted\]\)\. /);
  },
);
