/**
 * The family of bank transfers: the customer's cash balance pays, and the customer is told an account to transfer
 * money to, which fills the balance. The balance itself is kept by `resources/`.
 */
import { errors } from "../../core/errors.ts";
import {
  addressesOf,
  type EuroCountry,
  hasAddress,
  referenceOf,
  type TransferType,
  transferIn,
  USUAL_EURO_COUNTRY,
} from "../bank_accounts.ts";
import { answersAtOnce, type Family, type Hash, neverActs, type Telling } from "../method_type.ts";

/** `payment_method_options` as they were read. */
interface Options {
  readonly bank_transfer?: {
    readonly eu_bank_transfer?: { readonly country: EuroCountry };
    readonly requested_address_types?: readonly string[];
    /** Of invoices it may be left out. */
    readonly type?: TransferType;
  };
  readonly funding_type?: "bank_transfer" | null;
}

/**
 * Refuses a transfer that does not fit the currency or itself, by parameters within the path `at`. The texts are
 * ours.
 */
export function checkTransfer(given: Hash, currency: string, at: string): void {
  const { bank_transfer: transfer } = given as Options; // read by their definition
  if (transfer === undefined) return;
  const fitting = transferIn(currency);
  if (transfer.type !== undefined && transfer.type !== fitting) {
    throw errors.rule(
      `The bank transfer type ${transfer.type} cannot be used with the currency ${currency}. Use ${fitting} instead.`,
      `${at}[type]`,
    );
  }
  if (fitting === null) return; // refused as a currency of the type
  if (fitting === "eu_bank_transfer" && transfer.eu_bank_transfer === undefined) {
    throw errors.missingParam(`${at}[eu_bank_transfer][country]`);
  }
  const wanted = transfer.requested_address_types ?? [];
  if (wanted.length === 0 || hasAddress(fitting, wanted)) return;
  throw errors.rule(
    `No account for ${fitting} has an address of the types ${wanted.join(", ")}.`,
    `${at}[requested_address_types]`,
  );
}

/** Whether the options of an intent say how the balance is filled if it has too little. */
export function isFunded(given: Hash): boolean {
  return (given as Options).funding_type === "bank_transfer";
}

function instructions({ amount, currency, customer, intentId, options, page, payee }: Telling): Hash {
  const { bank_transfer: transfer } = options as Options;
  const type = transfer?.type ?? transferIn(currency);
  if (type === null || customer === null) throw new Error(`nobody can transfer ${currency} for ${intentId}`);
  const country = transfer?.eu_bank_transfer?.country ?? USUAL_EURO_COUNTRY;
  const account = { customer, country, holder: payee, type };
  return {
    amount_remaining: amount,
    currency,
    financial_addresses: addressesOf(account, transfer?.requested_address_types),
    hosted_instructions_url: page,
    reference: referenceOf(intentId),
    type,
  };
}

export const bankTransfer: Family<Hash, null, null> = {
  name: "bank_transfer",
  chargePrefix: "py_",
  make: () => ({ details: {}, simulated: null }),
  fromAlias: () => null,
  changed: ({ details }) => details,
  attached() {
    throw errors.rule("PaymentMethods of type 'customer_balance' cannot be saved to customers.");
  },
  checkAccepted: () => {},
  action: null,
  nextAction: neverActs,
  mandateDetails: null,
  attempt: async () => ({ result: "awaits_funds" }),
  instructions: (_method, told) => ({
    display_bank_transfer_instructions: instructions(told),
    type: "display_bank_transfer_instructions",
  }),
  concluded: answersAtOnce,
  used: (method) => method,
  chargeDetails: () => ({}),
  setupDetails: () => ({}),
  refundDestination: { customer_cash_balance: {}, type: "customer_cash_balance" },
  isRefundable: true,
  saved: () => null,
};
