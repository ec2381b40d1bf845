/** The mandate that Stripe.js gives for its payer: whoever confirms in a browser has agreed there. */

const GIVEN_HERE = { customer_acceptance: { type: "online", online: { infer_from_client: true } } };

/** The parameters of a mandate for a method of this type. Cards need none; others take none where they do not debit. */
export function mandateFor(type: string): object {
  return type === "card" ? {} : { mandate_data: GIVEN_HERE };
}
