/** `createPaymentMethod`, `createToken` and `createConfirmationToken`. */

import { elementOf } from "../elements/element.ts";
import { groupOf } from "../elements/group.ts";
import { IntegrationError } from "../errors.ts";
import { ask, type Shop } from "../shop.ts";
import { failed, type Result, resultOf } from "./results.ts";
import { sendTyped, splitElement } from "./typed.ts";

type Data = Readonly<Record<string, unknown>>;

/** Takes `{type, card: element, …}` or `{elements, params}`; from older shops `("card", element, data)`. */
export async function createPaymentMethod(shop: Shop, ...args: readonly unknown[]): Promise<Result> {
  const given =
    typeof args[0] === "string" ? { type: args[0], [args[0]]: args[1], ...(args[2] as Data) } : args[0];
  const data = (given ?? {}) as Data; // handed on to the API, which checks it
  const path = "/v1/payment_methods";
  if (data.elements !== undefined) {
    const paying = payingOf("createPaymentMethod", shop, data.elements);
    const params = (data.params ?? {}) as Data;
    return resultOf("paymentMethod", await sendTyped(shop, paying, path, params, "payment_method"));
  }
  const { element, params } = splitElement(data, String(data.type));
  const reply =
    element === null
      ? await ask(shop, "POST", path, params)
      : await sendTyped(shop, element, path, params, "payment_method");
  return resultOf("paymentMethod", reply);
}

export async function createToken(shop: Shop, given: unknown, data: unknown): Promise<Result> {
  const path = "/v1/tokens";
  const element = elementOf(given);
  const more = (data ?? {}) as Data; // handed on to the API, which checks it
  if (element !== null)
    return resultOf("token", await sendTyped(shop, element, path, { card: more }, "card"));
  if (typeof given !== "string")
    throw new IntegrationError("You must provide a Stripe Element or a valid token type to create a Token.");
  return resultOf("token", await ask(shop, "POST", path, { [given]: more }));
}

export async function createConfirmationToken(shop: Shop, given: unknown): Promise<Result> {
  const { elements, params } = (given ?? {}) as { elements?: unknown; params?: Data };
  const paying = payingOf("createConfirmationToken", shop, elements);
  const { payment_method_data, ...rest } = params ?? {};
  const validity = await paying.frame?.validate();
  if (validity?.isValid === false) return failed(validity.error);
  const whole = { ...rest, payment_method_data: payment_method_data ?? {} };
  const reply = await sendTyped(shop, paying, "/v1/confirmation_tokens", whole, "payment_method_data");
  return resultOf("confirmationToken", reply);
}

/** The Element of a group that collects the method. */
function payingOf(method: string, shop: Shop, elements: unknown) {
  const group = groupOf(elements);
  if (group === null || group.shop !== shop) {
    throw new IntegrationError(
      `Invalid value for stripe.${method}(): the 'elements' provided was created by a different Stripe instance.`,
    );
  }
  if (group.paying === null)
    throw new IntegrationError(
      `stripe.${method}(): the Elements group has no Element to collect a payment method.`,
    );
  return group.paying;
}
