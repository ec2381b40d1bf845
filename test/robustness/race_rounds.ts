/**
 * Requests about the same session that two processes send at the same moment: exactly one of them wins, and all records
 * agree on which. The sessions are paid by card, by debit, by voucher and on the page of a bank, in turn. With two servers
 * on one database, each process has a server of its own.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Answer, type Ask, asking, clientOf, countBy, idIn, listAll, type Wire } from "./client.ts";
import type { Heat, Post } from "./race_sender.ts";
import type { Seeded } from "./seeded.ts";

const CONNECTIONS = 64;
const AMOUNT = 2000;
/** Sessions of one account, which race at the same moment. */
const HEAT_SESSIONS = 100;
/** From when a heat is announced until it begins. */
const START_MS = 50;
/** How long debits and vouchers may take until they are concluded, and how often that is looked at. */
const CONCLUDE_MS_MAX = 60_000;
const LOOK_MS = 500;
const SENDER = fileURLToPath(new URL("race_sender.ts", import.meta.url));

export interface RaceOptions {
  /** The ports of one server, or of two on the same database. */
  readonly ports: readonly number[];
  readonly random: Seeded;
  /** How many sessions are confirmed by four requests at once. */
  readonly confirms: number;
  /** How many sessions are confirmed and expired at once. */
  readonly expiries: number;
  readonly onHeat?: () => void;
}
export interface RaceReport {
  readonly paid: number;
  readonly expired: number;
  readonly faults: readonly string[];
}

/** Runs both kinds of races. The report counts the sessions that were expired in the second kind. */
export async function raceRounds(options: RaceOptions): Promise<RaceReport> {
  const racers = [new Racer(), new Racer()] as const;
  const client = clientOf(options.ports[0] ?? 0, CONNECTIONS);
  const report = { paid: 0, expired: 0, faults: [] as string[] };
  const heats: Raced[] = [];
  const run = async (count: number, plan: Plan) => {
    for (let done = 0; done < count; done += HEAT_SESSIONS) {
      const key = `sk_test_race${process.pid}x${heats.length}`;
      const ask = asking(client.send, key);
      const runners = await prepare(ask, Math.min(HEAT_SESSIONS, count - done), options.random);
      heats.push({ ask, runners: await race(runners, plan, racers, { key, ...options }) });
      options.onHeat?.();
    }
  };
  try {
    await run(options.confirms, fourConfirms);
    await run(options.expiries, confirmAndExpire);
    for (const heat of heats) await compare(heat, report);
  } finally {
    for (const racer of racers) racer.end();
    client.close();
  }
  return report;
}

// --- the sessions -------------------------------------------------------------------------------------------------

/** A way to pay that needs no more of its payer than one request. */
interface Kind {
  readonly currency: string;
  readonly form: Readonly<Record<string, string>>;
  /** Whether the payer confirms first, and races at the page of their bank. */
  readonly atBank?: true;
  /** Whether the session is complete before it is paid. */
  readonly later?: true;
}
const payer = (type: string, more: Readonly<Record<string, string>> = {}) => ({
  "payment_method_data[type]": type,
  "payment_method_data[billing_details][name]": "Jenny Rosen",
  "payment_method_data[billing_details][email]": "succeed_immediately@example.com",
  ...more,
});
const KINDS: readonly Kind[] = [
  { currency: "usd", form: { payment_method: "pm_card_visa" } },
  {
    currency: "eur",
    form: payer("sepa_debit", { "payment_method_data[sepa_debit][iban]": "DE89370400440532013000" }),
    later: true,
  },
  { currency: "eur", form: payer("multibanco"), later: true },
  { currency: "eur", form: payer("ideal"), atBank: true },
];
const typeOf = ({ form }: Kind) => form["payment_method_data[type]"] ?? "card";

/** A session that waits for the race. */
interface Runner {
  readonly id: string;
  readonly kind: Kind;
  readonly confirm: Post;
  readonly expire: Post;
}

async function prepare(ask: Ask, count: number, random: Seeded): Promise<Runner[]> {
  const first = random.between(0, KINDS.length - 1);
  return Promise.all(
    Array.from({ length: count }, (_, i) => runner(ask, KINDS[(first + i) % KINDS.length] as Kind)), // within its length
  );
}

