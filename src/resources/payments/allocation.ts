/** Pure: which payments the money of a customer is for. */

/** A payment that waits for money. */
export interface Waiting {
  readonly id: string;
  /** What it still needs, in minor units. */
  readonly remaining: number;
  /** By which a transfer can name it. */
  readonly reference: string;
  /** True if it takes all that it needs or nothing. */
  readonly isWhole: boolean;
}

export interface Transfer {
  readonly amount: number;
  /** What the sender wrote for the receiver. */
  readonly reference: string | null;
}

interface Share {
  readonly id: string;
  /** Minor units, more than 0. */
  readonly amount: number;
}

/**
 * Splits what is available, in minor units, among the payments that wait, oldest first: to the one that the transfer
 * names, else to the oldest that waits for just the amount of the transfer, and the rest from the oldest on (Stripe
 * docs, "Reconciliation").
 */
export function allocate(
  waiting: readonly Waiting[],
  available: number,
  transfer: Transfer,
): readonly Share[] {
  const first = named(waiting, transfer) ?? waiting.find(({ remaining }) => remaining === transfer.amount);
  const rest = waiting.filter((one) => one !== first);
  const shares: Share[] = [];
  let left = available;
  for (const { id, isWhole, remaining } of first === undefined ? rest : [first, ...rest]) {
    const amount = Math.min(remaining, left);
    if (amount === 0 || (isWhole && amount < remaining)) continue;
    shares.push({ id, amount });
    left -= amount;
  }
  return shares;
}

function named(waiting: readonly Waiting[], { reference }: Transfer): Waiting | undefined {
  if (reference === null) return undefined;
  const written = reference.toUpperCase();
  return waiting.find((one) => written.includes(one.reference));
}
