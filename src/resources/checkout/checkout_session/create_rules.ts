/**
 * Pure checks across the parameters of a new session, in Stripe's order. They only throw errors; they change
 * nothing.
 */

import type { Behaviour } from "../../../core/behaviour.ts";
import { errors } from "../../../core/errors.ts";
import type { Settings } from "../../../core/settings.ts";
import { checkSessionOptions } from "../../../method_types/session_options.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { checkCollecting } from "./buyer/collecting_rules.ts";
import { modeOf } from "./modes/index.ts";
import type { Mode } from "./modes/mode.ts";
import { checkLine, checkNoRates } from "./order/line_rules.ts";
import type { CreateInput } from "./params/session_params.ts";
import { checkUiMode } from "./ui_mode.ts";

/** Checks that need the parameters only, before anything is looked up. Returns the requested mode. */
export function checkTogether(input: CreateInput, settings: Settings, behaviour: Behaviour): Mode {
  if (input.customer !== undefined && input.customer_email !== undefined) {
    throw errors.onlyOneOf(["customer", "customer_email"]);
  }
  if (input.discounts !== undefined && input.allow_promotion_codes !== undefined) {
    throw errors.onlyOneOf(["allow_promotion_codes", "discounts"]);
  }
  const mode = modeOf(input);
  checkUiMode(input, behaviour);
  for (const param of mode.refuses) {
    if (input[param] !== undefined) throw errors.cannotPassInMode(param, mode.name);
  }
  mode.checkInput(input);
  checkCustomerParams(input);
  checkPaymentParams(input);
  checkCollecting(input, settings);
  const { line_items: lines = [] } = input;
  if (mode.needsLineItems && lines.length === 0) throw errors.missingParam("line_items");
  lines.forEach((line, i) => {
    checkLine(line, `line_items[${i}]`);
    if (input.automatic_tax?.enabled) checkNoRates(line, `line_items[${i}]`);
  });
  checkDiscounts(input);
  return mode;
}

function checkCustomerParams(input: CreateInput): void {
  if (input.customer_creation !== undefined && input.customer !== undefined) {
    throw errors.onlyOneOf(["customer", "customer_creation"]);
  }
  if (input.customer_update === undefined) return;
  if (input.customer === undefined) {
    throw errors.rule("`customer_update` can only be used with `customer`.");
  }
  if (input.customer_update.shipping === "auto" && input.shipping_address_collection === undefined) {
    throw errors.rule(
      "`customer_update[shipping]` can only be set to `auto` with `shipping_address_collection`.",
      "customer_update[shipping]",
    );
  }
}

function checkPaymentParams(input: CreateInput): void {
  if (input.shipping_address_collection !== undefined && input.payment_intent_data?.shipping !== undefined) {
    throw errors.onlyOneOf(["payment_intent_data[shipping]", "shipping_address_collection"]);
  }
  if (input.payment_method_types !== undefined) {
    for (const other of [
      "payment_method_configuration",
      "allowed_payment_method_types",
      "excluded_payment_method_types",
    ] as const) {
      if (input[other] !== undefined) throw errors.onlyOneOf([other, "payment_method_types"]);
    }
  }
  if (input.allowed_payment_method_types !== undefined && input.excluded_payment_method_types !== undefined) {
    throw errors.onlyOneOf(["allowed_payment_method_types", "excluded_payment_method_types"]);
  }
  for (const [param, chosen] of [
    ["automatic_tax[liability]", input.automatic_tax?.liability],
    ["invoice_creation[invoice_data][issuer]", input.invoice_creation?.invoice_data?.issuer],
  ] as const) {
    if (chosen?.type === "account") throw errors.missingParam(`${param}[account]`);
  }
  checkSessionOptions(
    input.payment_method_options,
    input.payment_intent_data?.setup_future_usage,
    input.payment_method_types,
  );
}

function checkDiscounts({ discounts }: CreateInput): void {
  discounts?.forEach((discount, i) => {
    if (discount.coupon !== undefined && discount.promotion_code !== undefined) {
      throw errors.onlyOneOf(["coupon", "promotion_code"], `discounts[${i}]`);
    }
    if (discount.coupon === undefined && discount.promotion_code === undefined) {
      throw errors.missingParam(`discounts[${i}][coupon]`);
    }
  });
}

/**
 * For some of what the session collects, an existing customer must have the data already or allow it to be
 * saved. The order of the checks was recorded from Stripe.
 */
export function checkCustomer(input: CreateInput, customer: Customer | null): void {
  if (customer === null) return;
  const { customer_update: update } = input;
  if (input.automatic_tax?.enabled) {
    const saved = update?.address === "auto" || update?.shipping === "auto";
    if (!saved && (customer.shipping?.address.country ?? customer.address?.country ?? null) === null) {
      throw errors.rule(
        "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to " +
          "the Customer or set `customer_update[address]` to 'auto' to save the billing address entered in " +
          "Checkout to the Customer.",
        undefined,
        "customer_tax_location_invalid",
      );
    }
  }
  if (input.tax_id_collection?.enabled && update?.name !== "auto") {
    throw errors.rule(
      "Tax ID collection requires updating business name on the customer. To enable tax ID collection for an " +
        "existing customer, please set `customer_update[name]` to `auto`.",
    );
  }
}
