/** The payment method that a request to a payment intent names or describes. */
import { errors } from "../../core/errors.ts";
import type { Tx } from "../../storage/port.ts";
import {
  assertUsable,
  createFromCard,
  type PaymentMethod,
  resolvePaymentMethod,
} from "../payment_method/index.ts";
import type { CreateInput } from "./params.ts";

/** Null where the request does neither. */
export async function methodFrom(
  tx: Tx,
  input: Pick<CreateInput, "payment_method" | "payment_method_data">,
  customer: string | null,
): Promise<PaymentMethod | null> {
  const { payment_method, payment_method_data: data } = input;
  if (payment_method !== undefined && data !== undefined) {
    throw errors.onlyOneOf(["payment_method", "payment_method_data"]);
  }
  if (data !== undefined) {
    if (data.card === undefined) throw errors.missingParam("payment_method_data[card]");
    return createFromCard(tx, { ...data, card: data.card, path: "payment_method_data[card]" });
  }
  if (payment_method === undefined) return null;
  const method = await resolvePaymentMethod(tx, payment_method, "payment_method");
  assertUsable(method);
  if (method.customer !== null && method.customer !== customer) {
    throw customer === null
      ? errors.rule(
          "The PaymentMethod provided belongs to a Customer. Please include the Customer in the `customer` parameter " +
            "on the PaymentIntent.",
          "payment_method",
        )
      : errors.rule(
          `The customer ${customer} does not have a payment method with the ID ${method.id}. The payment method must ` +
            "be attached to the customer.",
          "payment_method",
        );
  }
  return method;
}
