/**
 * Serves the server's clock under `/_checkstand/clock`, as JSON. Whoever may use the API may move it: with
 * fixed accounts a secret key of one of them is needed; otherwise no key is, as any would do. Web pages of
 * other origins are refused.
 */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { errors } from "../core/errors.ts";
import type { Branch } from "../params/form.ts";
import { type Fields, type ObjectValue, p, readParams } from "../params/param.ts";
import { RawError, rawOf } from "../params/raw.ts";
import { type MovedClock, RATE_MAX, RATE_MIN, type ServerClock } from "./server_clock.ts";

const CLOCK_PATH = "/_checkstand/clock";

export interface ControlParts {
  readonly clock: ServerClock;
  /** The host name in a Host header if the server does not answer to it; null if it does. */
  readonly foreignHost: (header: string | undefined) => string | null;
  /** Throws a refusal unless the Authorization header allows it. */
  readonly authorize: (header: string | undefined) => void;
}

const freezeFields = { at: p.timestamp() } as const satisfies Fields;
const advanceFields = { seconds: p.integer({ min: 0 }), to: p.timestamp() } as const satisfies Fields;
const rateFields = {
  rate: p.required(p.number({ min: RATE_MIN, max: RATE_MAX })),
} as const satisfies Fields;

export function registerControl(app: FastifyInstance, parts: ControlParts): void {
  const { clock } = parts;
  app.get(CLOCK_PATH, (request) => {
    guard(parts, request);
    return clock.state();
  });
  const post = <F extends Fields>(
    verb: string,
    fields: F,
    run: (input: ObjectValue<F>) => Promise<MovedClock>,
  ): void => {
    app.post(`${CLOCK_PATH}/${verb}`, async (request) => {
      guard(parts, request);
      refuseForeignPage(request);
      return run(readParams(fields, jsonOf(request.body)));
    });
  };
  post("freeze", freezeFields, ({ at }) => clock.freeze(at));
  post("advance", advanceFields, ({ seconds, to }) => {
    if (seconds !== undefined && to !== undefined) throw errors.onlyOneOf(["seconds", "to"]);
    if (seconds !== undefined) return clock.advance(seconds);
    if (to !== undefined) return clock.advanceTo(to);
    throw errors.needsOneOf(["seconds", "to"]);
  });
  post("rate", rateFields, ({ rate }) => clock.setRate(rate));
  post("reset", {}, () => clock.reset());
}

function guard({ authorize, foreignHost }: ControlParts, { headers }: FastifyRequest): void {
  const foreign = foreignHost(headers.host);
  if (foreign !== null) throw errors.wrongHost(foreign);
  authorize(headers.authorization);
}

/**
 * Refuses the browser of a visitor of another site, which says where the request comes from by `Origin` or
 * `Sec-Fetch-Site`.
 */
function refuseForeignPage({ headers }: FastifyRequest): void {
  const { origin, host = "" } = headers;
  const site = headers["sec-fetch-site"];
  const isOwn = origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
  if (!isOwn || (site !== undefined && site !== "same-origin" && site !== "none")) throw errors.foreignPage();
}

/** The body as the raw tree of parameters; an absent body counts as an empty object. */
function jsonOf(body: unknown): Branch {
  if (typeof body !== "string" || body.trim() === "") return new Map();
  try {
    const content: unknown = JSON.parse(body);
    const raw = typeof content === "object" && content !== null && !Array.isArray(content) && rawOf(content);
    if (raw instanceof Map) return raw;
  } catch (error) {
    if (error instanceof RawError) throw errors.rule(`${error.message}.`);
  }
  throw errors.rule("The body is not a JSON object.");
}
