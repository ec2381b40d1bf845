/** The command `clock`: shows and moves the clock of a running server, over HTTP. */
import { type Command, Option } from "commander";
import { DEFAULT_PORT } from "../config.ts";
import { type UnixSeconds, unixSecondsIn, utcText } from "../core/clock.ts";
import { EXIT, UsageError } from "./faults.ts";

interface ClockOptions {
  readonly url: string;
  readonly key?: string;
}

type Body = Readonly<Record<string, number | string>>;

/** What the command can do besides showing the time: its usage, its help, and what it sends. */
const VERBS: readonly (readonly [usage: string, help: string, body: (given: string) => Body])[] = [
  [
    "advance <until>",
    "move it forward, by a duration (24h, 30d) or to a time (2027-01-31T12:00:00Z)",
    advanceBody,
  ],
  [
    "freeze [at]",
    "let it stand still, now or from a later time on",
    (at) => (at === "" ? {} : { at: timeIn(at) }),
  ],
  ["rate <rate>", "let it go on, so many seconds in one", (rate) => ({ rate })],
  ["reset", "back to real time", () => ({})],
];

const HELP = `
The clock concerns all accounts of the server. What becomes due on the way is done before the command ends.

Examples:
  checkstand clock                 what time the server has
  checkstand clock advance 24h     open sessions expire
  checkstand clock rate 3600       an hour passes in a second
`;

/** Adds the command with its verbs. */
export function addClock(root: Command): void {
  const clock = withServer(root.command("clock").description("show or move the clock of a running server"));
  clock.addHelpText("after", HELP).action(() => run(clock, "GET", "", () => ({})));
  for (const [usage, help, bodyOf] of VERBS) {
    const verb = withServer(clock.command(usage).description(help));
    verb.action((given?: unknown) => {
      const text = typeof given === "string" ? given : "";
      return run(verb, "POST", `/${verb.name()}`, () => bodyOf(text));
    });
  }
}

function withServer(command: Command): Command {
  const own = `http://127.0.0.1:${DEFAULT_PORT}`;
  return command
    .addOption(new Option("--url <url>", "the server").env("CHECKSTAND_URL").default(own))
    .addOption(new Option("--key <key>", "a secret key, where accounts are fixed").env("CHECKSTAND_KEY"));
}

/** Calls the server, prints what its clock shows, and sets the exit code. */
async function run(
  command: Command,
  method: "GET" | "POST",
  path: string,
  bodyOf: () => Body,
): Promise<void> {
  try {
    // The options of the command `clock` may stand before the verb too.
    const options = command.optsWithGlobals<ClockOptions>();
    process.stdout.write(`${lineOf(await ask(options, method, path, bodyOf()))}\n`);
  } catch (error) {
    process.stderr.write(`checkstand: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? EXIT.badUsage : EXIT.startFailed;
  }
}

interface Shown {
  readonly now: UnixSeconds;
  readonly real_now: UnixSeconds;
  readonly rate: number;
  readonly fired?: number;
}

const UNITS = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 } as const;

/** The seconds in a duration such as `24h`, `30d` or `1d12h`; null if the text is not one. */
export function durationIn(text: string): number | null {
  const match = /^(?:(\d{1,6})w)?(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,9})s)?$/.exec(text);
  if (match === null || text === "") return null;
  return Object.values(UNITS).reduce((sum, seconds, i) => sum + Number(match[i + 1] ?? 0) * seconds, 0);
}

/** What `advance` sends for its argument: a duration, or a time. */
export function advanceBody(text: string): Body {
  const seconds = durationIn(text);
  return seconds === null ? { to: timeIn(text) } : { seconds };
}

/** A time given as Unix seconds or as in `2027-01-31T12:00:00Z`. */
function timeIn(text: string): UnixSeconds {
  const at = unixSecondsIn(text);
  if (at !== null) return at;
  throw new UsageError(
    `${text} is neither a duration such as 24h, 30d or 1d12h, nor a time such as 2027-01-31T12:00:00Z.`,
  );
}

async function ask(
  { url, key }: ClockOptions,
  method: "GET" | "POST",
  path: string,
  body: Body,
): Promise<Shown> {
  const address = `${url.replace(/\/$/, "")}/_checkstand/clock${path}`;
  if (!URL.canParse(address)) throw new UsageError(`${url} is not a URL such as http://127.0.0.1:12111.`);
  let reply: Response;
  try {
    // biome-ignore lint/style/noRestrictedGlobals: this command is a client of the server, not the server
    reply = await fetch(address, {
      method,
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Error(`No server answers at ${url}. Is it running? Name another with --url.`);
  }
  const text = await reply.text();
  const answer: unknown = isJson(reply) ? JSON.parse(text) : null;
  if (reply.ok && isShown(answer)) return answer;
  throw new Error(messageIn(answer) ?? `${url} is no Checkstand that has a clock (${reply.status}).`);
}

function isJson(reply: Response): boolean {
  return reply.headers.get("content-type")?.includes("application/json") ?? false;
}

function isShown(answer: unknown): answer is Shown {
  return typeof answer === "object" && answer !== null && "now" in answer && "rate" in answer;
}

function messageIn(answer: unknown): string | null {
  if (typeof answer !== "object" || answer === null || !("error" in answer)) return null;
  const { error } = answer;
  return typeof error === "object" && error !== null && "message" in error ? String(error.message) : null;
}

/** One line: the time, how far it is from real time, and how it goes on. */
function lineOf({ now, real_now, rate, fired }: Shown): string {
  const ahead = now - real_now;
  const parts = [
    `${utcText(now)} (${now})`,
    ahead === 0
      ? "real time"
      : `${durationOf(Math.abs(ahead))} ${ahead > 0 ? "ahead of" : "behind"} real time`,
    ...(rate === 0 ? ["standing still"] : rate === 1 ? [] : [`${rate} seconds in one`]),
    ...(fired === undefined || fired === 0 ? [] : [`${fired} timers fired`]),
  ];
  return parts.join(", ");
}

/** A duration as `durationIn` reads it, without weeks: "1d12h". */
export function durationOf(seconds: number): string {
  let left = seconds;
  let text = "";
  for (const unit of ["d", "h", "m", "s"] as const) {
    const count = Math.floor(left / UNITS[unit]);
    left -= count * UNITS[unit];
    if (count > 0) text += `${count}${unit}`;
  }
  return text === "" ? "0s" : text;
}
