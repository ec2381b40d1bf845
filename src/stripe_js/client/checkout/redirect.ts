/** `redirectToCheckout`, which older shops call: the whole window goes to the session's page. */
import { IntegrationError } from "../errors.ts";
import { leaveTo } from "../paying/next_action.ts";
import { failed, type Result } from "../paying/results.ts";
import { ask, type Shop } from "../shop.ts";

export async function redirectToCheckout(shop: Shop, given: unknown): Promise<Result> {
  const where = "stripe.redirectToCheckout: ";
  if (typeof given !== "object" || given === null || !("sessionId" in given)) {
    throw new IntegrationError(
      `${where}Checkout Session IDs must be passed in as an object with a key of \`sessionId\` and the Session ID as the value.`,
    );
  }
  const { sessionId, ...rest } = given;
  if (Object.keys(rest).length > 0) {
    throw new IntegrationError(`${where}Do not provide other parameters when providing sessionId.`);
  }
  if (typeof sessionId !== "string" || !/^cs_(?:test|live)_\w+$/.test(sessionId)) {
    throw new IntegrationError(`${where}Invalid value for sessionId. You specified '${String(sessionId)}'.`);
  }
  const reply = await ask(shop, "GET", `/v1/payment_pages/${sessionId}`, {});
  if (!reply.ok) return failed(reply.error);
  if (typeof reply.body.url === "string") return leaveTo(reply.body.url);
  return failed({ type: "invalid_request_error", message: "This Checkout Session has no page to go to." });
}
