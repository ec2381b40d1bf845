/** `verifyMicrodepositsForPayment` and `…ForSetup`: a bank account is verified by what was sent to it. */
import type { Intent } from "../elements/options.ts";
import { ask, type Shop } from "../shop.ts";
import { pathOf } from "./next_action.ts";
import { failed, namedIntent, type Result } from "./results.ts";

/** `data` has `amounts` or a `descriptor_code`, which the API checks. */
export async function verifyMicrodeposits(shop: Shop, intent: Intent, data: unknown): Promise<Result> {
  const params = { ...(data as object), client_secret: intent.clientSecret };
  const reply = await ask(shop, "POST", `${pathOf(intent)}/verify_microdeposits`, params);
  return reply.ok ? namedIntent(intent, reply.body) : failed(reply.error);
}
