/**
 * Set up for every file of wire tests: each JSON answer that a server in this process gives under `/v1/` is held
 * against the shapes of its version, whoever asked for it. After a test, the objects that it got are read again in the
 * versions of four clients. A test fails after it has run if an answer in it has a fault.
 */
import diagnostics from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, afterEach } from "vitest";
import { faultsOf } from "./check.ts";
import { isExpected } from "./expected.ts";
import { readersOf } from "./load.ts";
import { isReadAgain, readAgain, remember } from "./read_again.ts";

const ID = /\b[a-z_]{2,8}_[A-Za-z0-9]{8,}/g;
/** Faults that were found since the last test, with what was asked. */
const found = new Set<string>();

diagnostics.subscribe("http.server.request.start", (message) => {
  // Node's documentation says that these are the message's members.
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
  if (!request.url?.startsWith("/v1/")) return;
  const { writeHead, end } = response;
  let version: unknown;
  // The framework hands over all headers at once, and the text in one piece.
  response.writeHead = function (this: ServerResponse, ...args: unknown[]) {
    const [status, headers] = args as [number, Record<string, unknown> | undefined];
    version = status === 204 ? undefined : headers?.["stripe-version"];
    return writeHead.apply(this, args as Parameters<typeof writeHead>);
  } as typeof writeHead;
  response.end = function (this: ServerResponse, ...args: unknown[]) {
    const [text] = args;
    if (typeof version === "string" && typeof text === "string") examine(request, version, JSON.parse(text));
    return end.apply(this, args as Parameters<typeof end>);
  } as typeof end;
});

function examine(request: IncomingMessage, version: string, body: unknown): void {
  const { method = "", headers } = request;
  const path = request.url?.split("?", 1)[0] ?? "";
  const asked = {
    path: path.replace(ID, ":id"),
    namesVersion: headers["stripe-version"] !== undefined,
    // Only web pages call without the header, with their key among the parameters.
    isPublishable: headers.authorization?.includes("pk_test_") ?? true,
  };
  const place = `${method} ${asked.path} in ${version}${asked.namesVersion ? "" : " (by default)"}`;
  for (const fault of faultsOf(body, version, readersOf))
    if (!isExpected(fault, asked)) found.add(`${fault.at} ${fault.what}: ${place}`);
  if (!asked.isPublishable && !isReadAgain(request)) remember(request, path, version, body);
}

function report(): void {
  const faults = [...found];
  found.clear();
  if (faults.length > 0) throw new Error(`answers that no client's types declare:\n${faults.join("\n")}`);
}
afterEach(async () => {
  await readAgain();
  report();
});
afterAll(report);
