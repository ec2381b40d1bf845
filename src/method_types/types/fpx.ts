/** The payment method type `fpx`: banks of Malaysia. The payer chooses one on the page of the shop. */
import { errors } from "../../core/errors.ts";
import { p } from "../../params/param.ts";
import { redirectType } from "../families/redirect.ts";
import { neverSaved } from "../session_options.ts";

/** The banks that a payer may choose, with the names of their services. */
const BANKS = [
  ["affin_bank", "Affin Bank"],
  ["agrobank", "AGRONet"],
  ["alliance_bank", "Alliance Bank"],
  ["ambank", "AmBank"],
  ["bank_islam", "Bank Islam"],
  ["bank_muamalat", "Bank Muamalat"],
  ["bank_of_china", "Bank of China"],
  ["bank_rakyat", "Bank Rakyat"],
  ["bnp_paribas", "BNP Paribas"],
  ["bsn", "BSN"],
  ["cimb", "CIMB Clicks"],
  ["citibank", "Citibank"],
  ["deutsche_bank", "Deutsche Bank"],
  ["hong_leong_bank", "Hong Leong Bank"],
  ["hsbc", "HSBC Bank"],
  ["kfh", "KFH"],
  ["maybank2e", "Maybank2E"],
  ["maybank2u", "Maybank2U"],
  ["mbsb_bank", "MBSB Bank"],
  ["ocbc", "OCBC Bank"],
  ["pb_enterprise", "PB Enterprise"],
  ["public_bank", "Public Bank"],
  ["rhb", "RHB Bank"],
  ["standard_chartered", "Standard Chartered"],
  ["uob", "UOB Bank"],
] as const;

/** Banks of Stripe's documentation of test values: they refuse every payment. The texts are ours. */
const REFUSALS: Readonly<Record<string, readonly [code: string, message: string]>> = {
  test_offline_bank: ["offline_bank", "The bank is offline. Choose another bank."],
  test_processing_error: [
    "payment_method_processing_error_transient",
    "The bank could not process the payment. Try again later.",
  ],
};

export const fpx = redirectType("bank_redirect", {
  type: "fpx",
  name: "FPX",
  currencies: ["myr"],
  limits: { myr: [200, 3_000_000] },
  shopCountries: ["MY"],
  asks: { fields: [{ param: "bank", control: "fpxBank", kind: "choice", choices: BANKS }] },
  data: {
    account_holder_type: p.oneOf("company", "individual"),
    bank: p.required(p.oneOf(...[...BANKS.map(([bank]) => bank), ...Object.keys(REFUSALS)])),
  },
  details({ account_holder_type = null, bank }, { path }) {
    if (bank === undefined) throw errors.missingParam(`${path}[bank]`);
    return { account_holder_type, bank };
  },
  check({ bank }) {
    const [code, message] = REFUSALS[String(bank)] ?? [];
    if (code !== undefined && message !== undefined) throw errors.rule(message, undefined, code);
  },
  charge: ({ account_holder_type, bank }, { reference }) => ({
    account_holder_type,
    bank,
    transaction_id: reference,
  }),
  sessionOptions: neverSaved,
});
