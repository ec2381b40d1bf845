/** Errors of Stripe.js that are the shop's mistakes. */

/** Thrown where a shop uses Stripe.js in a way that it does not allow. Shops test its `name`. */
export class IntegrationError extends Error {
  override readonly name = "IntegrationError";
}

/** The result of what Checkstand does not do, never `undefined`. */
export function notSimulated(what: string): Promise<never> {
  return Promise.reject(new IntegrationError(`${what} is not simulated by Checkstand.`));
}
