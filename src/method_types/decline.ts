/** A decline by the issuer or the network, and how errors show it. */
import type { ErrorBody } from "../core/errors.ts";

/** `param` and `message` are for the API; the hosted page has its own messages (`words/messages/`). */
export interface Decline {
  code: string;
  /** Older API versions leave it out if it only repeats `code`. */
  decline_code?: string;
  param?: string;
  message: string;
  /** Only newer API versions show it; the same for `network_decline_code`. */
  advice_code: "confirm_card_data" | "do_not_try_again" | "try_again_later" | null;
  network_decline_code?: string;
}

/** The members of an error that report a decline. */
export function declineDetails(decline: Decline): Omit<ErrorBody, "type"> {
  return {
    code: decline.code,
    message: decline.message,
    ...(decline.advice_code === null ? {} : { advice_code: decline.advice_code }),
    ...(decline.decline_code === undefined ? {} : { decline_code: decline.decline_code }),
    ...(decline.network_decline_code === undefined
      ? {}
      : { network_decline_code: decline.network_decline_code }),
    ...(decline.param === undefined ? {} : { param: decline.param }),
  };
}
