/** The payment method type `bancontact`: banks of Belgium. */
import { redirectType } from "../families/redirect.ts";
import type { Hash } from "../method_type.ts";
import { savedOffSession } from "../session_options.ts";

export const bancontact = redirectType("bank_redirect", {
  type: "bancontact",
  name: "Bancontact",
  currencies: ["eur"],
  purposes: ["payment", "setup", "subscription"],
  savedAsIban: "BE62510007547061",
  asks: { name: true },
  charge: (_details, { name }) => accountOf(name),
  setup: (_details, name) => accountOf(name),
  setupOptions: null,
  usualOptions: { preferred_language: "en" },
  intentOptions: savedOffSession,
  refundDays: 180,
  sessionOptions: savedOffSession,
});

function accountOf(verified_name: string | null): Hash {
  return {
    bank_code: "VAPE",
    bank_name: "VAN DE PUT & CO",
    bic: "VAPEBE22",
    iban_last4: "7061",
    preferred_language: "en",
    verified_name,
  };
}
