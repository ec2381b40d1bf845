/**
 * Money as whole minor units, and the few ways to multiply and divide it. Every function computes exactly and
 * says how it rounds. How many minor units a currency has is in currencies.ts.
 */

/** Whole minor units: cents for usd, yen for jpy. */
export type Amount = number;

/** How many decimals below the minor unit a price may have (Stripe docs, `unit_amount_decimal`). */
const DECIMALS_MAX = 12;

/** Returns `value` if it is a safe integer (exact in floating-point arithmetic), and throws otherwise. */
export function assertAmount(value: number): Amount {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole, safe amount: ${value}`);
  return value;
}

/**
 * amount × numerator ÷ denominator, for whole numbers: computed exactly, then rounded half away from zero.
 */
export function scale(amount: Amount, numerator: number, denominator: number): Amount {
  const product = assertAmount(amount) * assertAmount(numerator);
  if (!Number.isSafeInteger(product) || !Number.isSafeInteger(2 * assertAmount(denominator))) {
    return scaleLarge(amount, numerator, denominator);
  }
  if (denominator === 0) throw new RangeError("cannot divide by 0");
  const rest = product % denominator;
  const quotient = (product - rest) / denominator;
  const isRoundedOut = 2 * Math.abs(rest) >= Math.abs(denominator);
  // + 0 turns -0 into 0.
  return quotient + (isRoundedOut ? Math.sign(product) * Math.sign(denominator) : 0) + 0;
}

/** `scale` with big integers, for values whose product is not a safe integer. */
function scaleLarge(amount: Amount, numerator: number, denominator: number): Amount {
  return fromBigInt(divideHalfAwayFromZero(BigInt(amount) * BigInt(numerator), BigInt(denominator)));
}

/**
 * Splits `total` in proportion to `weights`; the parts always add up to `total`. Each part is first rounded
 * towards zero. The units that are left go to the parts with the largest remainders; of equal remainders, to
 * the earlier part.
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

/** The sum; throws if it is not a safe integer. */
export function sum(amounts: readonly Amount[]): Amount {
  let total = 0;
  for (const amount of amounts) {
    total += assertAmount(amount);
    if (!Number.isSafeInteger(total)) return sumLarge(amounts);
  }
  return total;
}

/** `sum` with big integers, for lists whose intermediate sums are too large. */
function sumLarge(amounts: readonly Amount[]): Amount {
  return fromBigInt(amounts.reduce((total, amount) => total + BigInt(amount), 0n));
}

/**
 * A unit price, which may have decimals below the minor unit, × a quantity. The product is rounded once, half
 * away from zero: Stripe rounds the line and not the unit price (Stripe docs, `unit_amount_decimal`).
 */
export function multiplyDecimal(decimal: string, quantity: number): Amount {
  const whole = Number(decimal) * assertAmount(quantity);
  // Nearly every price is a whole number; this path avoids big integers.
  if (WHOLE_NUMBER.test(decimal) && Number.isSafeInteger(whole)) return whole;
  const { digits, decimals } = readDecimal(decimal);
  return fromBigInt(divideHalfAwayFromZero(digits * BigInt(assertAmount(quantity)), 10n ** BigInt(decimals)));
}

/** A share of a whole: 10 of 30 days is `{ part: 10, whole: 30 }`. Whole numbers; `whole` is above 0. */
export interface Fraction {
  readonly part: number;
  readonly whole: number;
}

/**
 * Unit prices × quantities, added up, × each fraction: computed exactly, then rounded once to the nearest unit. An exact
 * half goes down, towards minus infinity: 4.5 → 4, -2.5 → -3. This is how Stripe rounds prorations (recorded).
 */
export function shareOf(
  parts: readonly { readonly decimal: string; readonly quantity: number }[],
  ...fractions: readonly Fraction[]
): Amount {
  let dividend = parts.reduce((total, { decimal, quantity }) => {
    const { digits, decimals } = readDecimal(decimal);
    return total + digits * BigInt(assertAmount(quantity)) * 10n ** BigInt(DECIMALS_MAX - decimals);
  }, 0n);
  let divisor = 10n ** BigInt(DECIMALS_MAX);
  for (const { part, whole } of fractions) {
    dividend *= BigInt(assertAmount(part));
    divisor *= BigInt(assertAmount(whole));
  }
  if (divisor <= 0n) throw new RangeError("a share is of something above 0");
  return fromBigInt(ceilingOf(2n * dividend - divisor, 2n * divisor));
}

/** The quotient, rounded up towards plus infinity. The divisor is above 0. */
function ceilingOf(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor > 0n ? quotient + 1n : quotient;
}

/** A decimal as Stripe shows it, without needless zeros: "1099.50" → "1099.5", "1099.0" → "1099". */
export function normalizeDecimal(text: string): string {
  const { digits, decimals } = readDecimal(text);
  const size = (digits < 0n ? -digits : digits).toString().padStart(decimals + 1, "0");
  const whole = size.slice(0, size.length - decimals);
  const fraction = withoutLastZeros(size.slice(size.length - decimals));
  return `${digits < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

function withoutLastZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}

/** The most digits before the point: no safe integer has more. */
const WHOLE_DIGITS_MAX = 16;
/** A sign, the digits, the point and the decimals. A longer text is refused without being read. */
const DECIMAL_CHARS_MAX = 1 + WHOLE_DIGITS_MAX + 1 + DECIMALS_MAX;

const DECIMAL = /^(-?)(\d*)(?:\.(\d*))?$/;

/** Whole numbers of up to 15 digits, which are all safe integers. */
const WHOLE_NUMBER = /^\d{1,15}$/;

/** "10.25" → the digits 1025, of which 2 are decimals. */
function readDecimal(text: string): { digits: bigint; decimals: number } {
  const parts = text.length > DECIMAL_CHARS_MAX ? null : DECIMAL.exec(text);
  const [, sign = "", whole = "", fraction = ""] = parts ?? [];
  const isTooLong = whole.length > WHOLE_DIGITS_MAX || fraction.length > DECIMALS_MAX;
  if (whole + fraction === "" || isTooLong) {
    const start = text.slice(0, DECIMAL_CHARS_MAX);
    throw new RangeError(
      `not a decimal of up to ${WHOLE_DIGITS_MAX} digits and ${DECIMALS_MAX} decimals: ${start}`,
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
