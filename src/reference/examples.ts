/**
 * The examples of the reference: runs the scenario against a given server and records requests and answers.
 * The example of an endpoint is its first successful request, or else a refused one.
 */
import { SCENARIO } from "./scenario.ts";
import type { Step } from "./steps.ts";

/** A request of the scenario, with its parameters resolved. */
export interface ExampleCall {
  readonly route: string;
  readonly id: string;
  readonly sub: string;
  readonly path: string;
  /** The API version that is asked for; the newest one if absent. */
  readonly version?: string;
  /** Names and values as they are sent: "line_items[0][price]". */
  readonly form: readonly (readonly [string, string])[];
}

export interface Example {
  readonly call: ExampleCall;
  readonly status: number;
  readonly answer: unknown;
}

export interface Examples {
  /** By the name of the endpoint. */
  readonly byRoute: ReadonlyMap<string, Example>;
  /** An object of each kind. */
  readonly byObject: ReadonlyMap<string, unknown>;
}

/** Makes one request. */
export type Caller = (call: ExampleCall) => Promise<{ readonly status: number; readonly answer: unknown }>;

export async function makeExamples(caller: Caller): Promise<Examples> {
  const kept = new Map<string, unknown>();
  const byRoute = new Map<string, Example>();
  for (const step of SCENARIO) {
    const call = callOf(step, kept);
    const { status, answer } = await caller(call);
    if (step.keep !== undefined) kept.set(step.keep, answer);
    const before = byRoute.get(step.route);
    if (before === undefined || before.status > status) byRoute.set(step.route, { call, status, answer });
  }
  return { byRoute, byObject: objectsIn(byRoute) };
}

function callOf(step: Step, kept: ReadonlyMap<string, unknown>): ExampleCall {
  const resolve = (text: string) => String(resolved(text, kept));
  const id = resolve(step.id ?? "");
  const sub = resolve(step.sub ?? "");
  const [, pattern = ""] = step.route.split(" ");
  return {
    route: step.route,
    id,
    sub,
    ...(step.version === undefined ? {} : { version: step.version }),
    path: pattern.replace(":id", id).replace(":sub", sub),
    form: Object.entries(step.params ?? {}).flatMap(([name, value]) => formOf(name, value, kept)),
  };
}

function formOf(
  name: string,
  value: unknown,
  kept: ReadonlyMap<string, unknown>,
): (readonly [string, string])[] {
  if (typeof value !== "object" || value === null) return [[name, String(resolved(value, kept))]];
  return Object.entries(value).flatMap(([key, one]) => formOf(`${name}[${key}]`, one, kept));
}

/** "$price.id" → the id of the answer kept as "price". All other values stay unchanged. */
function resolved(value: unknown, kept: ReadonlyMap<string, unknown>): unknown {
  if (typeof value !== "string" || !value.startsWith("$")) return value;
  const [name = "", ...fields] = value.slice(1).split(".");
  return fields.reduce(memberOf, kept.get(name));
}

function memberOf(of: unknown, name: string): unknown {
  return typeof of === "object" && of !== null ? (of as Record<string, unknown>)[name] : undefined;
}

/** An object of each kind: preferably a whole answer, otherwise an object within an answer. */
function objectsIn(byRoute: ReadonlyMap<string, Example>): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  const note = (value: unknown) => {
    const kind = memberOf(value, "object");
    if (typeof kind !== "string" || kind === "list" || found.has(kind)) return;
    if (memberOf(value, "deleted") !== true) found.set(kind, value);
  };
  const within = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    note(value);
    for (const member of Object.values(value)) within(member);
  };
  const examples = [...byRoute];
  for (const [route, { answer }] of examples) if (/^GET [^:]+\/:id$/.test(route)) note(answer);
  for (const [, { answer }] of examples) within(answer);
  return found;
}

/** The request as a curl command line, as API references show it. */
export function curlOf({ call }: Example, method: string, baseUrl: string, key: string): string {
  const head =
    method === "GET" && call.form.length > 0 ? "curl -G" : `curl${method === "DELETE" ? " -X DELETE" : ""}`;
  const bare = method === "POST" && call.form.length === 0 ? `${head} -X POST` : head;
  const lines = [
    `${bare} ${baseUrl}${call.path}`,
    `-u "${key}:"`,
    ...call.form.map(([name, value]) =>
      /^[\w@.:+-]*$/.test(value) && !value.includes("+")
        ? `-d ${quoted(name)}=${value}`
        : `--data-urlencode ${quoted(name)}=${quoted(value)}`,
    ),
  ];
  return lines.join(" \\\n  ");
}

function quoted(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `"${text.replaceAll(/["\\$`]/g, "\\$&")}"`;
}
