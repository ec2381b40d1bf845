/**
 * The one table of options. Flags, environment variables, keys of the config file, their checks, the help and
 * the table in docs/options.md are all made from it.
 */
import { DEFAULT_PORT, defaultConfig } from "../config.ts";
import { errors } from "../core/errors.ts";
import { type Fields, type ObjectValue, type Param, p } from "../params/param.ts";
import { VERSIONS } from "../versions/index.ts";

interface Option {
  readonly param: Param<unknown>;
  readonly help: string;
  /**
   * The flag without its leading dashes; null for an option of the config file alone. By default the key,
   * with dashes.
   */
  readonly flag?: string | null;
  /** The placeholder for the value in the help. A switch has none. */
  readonly value?: string;
  /** The default, if the help should name it. */
  readonly otherwise?: string;
  /** May be given several times; in an environment variable, values are separated by commas. */
  readonly repeatable?: true;
  /** The option is not a key of the config file. */
  readonly outsideFile?: true;
}

/** The most days between an event that reminds of a date and the date. */
const DAYS_MAX = 90;
const PORT_MAX = 65_535;
const WAIT_SECONDS_MAX = 60;

const onOff: Param<boolean> = {
  type: "boolean",
  read: (raw, path, reading) => {
    if (raw === "true" || raw === "1") return true;
    if (raw === "false" || raw === "0") return false;
    return reading.refuse(errors.rule("must be true or false", path));
  },
};

const accountFields = {
  name: p.string({ max: 100 }),
  publishable_key: p.string(),
  restricted_keys: p.list(p.object({ key: p.required(p.string()), permissions: p.list(p.string()) })),
  secret_key: p.required(p.string()),
} as const satisfies Fields;

const webhookFields = {
  api_version: p.oneOf(...VERSIONS),
  enabled_events: p.list(p.string()),
  secret: p.string(),
  url: p.required(p.string()),
} as const satisfies Fields;
const fullWebhook = p.object(webhookFields);

/** A webhook; a URL alone stands for a webhook that receives every event. */
const webhook: Param<ObjectValue<typeof webhookFields>> = {
  ...fullWebhook,
  read: (raw, path, reading) =>
    typeof raw === "string" ? { url: raw } : fullWebhook.read(raw, path, reading),
};

const businessFields = {
  country: p.country(),
  name: p.string({ max: 100 }),
  privacy_policy_url: p.nullable(p.url({ webOnly: true })),
  terms_of_service_url: p.nullable(p.url({ webOnly: true })),
} as const satisfies Fields;

/** A percentage, or `failed`, which makes the calculation fail. */
const taxRate: Param<number | "failed"> = {
  type: "percentage",
  read: (raw, path, reading) => (raw === "failed" ? raw : p.number().read(raw, path, reading)),
};

const taxFields = {
  defaults: onOff,
  rates: p.map(taxRate, () => null),
} as const satisfies Fields;

const subscriptionFields = {
  failed_payments: p.oneOf("canceled", "past_due", "unpaid"),
  upcoming_days: p.integer({ min: 1, max: DAYS_MAX }),
} as const satisfies Fields;

const invoiceFields = {
  overdue_days: p.integer({ min: 0, max: DAYS_MAX }),
  will_be_due_days: p.integer({ min: 1, max: DAYS_MAX }),
} as const satisfies Fields;

