/** An invoice as a paid session leaves it, for tests of its page and its PDF. */
import { seededIds } from "../../src/core/ids.ts";
import { DEFAULT_SETTINGS } from "../../src/core/settings.ts";
import type { FoundInvoice } from "../../src/page/port.ts";
import type { Sale } from "../../src/resources/billing/invoice/index.ts";
import { draftOf } from "../../src/resources/billing/invoice/sale.ts";
import type { Discount } from "../../src/resources/catalog/discount.ts";
import type { Price } from "../../src/resources/catalog/price/index.ts";
import type { TaxRate } from "../../src/resources/catalog/tax_rate.ts";
import type { Customer } from "../../src/resources/customers/customer/index.ts";

const NOW = 1_795_737_600; // 27 November 2026
const ACCOUNT = { id: "acct_1TestTestTestTes", tail: "stTestTest" };

/** What tests say of a rate. */
export function rate(id: string, display_name: string, percentage: number, inclusive: boolean): TaxRate {
  return { id, object: "tax_rate", display_name, percentage, inclusive } as TaxRate; // what is read of it
}

type Line = Sale["lines"][number];
/** One that costs `amount` for each, untaxed unless told otherwise. */
export function line(description: string, amount: number, quantity: number, more: Partial<Line> = {}): Line {
  return {
    description,
    price: { id: "price_1", product: "prod_1", transform_quantity: null } as Price, // what is read of it
    quantity,
    unit_amount_decimal: String(amount),
    amount_subtotal: amount * quantity,
    amount_discount: 0,
    taxes: [],
    ...more,
  };
}

/** A coupon at work. */
export function discount(coupon: { name: string | null; percent_off: number | null }): Discount {
  return { id: "di_1", _coupon: { id: "CODE", ...coupon } } as unknown as Discount; // what is read of it
}

interface Options {
  readonly sale?: Partial<Sale>;
  readonly customer?: Partial<Customer>;
  readonly found?: Partial<FoundInvoice>;
  /** Not paid yet. */
  readonly open?: boolean;
  readonly display?: "exclude_tax" | "include_inclusive_tax";
}

/** Final, and paid unless told otherwise. */
export function foundInvoice({ sale, customer, found, open = false, display }: Options = {}): FoundInvoice {
  const ids = seededIds(7);
  const tx = {
    account: ACCOUNT,
    now: NOW,
    settings: DEFAULT_SETTINGS,
    newId: (prefix: string) => prefix + ids.random(14),
    random: (length: number) => ids.random(length),
  };
  const buyer = {
    id: "cus_1",
    address: null,
    email: "jenny@example.com",
    invoice_settings: { custom_fields: null, footer: null },
    name: "Jenny Rosen",
    phone: null,
    shipping: null,
    tax_exempt: "none",
    ...customer,
  } as Customer; // what is read of them
  const draft = draftOf(tx, {
    id: "in_1",
    customer: buyer,
    customer_tax_ids: [],
    currency: "usd",
    lines: [line("T-shirt", 1099, 2)],
    discount: null,
    shipping: null,
    shipping_details: null,
    tax_rates: [],
    payment_intent: "pi_1",
    charge: "ch_1",
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    ...sale,
    options: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      metadata: {},
      rendering_options: display === undefined ? null : { amount_tax_display: display },
      ...sale?.options,
    },
  });
  const final = { ...draft, effective_at: NOW, number: "ROSEN-0001" };
  const paid = {
    ...final,
    amount_paid: draft.total,
    amount_remaining: 0,
    status: "paid",
    status_transitions: { ...draft.status_transitions, finalized_at: NOW, paid_at: NOW + 86_400 },
  } as const;
  return {
    invoice: open ? { ...final, status: "open" } : paid,
    accountTaxIds: [],
    taxRates: sale?.tax_rates ?? [],
    shippingName: null,
    takesCards: true,
    transfer: null,
    ...found,
  };
}
