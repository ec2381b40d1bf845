/**
 * Which API version brought which types of payment methods (the changelog of Stripe's client, and its types): before it,
 * a type is no choice, and there is no parameter of its name. Types that are not here are older than every version here.
 */
import { type Fields, type Param, p } from "../params/param.ts";

/** By version, in any order. */
export const BROUGHT: Readonly<Record<string, readonly string[]>> = {
  "2024-04-10": ["amazon_pay", "mobilepay", "multibanco", "twint"],
  "2024-10-28.acacia": ["alma", "kakao_pay", "kr_card", "naver_pay", "payco", "samsung_pay"],
  "2025-01-27.acacia": ["pay_by_bank"],
  "2025-03-31.basil": ["billie", "nz_bank_account", "satispay"],
  "2025-06-30.basil": ["crypto"],
  "2025-09-30.clover": ["mb_way"],
  "2025-12-15.clover": ["payto"],
  "2026-03-25.dahlia": ["upi"],
  "2026-04-22.dahlia": ["sunbit"],
  "2026-05-27.dahlia": ["bizum", "scalapay"],
  "2026-09-30.endive": ["paypay", "sequra"],
};

/** Parameters without those types. Parameters that know none of them stay the same objects. */
export function fieldsWithout(types: ReadonlySet<string>, fields: Fields): Fields {
  const kept = Object.entries(fields).filter(([name, param]) => !(param.ofMethodTypes && types.has(name)));
  const older = kept.map(([name, param]) => [name, paramWithout(types, param)] as const);
  const isSame =
    kept.length === Object.keys(fields).length && older.every(([name, param]) => param === fields[name]);
  return isSame ? fields : Object.fromEntries(older);
}

function paramWithout(types: ReadonlySet<string>, param: Param<unknown>): Param<unknown> {
  const older = param.ofMethodTypes === false ? null : partsWithout(types, param);
  if (older === null) return param;
  return { ...param, ...(param.nullable ? p.nullable(older) : older) };
}

/** What reads the parameter without those types; null if it knows none of them. */
function partsWithout(types: ReadonlySet<string>, param: Param<unknown>): Param<unknown> | null {
  const { choices, fields, items, max } = param;
  if (param.ofMethodTypes && choices?.some((choice) => types.has(choice))) {
    return p.oneOf(...choices.filter((choice) => !types.has(choice)));
  }
  if (fields !== undefined) {
    const older = fieldsWithout(types, fields);
    return older === fields ? null : p.object(older);
  }
  if (items === undefined || param.type !== "array") return null;
  const older = paramWithout(types, items);
  return older === items ? null : p.list(older, max === undefined ? {} : { max });
}
