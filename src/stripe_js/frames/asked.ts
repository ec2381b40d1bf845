/** What the form of a frame asks for. Pure. */
import type { Asked, AskedMethod } from "../../form/fields.ts";
import { isImplemented, typeNamed } from "../../method_types/index.ts";

const NOTHING: Asked = {
  email: false,
  phone: false,
  shipping: false,
  methods: [],
  billing: "postal",
  billingAlways: false,
  names: { business: "never", individual: "never" },
  taxId: "never",
  answers: [],
  terms: false,
};

/**
 * The form of a new method of one of these types, as the Payment Element asks for it. `isPlaced` is false if the shop
 * sends the billing address itself.
 */
export function askedOfTypes(types: readonly string[], shopCountry: string, isPlaced: boolean): Asked {
  const methods = types.filter(isImplemented).map((type) => askedMethod(type, shopCountry));
  return { ...NOTHING, methods: isPlaced ? methods : methods.map(withoutAddress) };
}

function withoutAddress(method: AskedMethod): AskedMethod {
  return { ...method, asks: { ...method.asks, billing: "none" } };
}

/** The families whose payers are told by e-mail how to pay, or that they were debited. */
const EMAIL_FAMILIES: readonly AskedMethod["family"][] = ["bank_debit", "bank_transfer", "push", "voucher"];

/** The types whose payers are asked for their e-mail address. */
export function emailTypes({ methods }: Asked): readonly string[] {
  return methods.filter(({ family }) => EMAIL_FAMILIES.includes(family)).map(({ type }) => type);
}

/** A name and a whole address. */
export function askedOfAddress(): Asked {
  return {
    ...NOTHING,
    billing: "whole",
    billingAlways: true,
    names: { business: "never", individual: "required" },
  };
}

/** An e-mail address alone. */
export function askedOfEmail(): Asked {
  return { ...NOTHING, email: true };
}

/** A card without name and address. */
export function askedOfCard(): Asked {
  return { ...NOTHING, methods: [withoutAddress(askedMethod("card", ""))] };
}

/** Cards need no name here: shops send it with the confirmation. */
function askedMethod(named: string, shopCountry: string): AskedMethod {
  const { type, name, family, asks, asksAbroad: abroad } = typeNamed(named);
  const own = abroad !== undefined && abroad.home !== shopCountry ? abroad.asks : asks;
  const isNamed = own.name && family.name !== "card";
  return { type, name, family: family.name, asks: { ...own, name: isNamed } };
}
