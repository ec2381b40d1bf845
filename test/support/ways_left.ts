/**
 * What a way to pay leaves behind, and its golden files: one for each family, with the first type of a family in full
 * and the others as they differ from it.
 */
import { type Caller, dense, expectGoldenText, type Json, named } from "./golden.ts";
import { currencyOf, type Way } from "./ways.ts";

/** The parts of each object that depend on the way. */
const SHOWN = {
  charge: [
    "id",
    "balance_transaction",
    "captured",
    "failure_code",
    "outcome",
    "paid",
    "payment_method_details",
    "status",
  ],
  intent: [
    "id",
    "amount_received",
    "cancellation_reason",
    "customer",
    "last_payment_error",
    "last_setup_error",
    "mandate",
    "next_action",
    "payment_method",
    "payment_method_options",
    "setup_future_usage",
    "status",
    "usage",
  ],
  invoice: [
    "id",
    "amount_paid",
    "amount_remaining",
    "attempt_count",
    "attempted",
    "auto_advance",
    "next_payment_attempt",
    "status",
  ],
  method: ["id", "allow_redisplay", "customer", "type"],
  session: [
    "customer",
    "invoice",
    "payment_intent",
    "payment_status",
    "setup_intent",
    "status",
    "subscription",
  ],
  subscription: ["id", "default_payment_method", "latest_invoice", "status"],
} as const;

function shown(kind: keyof typeof SHOWN, object: Json): Json {
  return filled(Object.fromEntries(SHOWN[kind].map((key) => [key, errorless(object[key])])));
}

/** Without what is null or an empty list. */
function filled<T extends object>(object: T): T {
  const isEmpty = (part: Json) => part === undefined || part === null || part.length === 0;
  return Object.fromEntries(Object.entries(object).filter(([, part]) => !isEmpty(part))) as T; // fewer members
}

/** An error names its method, which is there already. */
function errorless(value: Json): Json {
  if (value?.payment_method === undefined || value.message === undefined) return value;
  const { payment_method, doc_url: _doc_url, ...error } = value;
  return { ...error, payment_method: payment_method.id };
}

export interface Left {
  readonly session: Json;
  /** Absent if there are none. */
  readonly charges?: readonly Json[];
  readonly events: readonly string[];
  readonly [part: string]: Json;
}

/** Everything that a session leaves behind. `answers` are those of the requests about it. */
export async function leftBehind(call: Caller, id: string, answers: Json): Promise<Left> {
  const session = await call("GET", `checkout/sessions/${id}`);
  const all = async (kind: keyof typeof SHOWN, path: string) =>
    (await call("GET", path)).data.reverse().map((one: Json) => shown(kind, one));
  const one = async (kind: keyof typeof SHOWN, path: string, its: string | null) =>
    its === null ? null : shown(kind, await call("GET", `${path}/${its}`));
  const { customer } = session;
  const events = (await call("GET", "events?limit=100")).data.reverse() as Json[];
  return filled({
    ...answers,
    session: shown("session", session),
    payment_intents: await all("intent", "payment_intents"),
    setup_intents: await all("intent", "setup_intents"),
    charges: await all("charge", "charges"),
    invoice: await one("invoice", "invoices", session.invoice),
    subscription: await one("subscription", "subscriptions", session.subscription),
    saved: customer === null ? [] : await all("method", `customers/${customer}/payment_methods`),
    events: events.map(({ type }) => type).filter((type) => !/^(plan|price|product)\./.test(type)),
  });
}

// --- golden files ---------------------------------------------------------------------------------------------

/** Compares what each way of a family left behind with the family's golden file. */
export function expectGoldenWays(
  family: string,
  left: ReadonlyMap<Way, Left>,
  origins: readonly string[],
): void {
  const flows = new Map<string, [type: string, left: Json][]>();
  for (const [way, one] of left) {
    const flow = `${way.mode}, ${way.outcome}`;
    const text = origins.reduce((json, origin) => json.replaceAll(origin, ORIGIN), JSON.stringify(one));
    const seen = generalized(named(JSON.parse(text), ORIGIN), way);
    flows.set(flow, [...(flows.get(flow) ?? []), [way.type, seen]]);
  }
  const written = Object.fromEntries([...flows].map(([flow, types]) => [flow, compared(types)]));
  expectGoldenText(`ways_${family}`, dense(written));
}
const ORIGIN = "https://checkstand.test";
const TYPE = "<type>";

/** The same with words in place of the type and its currency. */
function generalized(value: Json, { family, type }: Way): Json {
  const word = new RegExp(`(?<![a-z])${type}(?![a-z])`, "g");
  const text = (from: string) => {
    if (from === currencyOf(type)) return "<currency>";
    return family === "card" ? from : from.replace(word, TYPE); // a card is alone in its family
  };
  const walk = (one: Json): Json => {
    if (typeof one === "string") return text(one);
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, part]) => [text(key), walk(part)]));
  };
  return walk(value);
}

/** The first type in full; then those that are the same, and of each other what is different. */
function compared([first, ...others]: readonly [type: string, left: Json][]): Json {
  if (first === undefined) return {};
  const [model, whole] = first;
  const before = leavesOf(whole);
  const differing = others.map(([type, left]) => {
    const leaves = leavesOf(left);
    const paths = [...new Set([...before.keys(), ...leaves.keys()])];
    const isSame = (path: string) => JSON.stringify(before.get(path)) === JSON.stringify(leaves.get(path));
    const different = paths.filter((path) => !isSame(path));
    return [type, different.map((path) => [path, leaves.get(path) ?? "(not there)"])] as const;
  });
  const same = differing.flatMap(([type, different]) => (different.length === 0 ? [type] : []));
  const other = differing.filter(([, different]) => different.length > 0);
  return {
    [model]: whole,
    ...(same.length > 0 && { same: same.join(" ") }),
    ...Object.fromEntries(other.map(([type, different]) => [type, Object.fromEntries(different)])),
  };
}

/** The values in an object by their paths. The hash of the type and a list of texts are one value. */
function leavesOf(value: Json, path = "", leaves = new Map<string, Json>()): Map<string, Json> {
  const isTexts = Array.isArray(value) && value.every((one) => typeof one === "string");
  if (typeof value !== "object" || isTexts || path.endsWith(TYPE)) return leaves.set(path, value);
  for (const [key, part] of Object.entries(value))
    leavesOf(part, path === "" ? key : `${path}.${key}`, leaves);
  return leaves;
}
