/**
 * The values of a new session for everything its parameters do not set. They may change at any time: what
 * stored sessions mean does not depend on them, because `usual.ts` is separate.
 */
import type { Buyer, PaymentSession } from "./session.ts";
import { USUAL_SESSION } from "./usual.ts";

/** If a default must differ from what storage leaves out, override it here. */
export const NEW_SESSION: PaymentSession & { readonly shipping_details: undefined } = { ...USUAL_SESSION };

/** A buyer who has given nothing yet. */
export const NO_BUYER: Buyer = NEW_SESSION._buyer;
