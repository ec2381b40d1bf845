/** The made-up accounts: that their numbers have the form and the check digits of real ones. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addressesOf,
  EURO_COUNTRIES,
  type EuroCountry,
  referenceOf,
  TRANSFER_TYPES,
  type TransferType,
  transferIn,
} from "./bank_accounts.ts";

const customers = fc.string({ minLength: 1 });
const numbersOf = (customer: string, type: TransferType, country: EuroCountry = "BE") =>
  addressesOf({ country, customer, holder: "Shop", type }).map(
    (address) => address[String(address.type)] as Readonly<Record<string, string>>,
  );

const WEIGHTS = [3, 7, 1];
const weightOf = (i: number) => WEIGHTS[i % 3] ?? 0;

const IBAN_LENGTHS = { BE: 16, DE: 22, ES: 24, FR: 27, IE: 22, NL: 18 };

test.each(EURO_COUNTRIES)("an IBAN in %s has its length and its check digits", (country) => {
  fc.assert(
    fc.property(customers, (customer) => {
      const { iban = "" } = numbersOf(customer, "eu_bank_transfer", country)[0] ?? {};
      expect(iban).toHaveLength(IBAN_LENGTHS[country]);
      const digits = (iban.slice(4) + iban.slice(0, 4)).replaceAll(/[A-Z]/g, (letter) =>
        String(Number.parseInt(letter, 36)),
      );
      expect(BigInt(digits) % 97n).toBe(1n);
    }),
  );
});

test("a CLABE has its bank and its check digit", () => {
  fc.assert(
    fc.property(customers, (customer) => {
      const { bank_code = "", clabe = "" } = numbersOf(customer, "mx_bank_transfer")[0] ?? {};
      expect(clabe).toMatch(/^\d{18}$/);
      expect(clabe.startsWith(bank_code)).toBe(true);
      const sum = [...clabe.slice(0, 17)].reduce(
        (total, digit, i) => total + ((Number(digit) * weightOf(i)) % 10),
        0,
      );
      expect((sum + Number(clabe[17])) % 10).toBe(0);
    }),
  );
});

test("a routing number has its check digit", () => {
  const { routing_number = "" } = numbersOf("cus_1", "us_bank_transfer")[0] ?? {};
  const sum = [...routing_number].reduce((total, digit, i) => total + Number(digit) * weightOf(i), 0);
  expect(routing_number).toHaveLength(9);
  expect(sum % 10).toBe(0);
});

describe("accounts and references", () => {
  test("are the same whenever they are asked for, and differ between customers", () => {
    for (const type of TRANSFER_TYPES) {
      expect(numbersOf("cus_1", type)).toEqual(numbersOf("cus_1", type));
      expect(numbersOf("cus_1", type)).not.toEqual(numbersOf("cus_2", type));
    }
    expect(referenceOf("pi_1")).toBe(referenceOf("pi_1"));
    expect(referenceOf("pi_1")).not.toBe(referenceOf("pi_2"));
  });

  test("there is a type of transfer for five currencies", () => {
    expect(["eur", "gbp", "jpy", "mxn", "usd", "chf"].map(transferIn)).toEqual([...TRANSFER_TYPES, null]);
  });
});
