/**
 * The text printed when the server is ready: its URL, its keys, where the data is, and how to connect each
 * client.
 */
import { type Config, DEMO_KEY, isStripeHost } from "../config.ts";
import { DOCS_PATH } from "../reference/anchors.ts";

export interface Facts {
  readonly version: string;
  readonly url: string;
  readonly webhookSecret: string;
  /** URL of a session that can be paid at once; null without the demo catalogue. */
  readonly checkoutUrl: string | null;
}

/** The whole banner. Scripts wait for its last line, so that line must not change. */
export function bannerOf(config: Config, facts: Facts): string {
  const account = config.accounts[0];
  const secretKey = account?.secret_key ?? DEMO_KEY;
  const publishableKey = account?.publishable_key ?? secretKey.replace(/^sk_/, "pk_");
  const lines = [
    `Checkstand ${facts.version}: this is not Stripe. Test cards only, no money moves.`,
    "",
    `  API base         ${facts.url}`,
    `  Secret key       ${secretKey}${accountNote(config)}`,
    `  Publishable key  ${publishableKey}`,
    `  Webhook secret   ${facts.webhookSecret}${webhookNote(config)}`,
    `  Data             ${storageNote(config.storage)}`,
    `  API reference    ${facts.url}${DOCS_PATH}`,
  ];
  if (config.checkoutOrigin !== null) lines.push(`  Checkout origin  ${originNote(config.checkoutOrigin)}`);
  if (facts.checkoutUrl !== null) lines.push(`  Ready to pay     ${facts.checkoutUrl}`);
  lines.push("", ...clientLines(facts.url, secretKey), "");
  // Port 0 is what programs ask for; they need the facts in a form they can parse.
  if (config.port === 0) lines.push(JSON.stringify(machineFacts(facts, secretKey, publishableKey)));
  lines.push(`checkstand ready on ${facts.url}`);
  return `${lines.join("\n")}\n`;
}

function machineFacts(facts: Facts, secretKey: string, publishableKey: string) {
  return {
    url: facts.url,
    port: Number(new URL(facts.url).port),
    secret_key: secretKey,
    publishable_key: publishableKey,
    webhook_secret: facts.webhookSecret,
  };
}

function accountNote({ accounts }: Config): string {
  const [first] = accounts;
  if (first === undefined) return "  (any other sk_test_… key is an account of its own)";
  const name = first.name === null ? "" : `  (${first.name})`;
  return accounts.length === 1 ? name : `${name}  and ${accounts.length - 1} more from the config file`;
}

function webhookNote({ webhooks }: Config): string {
  if (webhooks.length === 0) return "  (of endpoints given with --webhook URL)";
  return `  for ${webhooks.map((webhook) => webhook.url).join(", ")}`;
}

function storageNote(storage: Config["storage"]): string {
  switch (storage.kind) {
    case "memory":
      return "in memory, gone when this stops";
    case "sqlite":
      return storage.directory;
    case "postgres": {
      const { host, pathname } = new URL(storage.url);
      return `PostgreSQL at ${host}${pathname}`;
    }
  }
}

function originNote(origin: string): string {
  if (!isStripeHost(new URL(origin).hostname)) return origin;
  return `${origin}: ALIAS MODE. Links lead to the real Stripe unless your browser is told otherwise`;
}

/**
 * For each official client, a line of code that connects it to this server. Ruby and PHP need the base URL
 * twice: their objects, and so the later pages of lists, do not use the base URL of the client that they came
 * from.
 */
export function clientLines(url: string, key: string): readonly string[] {
  const { hostname, port } = new URL(url);
  return [
    `  node    new Stripe("${key}", { host: "${hostname}", port: ${port}, protocol: "http" })`,
    `  python  stripe.StripeClient("${key}", base_addresses={"api": "${url}"})`,
    `  ruby    Stripe.api_base = "${url}"; Stripe::StripeClient.new("${key}", api_base: Stripe.api_base)`,
    `  php     \\Stripe\\Stripe::$apiBase = "${url}"; new \\Stripe\\StripeClient(["api_key" => "${key}", "api_base" => \\Stripe\\Stripe::$apiBase])`,
    `  go      stripe.NewClient("${key}", stripe.WithBackends(stripe.NewBackendsWithConfig(&stripe.BackendConfig{URL: stripe.String("${url}")})))`,
    `  java    StripeClient.builder().setApiKey("${key}").setApiBase("${url}").build()`,
    `  dotnet  new StripeClient("${key}", apiBase: "${url}")`,
  ];
}