async function runner(ask: Ask, kind: Kind): Promise<Runner> {
  const id = idIn(
    await ask(
      "/v1/checkout/sessions",
      {
        mode: "payment",
        "line_items[0][price_data][currency]": kind.currency,
        "line_items[0][price_data][unit_amount]": String(AMOUNT),
        "line_items[0][price_data][product_data][name]": "Lamp",
        "line_items[0][quantity]": "1",
        "payment_method_types[0]": typeOf(kind),
        success_url: "https://example.com/success",
        customer_email: "jenny@example.com",
      },
      { "stripe-version": "2026-08-26.dahlia" },
    ),
  );
  const confirm: Post = { path: `/v1/payment_pages/${id}/confirm`, form: kind.form };
  const expire: Post = { path: `/v1/checkout/sessions/${id}/expire`, form: {} };
  if (kind.atBank === undefined) return { id, kind, confirm, expire };
  const answer = await ask(confirm.path, confirm.form);
  idIn(answer);
  const { payment_intent: intent } = JSON.parse(answer.text);
  const path = `/c/bank/${intent.id}/authorize?client_secret=${intent.client_secret}`;
  return { id, kind, confirm: { path, form: null }, expire };
}

// --- the race -----------------------------------------------------------------------------------------------------

type Verb = "confirm" | "expire";
/** What each of the two processes sends about one session. */
type Plan = (random: Seeded) => readonly [readonly Verb[], readonly Verb[]];
const fourConfirms: Plan = () => [
  ["confirm", "confirm"],
  ["confirm", "confirm"],
];
const confirmAndExpire: Plan = (random) =>
  random.chance(0.5) ? [["confirm"], ["expire"]] : [["expire"], ["confirm"]];

interface Told {
  readonly verb: Verb;
  readonly answer: Answer;
}
interface Raced {
  readonly ask: Ask;
  readonly runners: readonly (Runner & { readonly told: readonly Told[] })[];
}

interface Place {
  readonly key: string;
  readonly ports: readonly number[];
  readonly random: Seeded;
}

async function race(
  runners: readonly Runner[],
  plan: Plan,
  racers: readonly Racer[],
  { key, ports, random }: Place,
): Promise<Raced["runners"]> {
  const plans = runners.map(() => plan(random));
  const at = Date.now() + START_MS;
  const answers = await Promise.all(
    racers.map((racer, i) => {
      const posts = runners.flatMap((one, n) => (plans[n]?.[i] ?? []).map((verb) => one[verb]));
      return racer.send({ port: ports[i % ports.length] ?? 0, key, at, posts });
    }),
  );
  const queues = answers.map((one) => one.values());
  return runners.map((one, n) => ({
    ...one,
    told: queues.flatMap(
      (queue, i) => (plans[n]?.[i] ?? []).map((verb) => ({ verb, answer: queue.next().value as Answer })), // as many as were sent
    ),
  }));
}

/** A process that sends. */
class Racer {
  readonly #child: ChildProcess = fork(SENDER, { execArgv: ["--import", "tsx"] });

