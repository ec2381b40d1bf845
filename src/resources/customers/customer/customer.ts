/** The row of a customer: its shape, a blank one, and a row with the parameters of a request applied. */

import { inWireOrder } from "../../../core/canonical.ts";
import { errors } from "../../../core/errors.ts";
import { type Address, mergeMetadata, wholeAddress } from "../../../params/common.ts";
import type { Value } from "../../../params/param.ts";
import type { Reader, Row, Tx } from "../../../storage/port.ts";
import type { Discount } from "../../catalog/discount.ts";
import { byPath, isDeleted, nounOf } from "../../resource.ts";
import type { SearchFields } from "../../search_query.ts";
import type { CommonInput, shipping } from "./params.ts";

export interface Customer extends Row {
  readonly object: "customer";
  readonly address: Address | null;
  /** In minor units; negative if the customer is owed money. */
  readonly balance: number;
  /** Shown only once it is set, as is `individual_name`. */
  readonly business_name?: string;
  readonly created: number;
  /** The currency of the customer's first invoice; null before that, and fixed from then on. */
  readonly currency: string | null;
  readonly customer_account: null;
  /** A card that was made of a token (`source`); it pays where nothing else is named. */
  readonly default_source: string | null;
  readonly delinquent: boolean;
  readonly description: string | null;
  /** The whole row, as it was when it was given. */
  readonly discount: Discount | null;
  readonly email: string | null;
  readonly individual_name?: string;
  readonly invoice_prefix: string;
  readonly invoice_settings: {
    readonly custom_fields: readonly { readonly name: string; readonly value: string }[] | null;
    readonly default_payment_method: string | null;
    readonly footer: string | null;
    readonly rendering_options: null;
  };
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly name: string | null;
  readonly next_invoice_sequence: number;
  readonly phone: string | null;
  readonly preferred_locales: readonly string[];
  readonly shipping: {
    readonly address: Address;
    readonly name: string;
    readonly phone: string | null;
  } | null;
  readonly tax_exempt: "exempt" | "none" | "reverse";
  /** The id of the test clock whose time is the customer's; null for real time. */
  readonly test_clock: string | null;
  /** Shown as part of `tax`, which is shown only when expanded. */
  readonly _ip_address?: string | null;
}

const PREFIX_CHARS = 8;

/** A new customer without any details, on the test clock at whose time `tx` is. */
export function blank(tx: Tx): Customer {
  return {
    id: tx.newId("cus_"),
    object: "customer",
    address: null,
    balance: 0,
    created: tx.now,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: tx.random(PREFIX_CHARS).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: tx.clock,
  };
}

/**
 * Pure: a customer with the input applied. Hashes are replaced whole; metadata and invoice settings are
 * merged.
 */
export function told(before: Customer, input: CommonInput): Customer {
  const { business_name, individual_name, ...customer } = before;
  const { description, email, name, phone, invoice_prefix, next_invoice_sequence } = input;
  const business = input.business_name === undefined ? business_name : input.business_name;
  const individual = input.individual_name === undefined ? individual_name : input.individual_name;
  const { rendering_options: _, ...settings } = input.invoice_settings ?? {};
  return inWireOrder({
    ...customer,
    ...(input.address === undefined
      ? {}
      : { address: input.address === null ? null : wholeAddress(input.address) }),
    ...(input.balance === undefined ? {} : { balance: input.balance }),
    ...(business === undefined || business === null ? {} : { business_name: business }),
    ...(description === undefined ? {} : { description }),
    ...(email === undefined ? {} : { email }),
    ...(individual === undefined || individual === null ? {} : { individual_name: individual }),
    ...(invoice_prefix === undefined ? {} : { invoice_prefix }),
    invoice_settings: { ...before.invoice_settings, ...settings },
    metadata: mergeMetadata(before.metadata, input.metadata),
    ...(name === undefined ? {} : { name }),
    ...(next_invoice_sequence === undefined ? {} : { next_invoice_sequence }),
    ...(phone === undefined ? {} : { phone }),
    ...(input.preferred_locales === undefined ? {} : { preferred_locales: input.preferred_locales ?? [] }),
    ...(input.shipping === undefined ? {} : { shipping: wholeShipping(input.shipping) }),
    ...(input.tax_exempt === undefined ? {} : { tax_exempt: input.tax_exempt ?? "none" }),
    ...(input.tax?.ip_address === undefined ? {} : { _ip_address: input.tax.ip_address }),
  });
}

function wholeShipping(given: Value<typeof shipping> | null): Customer["shipping"] {
  if (given === null) return null;
  return { address: wholeAddress(given.address), name: given.name, phone: given.phone ?? null };
}

/** The customer with this id; null if there is none, or if they were deleted. */
export async function livingCustomer(reader: Reader, id: string | null): Promise<Customer | null> {
  const customer = id === null ? null : await reader.get<Customer>("customer", id);
  return customer === null || isDeleted(customer) ? null : customer;
}

/** The customer that a path names, or a 404; a deleted customer counts as missing. */
export async function living(reader: Reader, id: string): Promise<Customer> {
  const customer = await byPath<Customer>(reader, "customer", id);
  if (isDeleted(customer)) throw errors.missingPathResource(nounOf("customer"), id, "id");
  return customer;
}

/** What customers can be searched for (Stripe docs, query fields for customers). */
export const searchFields: SearchFields<Customer> = {
  created: { kind: "numeric", of: (row) => row.created },
  email: { kind: "string", of: (row) => row.email },
  name: { kind: "string", of: (row) => row.name },
  phone: { kind: "string", of: (row) => row.phone },
};
