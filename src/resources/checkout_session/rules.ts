/** Pure: checks across the parameters of a new session, in the order the original makes them. Refusals only. */
import { errors } from "../../core/errors.ts";
import type { Settings } from "../../core/settings.ts";
import type { Customer } from "../customer/index.ts";
import { checkCollecting } from "./collecting_rules.ts";
import { checkLine, checkNoRates } from "./line_rules.ts";
import { checkMethodOptions } from "./method_options.ts";
import type { CreateInput } from "./params.ts";

const EXPIRES_MIN_SECONDS = 30 * 60;
const EXPIRES_DEFAULT_SECONDS = 24 * 3600;
/** A request made with a clock a little ahead of ours still means twenty-four hours. */
const EXPIRES_TOLERANCE_SECONDS = 60;

/** Parameters that belong to other modes. */
const OF_OTHER_MODES = ["setup_intent_data", "subscription_data", "payment_method_collection"] as const;

/** What the parameters alone can tell, before anything is looked up. */
export function checkTogether(input: CreateInput, settings: Settings): void {
  if (input.customer !== undefined && input.customer_email !== undefined) {
    throw errors.onlyOneOf(["customer", "customer_email"]);
  }
  if (input.discounts !== undefined && input.allow_promotion_codes !== undefined) {
    throw errors.onlyOneOf(["allow_promotion_codes", "discounts"]);
  }
  if (input.mode !== "payment") throw errors.notSupportedValue("mode", input.mode);
  checkPage(input);
  for (const param of OF_OTHER_MODES) {
    if (input[param] !== undefined) throw errors.cannotPassInMode(param, input.mode);
  }
  if (input.submit_type === "subscribe") {
    throw errors.rule("`submit_type` `subscribe` can only be used in `subscription` mode.", "submit_type");
  }
  checkCustomerParams(input);
  checkPaymentParams(input);
  checkCollecting(input, settings);
  if (input.line_items === undefined || input.line_items.length === 0)
    throw errors.missingParam("line_items");
  input.line_items.forEach((line, i) => {
    checkLine(line, i);
    if (input.automatic_tax?.enabled) checkNoRates(line, i);
  });
  checkDiscounts(input);
}

function checkPage(input: CreateInput): void {
  if (input.success_url === undefined) throw errors.missingParam("success_url");
  for (const param of ["return_url", "redirect_on_completion"] as const) {
    if (input[param] !== undefined) throw errors.cannotPassInMode(param, "hosted");
  }
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
  if (input._payment_method_types !== undefined) {
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
  checkMethodOptions(input.payment_method_options);
  const usage = input.payment_intent_data?.setup_future_usage;
  const asked = input.payment_method_options?.card?.setup_future_usage;
  if (usage === "off_session" && asked === "on_session") {
    throw errors.rule(
      "`payment_method_options[card][setup_future_usage]` cannot be `on_session` when " +
        "`payment_intent_data[setup_future_usage]` is `off_session`.",
      "payment_method_options[card][setup_future_usage]",
    );
  }
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

/** What an existing customer must have, or allow to be saved, for what is collected (recorded in this order). */
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

/** When the session expires, in seconds; between half an hour and a day from now. */
export function expiryFor(asked: number | undefined, now: number): number {
  if (asked === undefined) return now + EXPIRES_DEFAULT_SECONDS;
  if (asked < now + EXPIRES_MIN_SECONDS) {
    throw errors.rule(
      "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
    );
  }
  if (asked > now + EXPIRES_DEFAULT_SECONDS + EXPIRES_TOLERANCE_SECONDS) {
    throw errors.rule(
      "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
    );
  }
  return asked;
}
