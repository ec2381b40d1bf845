/** Pure: what holds for the subscription within a phase: what the phase says, and otherwise the default settings. */
import { errors } from "../../../core/errors.ts";
import { automaticTax, type Subscription } from "../subscription/index.ts";
import type { SettingsInput } from "./params.ts";
import type { DefaultSettings, InvoiceSettings, Phase } from "./schedule.ts";

const NO_INVOICE_SETTINGS: InvoiceSettings = {
  account_tax_ids: null,
  custom_fields: null,
  days_until_due: null,
  description: null,
  footer: null,
  issuer: { type: "self" },
};

const USUAL: DefaultSettings = {
  application_fee_percent: null,
  automatic_tax: automaticTax(false),
  billing_cycle_anchor: "automatic",
  billing_thresholds: null,
  collection_method: "charge_automatically",
  default_payment_method: null,
  default_source: null,
  description: null,
  invoice_settings: NO_INVOICE_SETTINGS,
  on_behalf_of: null,
  transfer_data: null,
};

/** The default settings after a request; `default_payment_method` was looked up. */
export function defaultSettings(
  given: SettingsInput | undefined,
  default_payment_method: string | null,
  before: DefaultSettings = USUAL,
): DefaultSettings {
  const { automatic_tax, billing_cycle_anchor, collection_method, description, invoice_settings } =
    given ?? {};
  return {
    ...before,
    ...(automatic_tax === undefined ? {} : { automatic_tax: automaticTax(automatic_tax.enabled) }),
    ...(billing_cycle_anchor === undefined ? {} : { billing_cycle_anchor }),
    ...(collection_method === undefined ? {} : { collection_method }),
    ...(default_payment_method === null ? {} : { default_payment_method }),
    ...(description === undefined ? {} : { description }),
    invoice_settings: invoiceSettings(invoice_settings, before.invoice_settings),
  };
}

/** The settings that a subscription has, as the defaults of its schedule. */
export function settingsFrom(subscription: Subscription): DefaultSettings {
  const { automatic_tax, collection_method, days_until_due, default_payment_method } = subscription;
  const { custom_fields, description, footer } = subscription.invoice_settings;
  return {
    ...USUAL,
    automatic_tax,
    collection_method,
    default_payment_method,
    description: subscription.description,
    invoice_settings: { ...NO_INVOICE_SETTINGS, custom_fields, days_until_due, description, footer },
  };
}

/** The invoice settings that a request sends, on top of others. */
export function invoiceSettings(
  given: SettingsInput["invoice_settings"],
  before: InvoiceSettings = NO_INVOICE_SETTINGS,
): InvoiceSettings {
  const { custom_fields, days_until_due, description, footer } = given ?? {};
  return {
    ...before,
    ...(custom_fields === undefined ? {} : { custom_fields }),
    ...(days_until_due === undefined ? {} : { days_until_due }),
    ...(description === undefined ? {} : { description }),
    ...(footer === undefined ? {} : { footer }),
  };
}

/** What of a subscription a phase decides. */
export type Effective = Pick<
  Subscription,
  "automatic_tax" | "collection_method" | "days_until_due" | "default_tax_rates" | "description"
> & {
  /** Null if the subscription's own stays. */
  readonly default_payment_method: string | null;
  readonly invoice_settings: Pick<
    Subscription["invoice_settings"],
    "custom_fields" | "description" | "footer"
  >;
};

export function effectiveIn(phase: Phase, defaults: DefaultSettings): Effective {
  const collection_method = phase.collection_method ?? defaults.collection_method;
  const [own, usual] = [phase.invoice_settings, defaults.invoice_settings];
  const days = own?.days_until_due ?? usual.days_until_due;
  return {
    automatic_tax: phase.automatic_tax ?? defaults.automatic_tax,
    collection_method,
    days_until_due: collection_method === "send_invoice" ? days : null,
    default_payment_method: phase.default_payment_method ?? defaults.default_payment_method,
    default_tax_rates: phase.default_tax_rates,
    description: phase.description ?? defaults.description,
    invoice_settings: {
      custom_fields: own?.custom_fields ?? usual.custom_fields,
      description: own?.description ?? usual.description,
      footer: own?.footer ?? usual.footer,
    },
  };
}

/** Invoices that are sent need a time to be paid in. */
export function checkDaysUntilDue(phases: readonly Phase[], defaults: DefaultSettings): void {
  for (const [i, phase] of phases.entries()) {
    const { collection_method, days_until_due } = effectiveIn(phase, defaults);
    if (collection_method !== "send_invoice" || days_until_due !== null) continue;
    throw errors.rule(
      "If invoice collection method is 'send_invoice', you must specify 'days_until_due'.",
      `phases[${i}][invoice_settings][days_until_due]`,
    );
  }
}
