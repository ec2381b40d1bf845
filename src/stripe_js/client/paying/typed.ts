/** Requests whose payment method was typed in an Element: its frame adds the data and sends them. */
import type { ApiReply, TypedAs } from "../../wire.ts";
import { type Element, elementOf } from "../elements/element.ts";
import { ask, requestOf, type Shop } from "../shop.ts";

/** Sends a request to which the frame of an Element adds what was typed in it. */
export function sendTyped(
  shop: Shop,
  element: Element,
  path: string,
  params: Readonly<Record<string, unknown>>,
  as: TypedAs,
): Promise<ApiReply> {
  if (element.frame === null) {
    const message =
      "We could not retrieve data from the specified Element. Please make sure the Element you are attempting to use " +
      "is still mounted.";
    return Promise.resolve({ ok: false, error: { type: "invalid_request_error", message } });
  }
  const request = requestOf(shop, "POST", path, params);
  return element.frame.send({ what: "send", request, as });
}

/** A payment method as shops hand it over: an id, or data with an Element or a token in the hash of its type. */
export interface GivenMethod {
  readonly element: Element | null;
  /** Parameters without the Element. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** Splits `{card: element, billing_details}` into the Element and the rest, of which the type is known. */
export function splitElement(data: Readonly<Record<string, unknown>>, type: string): GivenMethod {
  const { [type]: held, ...rest } = data;
  const element = elementOf(held);
  if (element !== null) return { element, params: { ...rest, type } };
  return { element: null, params: { ...rest, type, ...(held === undefined ? {} : { [type]: held }) } };
}

/** Sends a request with a payment method that may have been typed. */
export function sendMethod(
  shop: Shop,
  path: string,
  params: Readonly<Record<string, unknown>>,
  { element, params: method }: GivenMethod,
): Promise<ApiReply> {
  const whole = { ...params, payment_method_data: method };
  if (element === null) return ask(shop, "POST", path, whole);
  return sendTyped(shop, element, path, whole, "payment_method_data");
}
