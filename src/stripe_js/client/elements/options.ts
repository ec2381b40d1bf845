/** The options of `stripe.elements()`, and what is wrong with them. The texts are Stripe's. */
import { IntegrationError } from "../errors.ts";

export interface GroupOptions {
  readonly clientSecret?: string;
  readonly mode?: "payment" | "setup" | "subscription";
  readonly amount?: number;
  readonly currency?: string;
  readonly locale?: string;
  readonly appearance?: unknown;
  readonly [more: string]: unknown;
}

export interface Intent {
  readonly id: string;
  readonly kind: "payment_intent" | "setup_intent";
  readonly clientSecret: string;
}

/** The intent of a client secret such as `pi_1_secret_2`; null if the text is none. */
export function intentIn(clientSecret: unknown): Intent | null {
  const match = /^((pi|seti)_[A-Za-z0-9]+)_secret_[A-Za-z0-9]+$/.exec(String(clientSecret));
  const [, id, prefix] = match ?? [];
  if (id === undefined) return null;
  return {
    id,
    kind: prefix === "pi" ? "payment_intent" : "setup_intent",
    clientSecret: String(clientSecret),
  };
}

export function hasIntent({ clientSecret, mode }: GroupOptions): boolean {
  return clientSecret !== undefined || mode !== undefined;
}

/** Throws an `IntegrationError` if a shop cannot mean the options. */
export function checkOptions(given: unknown): GroupOptions {
  const options = (given ?? {}) as GroupOptions; // every rule below reads it as unknown
  const fault = faultOf(options);
  if (fault !== null) throw new IntegrationError(`Invalid options for elements(): ${fault}`);
  return options;
}

function faultOf({ clientSecret, mode, amount, currency }: GroupOptions): string | null {
  if (clientSecret !== undefined && mode !== undefined)
    return "Expected either mode or clientSecret, but not both.";
  if (clientSecret !== undefined && intentIn(clientSecret) === null) {
    const hint = String(clientSecret).startsWith("cuss_secret_")
      ? ". Did you mean to pass this to customerSessionClientSecret?"
      : "";
    return `clientSecret should be a client secret of the form \${id}_secret_\${secret}${hint}`;
  }
  if (mode === undefined) return null;
  if (mode === "setup") return amount === undefined ? null : "amount is not applicable when mode is 'setup'";
  if (typeof currency !== "string") return `currency is required when mode is '${mode}'`;
  if (typeof amount !== "number") return `amount is required when mode is '${mode}'`;
  if (mode === "payment" && amount <= 0) return "amount must be greater than 0";
  return amount < 0 ? "amount must be 0 or greater" : null;
}

/** The parameters with which the API is asked what can be paid with. */
export function sessionParams(options: GroupOptions): Readonly<Record<string, unknown>> {
  const { clientSecret, mode, amount, currency, locale, customerSessionClientSecret } = options;
  const common = { locale, customer_session_client_secret: customerSessionClientSecret };
  const intent = intentIn(clientSecret);
  if (intent !== null) return { ...common, type: intent.kind, client_secret: intent.clientSecret };
  const deferred = {
    mode,
    amount,
    currency,
    payment_method_types: options.paymentMethodTypes,
    setup_future_usage: options.setupFutureUsage ?? (mode === "subscription" ? "off_session" : undefined),
    capture_method: options.captureMethod,
    payment_method_options: options.paymentMethodOptions,
    payment_method_configuration:
      options.paymentMethodConfiguration === undefined
        ? undefined
        : { id: options.paymentMethodConfiguration },
  };
  return { ...common, type: "deferred_intent", deferred_intent: deferred };
}
