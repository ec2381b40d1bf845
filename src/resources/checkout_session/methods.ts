/** Which payment methods a session offers, and with what options. */
import { inWireOrder } from "../../core/canonical.ts";
import { errors } from "../../core/errors.ts";
import type { Reader } from "../../storage/port.ts";
import { checkTypes } from "../intents.ts";
import { configurationFor } from "../payment_method_configuration.ts";
import type { Wire } from "../resource.ts";
import type { CreateInput } from "./params.ts";

export interface OfferedMethods {
  /** The configuration that chose them; null where the request named them. */
  readonly configuration: Wire | null;
  readonly types: readonly string[];
  readonly options: Wire;
}

const NONE_LEFT =
  "No valid payment method types for this Checkout Session. Please ensure that you have activated payment methods " +
  "compatible with your chosen currency in your dashboard (https://dashboard.stripe.com/settings/payment_methods)";

/** Those a request names, or those of a configuration, less what the request does not want of them. */
export async function chosenMethods(reader: Reader, input: CreateInput): Promise<OfferedMethods> {
  const named = input._payment_method_types;
  if (named !== undefined) {
    checkTypes(named);
    return { configuration: null, types: named, options: optionsOf(input, named) };
  }
  const configured = await configurationFor(
    reader,
    input.payment_method_configuration,
    "payment_method_configuration",
  );
  const { allowed_payment_method_types: allowed, excluded_payment_method_types: excluded } = input;
  const types = configured.types.filter(
    (type) => (allowed?.includes(type) ?? true) && !excluded?.includes(type),
  );
  if (types.length === 0) throw errors.rule(NONE_LEFT);
  return { configuration: configured.details, types, options: optionsOf(input, types) };
}

/** As sessions show them: of the types that are offered, what was asked; of cards always when 3-D Secure is. */
function optionsOf(input: CreateInput, types: readonly string[]): Wire {
  const given: Wire = input.payment_method_options ?? {};
  const shown: Record<string, unknown> = {};
  for (const type of types) {
    const asked = given[type] as Wire | undefined;
    if (type === "card") shown.card = inWireOrder({ request_three_d_secure: "automatic", ...asked });
    else if (asked !== undefined) shown[type] = asked;
  }
  return shown;
}
