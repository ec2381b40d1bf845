/** The requests of a page whose payers authenticate, for the examples of the reference. */
import { on, post, type Step } from "./steps.ts";

/** The attempt that the payer of an intent authenticates. */
const sourceOf = (name: string) => `$${name}.next_action.use_stripe_sdk.three_d_secure_2_source`;
const CONFIRMED = {
  automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  confirm: true,
  payment_method: "pm_card_threeDSecure2Required",
};

export const CHALLENGES: readonly Step[] = [
  post("/v1/payment_intents", { ...CONFIRMED, amount: 2198, currency: "usd" }, "challenged"),
  post("/v1/3ds2/authenticate", { source: sourceOf("challenged") }),
  on("$challenged.id", post("/v1/payment_intents/:id/source_cancel", { source: sourceOf("challenged") })),
  post("/v1/3ds2/challenge_complete", { source: sourceOf("challenged") }),
  post("/v1/setup_intents", CONFIRMED, "challenged_setup"),
  on(
    "$challenged_setup.id",
    post("/v1/setup_intents/:id/source_cancel", { source: sourceOf("challenged_setup") }),
  ),
];
