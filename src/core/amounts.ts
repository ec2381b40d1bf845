/**
 * Money as whole minor units, and the few ways it may be divided. Every division is exact and says how it
 * rounds; how many minor units a currency has is left to currencies.ts.
 */

/** Whole minor units: cents for usd, yen for jpy. */
export type Amount = number;

/** Decimals a price may carry below the minor unit (Stripe docs, `unit_amount_decimal`). */
const DECIMALS_MAX = 12;

/** Hands back `value` when it is a whole number that arithmetic cannot blur, and throws otherwise. */
export function assertAmount(value: number): Amount {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole, safe amount: ${value}`);
  return value;
}

/** amount × numerator ÷ denominator, all whole numbers: exact, and rounded half away from zero. */
export function scale(amount: Amount, numerator: number, denominator: number): Amount {
  const product = assertAmount(amount) * assertAmount(numerator);
  if (!Number.isSafeInteger(product) || !Number.isSafeInteger(2 * assertAmount(denominator))) {
    return scaleLarge(amount, numerator, denominator);
  }
  if (denominator === 0) throw new RangeError("cannot divide by 0");
  const rest = product % denominator;
  const quotient = (product - rest) / denominator;
  const isRoundedOut = 2 * Math.abs(rest) >= Math.abs(denominator);
  // + 0: there is no negative zero in money.
  return quotient + (isRoundedOut ? Math.sign(product) * Math.sign(denominator) : 0) + 0;
}

/** The same where numbers would blur. */
function scaleLarge(amount: Amount, numerator: number, denominator: number): Amount {
  return fromBigInt(divideHalfAwayFromZero(BigInt(amount) * BigInt(numerator), BigInt(denominator)));
}

/**
 * Splits `total` by `weights`; parts always sum to `total`. Each part is first rounded towards zero, then the
 * largest remainders get the spare units, the earlier one where they are equal.
 */
export function allocate(total: Amount, weights: readonly Amount[]): Amount[] {
  assertAmount(total);
  const exact = weights.map((weight) => {
    if (assertAmount(weight) < 0) throw new RangeError(`a weight cannot be negative: ${weight}`);
    return BigInt(weight);
  });
  const whole = exact.reduce((a, b) => a + b, 0n);
  if (whole === 0n) {
    if (total === 0) return weights.map(() => 0);
    throw new RangeError(`nothing to split ${total} by: the weights add up to 0`);
  }
  const size = BigInt(Math.abs(total));
  const shares = exact.map((weight, index) => ({
    index,
    part: (size * weight) / whole,
    rest: (size * weight) % whole,
  }));
  let spare = size - shares.reduce((a, share) => a + share.part, 0n);
  for (const share of [...shares].sort((a, b) => compare(b.rest, a.rest) || a.index - b.index)) {
    if (spare === 0n) break;
    share.part += 1n;
    spare -= 1n;
  }
  return shares.map((share) => fromBigInt(total < 0 ? -share.part : share.part));
}

export function sum(amounts: readonly Amount[]): Amount {
  let total = 0;
  for (const amount of amounts) {
    total += assertAmount(amount);
    if (!Number.isSafeInteger(total)) return sumLarge(amounts);
  }
  return total;
}

/** The same where it is out of bounds on the way. */
function sumLarge(amounts: readonly Amount[]): Amount {
  return fromBigInt(amounts.reduce((total, amount) => total + BigInt(amount), 0n));
}

/**
 * A unit price with decimals below the minor unit × a quantity, rounded once, half away from zero: the line is
 * rounded, not the unit (Stripe docs, `unit_amount_decimal`).
 */
export function multiplyDecimal(decimal: string, quantity: number): Amount {
  const whole = Number(decimal) * assertAmount(quantity);
  // Nearly every price is a whole number, and needs no long arithmetic.
  if (WHOLE_NUMBER.test(decimal) && Number.isSafeInteger(whole)) return whole;
  const { digits, decimals } = readDecimal(decimal);
  return fromBigInt(divideHalfAwayFromZero(digits * BigInt(assertAmount(quantity)), 10n ** BigInt(decimals)));
}

/** Several unit prices, each × its quantity, added up exactly and rounded once, half away from zero. */
export function sumDecimals(
  parts: readonly { readonly decimal: string; readonly quantity: number }[],
): Amount {
  const most = 10n ** BigInt(DECIMALS_MAX);
  const exact = parts.map(({ decimal, quantity }) => {
    const { digits, decimals } = readDecimal(decimal);
    return digits * BigInt(assertAmount(quantity)) * 10n ** BigInt(DECIMALS_MAX - decimals);
  });
  return fromBigInt(
    divideHalfAwayFromZero(
      exact.reduce((a, b) => a + b, 0n),
      most,
    ),
  );
}

/** A decimal as the wire shows it: without needless zeros, "1099.50" → "1099.5", "1099.0" → "1099". */
export function normalizeDecimal(text: string): string {
  const { digits, decimals } = readDecimal(text);
  const size = (digits < 0n ? -digits : digits).toString().padStart(decimals + 1, "0");
  const whole = size.slice(0, size.length - decimals);
  const fraction = size.slice(size.length - decimals).replace(/0+$/, "");
  return `${digits < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Digits before the point: no safe amount has more, and a bound keeps hostile texts cheap. */
const WHOLE_DIGITS_MAX = 16;

const DECIMAL = new RegExp(`^(-?)(\\d{0,${WHOLE_DIGITS_MAX}})(?:\\.(\\d{0,${DECIMALS_MAX}}))?$`);

/** Of those, all that are safe integers. */
const WHOLE_NUMBER = /^\d{1,15}$/;

/** "10.25" → 1025 with 2 decimals. */
function readDecimal(text: string): { digits: bigint; decimals: number } {
  const [, sign = "", whole = "", fraction = ""] = DECIMAL.exec(text) ?? [];
  if (whole + fraction === "") {
    throw new RangeError(
      `not a decimal of up to ${WHOLE_DIGITS_MAX} digits and ${DECIMALS_MAX} decimals: ${text}`,
    );
  }
  const size = BigInt(whole + fraction);
  return { digits: sign === "-" ? -size : size, decimals: fraction.length };
}

function divideHalfAwayFromZero(dividend: bigint, divisor: bigint): bigint {
  if (divisor === 0n) throw new RangeError("cannot divide by 0");
  const isNegative = dividend < 0n !== divisor < 0n;
  const size = dividend < 0n ? -dividend : dividend;
  const by = divisor < 0n ? -divisor : divisor;
  const rounded = (2n * size + by) / (2n * by);
  return isNegative ? -rounded : rounded;
}

function fromBigInt(value: bigint): Amount {
  return assertAmount(Number(value));
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