  async send(heat: Heat): Promise<readonly Answer[]> {
    const heard = once(this.#child, "message");
    this.#child.send(heat);
    const [{ answers, error }] = (await heard) as [{ answers?: readonly Answer[]; error?: string }];
    if (answers === undefined) throw new Error(error);
    return answers;
  }

  end(): void {
    this.#child.disconnect();
  }
}

// --- what came of it ----------------------------------------------------------------------------------------------

/** The session, and how often each record of its end exists. */
interface Traces {
  readonly status: string;
  readonly payment_status: string;
  readonly intents: number;
  readonly charges: number;
  readonly completed: number;
  readonly later: number;
  readonly expired: number;
}

const PAID = { status: "complete", payment_status: "paid", intents: 1, charges: 1, completed: 1, expired: 0 };
const GONE = {
  status: "expired",
  payment_status: "unpaid",
  intents: 0,
  charges: 0,
  completed: 0,
  expired: 1,
};

/** Compares what the clients were answered with what is there. */
async function compare({ ask, runners }: Raced, report: { paid: number; expired: number; faults: string[] }) {
  await concluded(ask);
  const seen = await tracesOf(ask);
  for (const { id, kind, told } of runners) {
    const traces = seen.get(id);
    const isExpired = traces?.status === "expired";
    const expected = isExpired ? { ...GONE, later: 0 } : { ...PAID, later: kind.later ? 1 : 0 };
    report[isExpired ? "expired" : "paid"] += 1;
    const fault = (what: string) => report.faults.push(`${typeOf(kind)} ${id}: ${what}`);
    for (const [key, value] of Object.entries(expected)) {
      const is = traces?.[key as keyof Traces];
      if (is !== value) fault(`${key} is ${is}, not ${value}`);
    }
    for (const text of wrongAnswers(kind, told, isExpired ? "expire" : "confirm")) fault(text);
  }
}

/** One request has won, and all others were refused as too late, or because another one was under way. */
function wrongAnswers(kind: Kind, told: readonly Told[], winner: Verb): string[] {
  // Whatever has become of the session: a bank sends its payer back, or shows its page with what was wrong.
  const asked = kind.atBank ? told.filter(({ verb }) => verb === "expire") : told;
  const won = asked.filter(({ answer }) => answer.status === 200);
  const wins = kind.atBank && winner === "confirm" ? 0 : 1;
  const wrong =
    won.length === wins && won.every(({ verb }) => verb === winner) ? [] : ["it was won by others"];
  const statuses = told.map(({ verb, answer }) => `${verb} ${answer.status}`).join(", ");
  const refused = asked.filter(({ answer }) => answer.status !== 200);
  const isKnown = ({ answer }: Told) => {
    const { type, code } = JSON.parse(answer.text).error;
    const isLate = answer.status === 400 || (answer.status === 429 && code === "lock_timeout");
    return isLate && type === "invalid_request_error";
  };
  const odd = [...wrong, ...refused.filter((one) => !isKnown(one)).map(({ answer }) => answer.text)];
  const atBank = kind.atBank ? told.filter(({ verb }) => verb === "confirm") : [];
  if (atBank.some(({ answer }) => answer.status !== 303 && answer.status !== 400))
    odd.push("odd answers of the bank");
  return odd.map((text) => `${text} (${statuses})`);
}

/** Waits until banks have answered and vouchers are paid. */
async function concluded(ask: Ask): Promise<void> {
  const end = Date.now() + CONCLUDE_MS_MAX;
  while (Date.now() < end) {
    const complete = await listAll(ask, "/v1/checkout/sessions?status=complete");
    if (complete.every(({ payment_status }) => payment_status === "paid")) return;
    await sleep(LOOK_MS);
  }
}

async function tracesOf(ask: Ask): Promise<ReadonlyMap<string, Traces>> {
  const told = async (type: string) => {
    const events = await listAll(ask, `/v1/events?type=checkout.session.${type}`);
    return countBy(events.map((event) => (event.data as { object: Wire }).object.id));
  };
  const [sessions, intents, charges, completed, later, expired] = await Promise.all([
    listAll(ask, "/v1/checkout/sessions"),
    listAll(ask, "/v1/payment_intents"),
    listAll(ask, "/v1/charges"),
    told("completed"),
    told("async_payment_succeeded"),
    told("expired"),
  ]);
  const paid = countBy(intents.filter(({ amount_received: is }) => is === AMOUNT).map(({ id }) => id));
  const taken = charges.filter(({ amount_captured: is, paid: isPaid }) => isPaid && is === AMOUNT);
  const charged = countBy(taken.map(({ payment_intent }) => String(payment_intent)));
  return new Map(
    sessions.map(({ id, payment_intent, payment_status, status }) => [
      id,
      {
        status: String(status),
        payment_status: String(payment_status),
        intents: paid.get(String(payment_intent)) ?? 0,
        charges: charged.get(String(payment_intent)) ?? 0,
        completed: completed.get(id) ?? 0,
        later: later.get(id) ?? 0,
        expired: expired.get(id) ?? 0,
      },
    ]),
  );
}