export const options = {
  port: {
    param: p.integer({ min: 0, max: PORT_MAX }),
    value: "number",
    help: "port to listen on; 0 picks a free one and prints it as JSON too",
    otherwise: String(DEFAULT_PORT),
  },
  host: {
    param: p.string({ max: 255 }),
    value: "address",
    help: "address to listen on",
    otherwise: defaultConfig.host,
  },
  allow_remote: {
    param: onOff,
    help: "let other machines reach the server without fixed keys",
  },
  data: {
    param: p.string(),
    value: "directory",
    help: "directory of the SQLite database",
    otherwise: "./.checkstand",
  },
  database_url: {
    param: p.string(),
    value: "url",
    help: "keep the data in PostgreSQL instead",
  },
  memory: {
    param: onOff,
    help: "keep the data in memory only",
  },
  config: {
    param: p.string(),
    value: "file",
    help: "config file, YAML or JSON",
    outsideFile: true,
  },
  accounts: {
    param: p.list(p.object(accountFields)),
    help: "fixed accounts: name, secret_key, publishable_key, restricted_keys (key, permissions); other keys are refused then",
    flag: null,
  },
  seeds: {
    param: p.list(p.string()),
    flag: "seed",
    value: "file",
    help: "seed file, YAML or JSON, applied at every start",
    repeatable: true,
  },
  demo: {
    param: onOff,
    help: "the demo catalogue of the API reference: there, unless turned off",
    otherwise: "true",
  },
  webhooks: {
    param: p.list(webhook),
    flag: "webhook",
    value: "url",
    help: "where to send the events of every account; in a config file also url, secret, enabled_events, api_version",
    repeatable: true,
  },
  webhook_secret: {
    param: p.string(),
    value: "whsec",
    help: "signing secret of these webhooks; otherwise one is made and kept",
  },
  webhook_targets: {
    param: p.oneOf("local", "public"),
    value: "reach",
    help: "where webhooks may go: local (this machine and private networks too) or public",
    otherwise: defaultConfig.webhookTargets,
  },
  api_version: {
    param: p.oneOf(...VERSIONS),
    value: "version",
    help: "API version of requests without a Stripe-Version header, and of events",
    otherwise: defaultConfig.apiVersion,
  },
  checkout_origin: {
    param: p.string(),
    value: "origin",
    help: "origin of hosted pages in session URLs",
    otherwise: "the server's own",
  },
  allowed_hosts: {
    param: p.list(p.string({ max: 253 })),
    value: "name",
    help: "host name by which clients and browsers may call the server, besides localhost, IP addresses and its own host and checkout origin; such as the name of its container",
    repeatable: true,
  },
  redirect_wait: {
    param: p.integer({ min: 0, max: WAIT_SECONDS_MAX }),
    value: "seconds",
    help: "how long the page waits for the webhook of completion before it sends the buyer on",
    otherwise: String(defaultConfig.redirectWaitSeconds),
  },
  page_layout: {
    param: p.oneOf("auto", "single", "accordion", "tabs"),
    value: "layout",
    help: "how pages offer methods of payment: auto (by how many there are), single, accordion or tabs",
    otherwise: defaultConfig.pageLayout,
  },
  page_pace: {
    param: p.oneOf("fast", "real"),
    value: "pace",
    help: "how long pages show that a payment is processed and went through: real (long enough for tests that look for it) or fast (for load tests)",
    otherwise: defaultConfig.pagePace,
  },
  business: {
    param: p.object(businessFields),
    help: "what the page says of the shop: name, country, terms_of_service_url, privacy_policy_url",
    flag: null,
  },
  tax: {
    param: p.object(taxFields),
    help: "what automatic tax charges: rates by country or state, defaults",
    flag: null,
  },
  subscriptions: {
    param: p.object(subscriptionFields),
    help: "failed_payments: what becomes of a subscription when its payment has failed for good (canceled, unpaid or past_due); upcoming_days: how many days before a renewal invoice.upcoming is sent (7)",
    flag: null,
  },
  invoices: {
    param: p.object(invoiceFields),
    help: "of invoices with a due date, how many days before it invoice.will_be_due is sent (will_be_due_days), and how many after it invoice.overdue (overdue_days); without them neither is sent",
    flag: null,
  },
  log_level: {
    param: p.oneOf("silent", "error", "warn", "info", "debug"),
    value: "level",
    help: "silent, error, warn, info or debug",
    otherwise: defaultConfig.logLevel,
  },
} as const satisfies Readonly<Record<string, Option>>;

type Table = typeof options;
export type OptionKey = keyof Table;
/** The options given in one source: the command line, the environment or the config file. */
export type Settings = ObjectValue<{ readonly [K in OptionKey]: Table[K]["param"] }>;

export const optionKeys = Object.keys(options) as readonly OptionKey[];

export function optionOf(key: OptionKey): Option {
  return options[key];
}

/** The flag without dashes in front, such as "webhook-secret"; null if there is none. */
export function flagOf(key: OptionKey): string | null {
  const { flag } = optionOf(key);
  return flag === undefined ? key.replaceAll("_", "-") : flag;
}

/** The environment variable, such as "CHECKSTAND_WEBHOOK_SECRET"; null if there is none. */
export function envOf(key: OptionKey): string | null {
  const flag = flagOf(key);
  return flag === null ? null : `CHECKSTAND_${flag.replaceAll("-", "_").toUpperCase()}`;
}

/**
 * The flag as the help shows it: `--port <number>`, `--memory`, or `--no-demo` for a switch that is on by
 * default.
 */
export function flagText(key: OptionKey): string | null {
  const { value, otherwise } = optionOf(key);
  const flag = flagOf(key);
  if (flag === null) return null;
  if (value !== undefined) return `--${flag} <${value}>`;
  return otherwise === "true" ? `--no-${flag}` : `--${flag}`;
}

/** The options as a Markdown table, for docs/options.md. */
export function optionsTable(): string {
  const code = (text: string | null): string => (text === null ? "" : `\`${text}\``);
  const rows = optionKeys.map((key) => {
    const { help, otherwise, outsideFile, repeatable } = optionOf(key);
    const flag = code(flagText(key)) + (repeatable ? ", repeatable" : "");
    const cells = [flag, code(envOf(key)), outsideFile ? "" : code(key), otherwise ?? "", help];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    "| Flag | Environment | Config file | Default | Meaning |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
