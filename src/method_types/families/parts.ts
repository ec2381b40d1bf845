/** What several families share: results that say no more than that it was paid, how soon, and what a payer must have told. */
import { sha256 } from "../../core/canonical.ts";
import type { UnixSeconds } from "../../core/clock.ts";
import { errors } from "../../core/errors.ts";
import type { Billing, Making } from "../method_type.ts";
import type { RefundCourse } from "../refund_course.ts";

/** An approval of a network that assesses no risk. */
export const APPROVED = {
  result: "approved",
  risk: "not_assessed",
  availableAtOnce: false,
  details: null,
} as const;

/** After how many seconds an answer comes that takes days in truth; `late` where it is documented as slow. */
export const ANSWER_SECONDS = { late: 180, soon: 2 } as const;

/** How a payment that its payer makes later ends in tests. */
export type Ending = "expires" | "expires_late" | "never" | "paid" | "paid_late";

/** By a part of the e-mail address before its `@`. */
const ENDINGS: readonly (readonly [part: string, ending: Ending])[] = [
  ["succeed_immediately", "paid"],
  ["expire_immediately", "expires"],
  ["expire_with_delay", "expires_late"],
  ["fill_never", "never"],
];

/** The ending that an e-mail address asks for; null if it asks for none. */
export function endingFor(email: string | null): Ending | null {
  const local = email?.split("@")[0] ?? "";
  return ENDINGS.find(([part]) => local.includes(part))?.[1] ?? null;
}

/** What expires early is said to expire early. */
export function shownExpiry(ending: Ending, usual: UnixSeconds, now: UnixSeconds): UnixSeconds {
  if (ending === "expires") return now;
  return ending === "expires_late" ? now + ANSWER_SECONDS.late : usual;
}

/** A refund that is under way for some days, which are seconds here, and then succeeds. */
export const REFUNDED_LATER: RefundCourse = {
  begins: "pending",
  ends: { afterSeconds: ANSWER_SECONDS.soon, status: "succeeded" },
};

/** Refuses a method without the billing details that its type needs, in the order in which they are asked for. */
export function checkBilling(needs: readonly (keyof Billing)[], { billing, path }: Making): void {
  const within = path.startsWith("payment_method_data")
    ? "payment_method_data[billing_details]"
    : "billing_details";
  for (const name of needs) {
    if (name === "address") {
      const { country, line1 } = billing.address;
      if (country === null) throw errors.missingParam(`${within}[address][country]`);
      if (line1 === null) throw errors.missingParam(`${within}[address][line1]`);
    } else if (billing[name] === null) throw errors.missingParam(`${within}[${name}]`);
  }
}

const FINGERPRINT_CHARS = 16;

/** Within a shop's account, the same card or bank account always has the same fingerprint. */
export function fingerprintOf(type: string, key: string, accountId: string): string {
  return BigInt(`0x${sha256(`${type} ${accountId} ${key}`)}`)
    .toString(36)
    .slice(-FINGERPRINT_CHARS);
}

/** How many digits a person's tax number (CPF) has in Brazil, and a firm's (CNPJ). */
export const BRAZILIAN_TAX_ID_DIGITS = [11, 14] as const;
