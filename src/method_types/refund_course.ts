/** How refunds go. The family of a method says it; a timer of the refund ends it. */

/** How a refund ends, so many seconds after it was made. */
export type RefundEnd = { readonly afterSeconds: number } & (
  | { readonly status: "succeeded" }
  | { readonly status: "failed"; readonly failure_reason: string }
);

/** How a refund begins, and what becomes of it; `ends` is null if nothing does. */
export type RefundCourse =
  | { readonly begins: "pending" | "succeeded"; readonly ends: RefundEnd | null }
  | {
      /** The payer is asked by e-mail for an account to send the money to. */
      readonly begins: "requires_action";
      /** How long they may take to answer. */
      readonly answerSeconds: number;
      readonly ends: RefundEnd;
    };

export const REFUNDED_AT_ONCE: RefundCourse = { begins: "succeeded", ends: null };
