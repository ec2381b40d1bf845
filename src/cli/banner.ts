/** What the server says of itself once it is ready: where it is, how to get in, and how to point a client at it. */
import { type Config, DEMO_KEY, isStripeHost } from "../config.ts";

export interface Facts {
  readonly version: string;
  readonly url: string;
  readonly webhookSecret: string;
  /** A checkout that is ready to be paid; null without the demo catalogue. */
  readonly checkoutUrl: string | null;
}

/** The lines of the banner. The last one is stable: scripts wait for it. */
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
  ];
  if (config.checkoutOrigin !== null) lines.push(`  Checkout origin  ${originNote(config.checkoutOrigin)}`);
  if (facts.checkoutUrl !== null) lines.push(`  Ready to pay     ${facts.checkoutUrl}`);
  lines.push("", ...clientLines(facts.url, secretKey), "");
  // Whoever asked for any free port is a program.
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

/** How each official client is told where to go, in one line each. */
function clientLines(url: string, key: string): readonly string[] {
  const { hostname, port } = new URL(url);
  return [
    `  node    new Stripe("${key}", { host: "${hostname}", port: ${port}, protocol: "http" })`,
    `  python  stripe.StripeClient("${key}", base_addresses={"api": "${url}"})`,
    `  ruby    Stripe::StripeClient.new("${key}", api_base: "${url}")`,
    `  php     new \\Stripe\\StripeClient(["api_key" => "${key}", "api_base" => "${url}"])`,
    `  go      stripe.NewClient("${key}", stripe.WithBackends(stripe.NewBackendsWithConfig(&stripe.BackendConfig{URL: stripe.String("${url}")})))`,
    `  java    StripeClient.builder().setApiKey("${key}").setApiBase("${url}").build()`,
    `  dotnet  new StripeClient("${key}", apiBase: "${url}")`,
  ];
}
