/** Where a customer can transfer money to, without a payment that it is for. */
import {
  addressesOf,
  countryOf,
  TRANSFER_TYPES,
  USUAL_EURO_COUNTRY,
} from "../../../method_types/bank_accounts.ts";
import { checkTransfer } from "../../../method_types/families/bank_transfer.ts";
import { addressTypes, euTransfer } from "../../../method_types/session_options.ts";
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import type { Reader, Row } from "../../../storage/port.ts";
import { type Call, defineResource, publicPart, type Wire } from "../../resource.ts";
import { living } from "./customer.ts";

export const FUNDING_INSTRUCTIONS = "funding_instructions";

interface FundingInstructions extends Row {
  readonly object: typeof FUNDING_INSTRUCTIONS;
  readonly bank_transfer: Wire;
  readonly currency: string;
  readonly funding_type: "bank_transfer";
  readonly livemode: false;
}

export const fundingParams = {
  bank_transfer: p.required(
    p.object({
      eu_bank_transfer: euTransfer,
      requested_address_types: addressTypes("iban", "sort_code", "spei", "zengin"),
      type: p.required(p.oneOf(...TRANSFER_TYPES)),
    }),
  ),
  currency: p.required(p.currency()),
  funding_type: p.required(p.oneOf("bank_transfer")),
} as const satisfies Fields;

/** `POST /v1/customers/:id/funding_instructions`: the same account whenever it is asked for. Writes nothing. */
export async function fundingInstructions(
  reader: Reader,
  call: Call<ObjectValue<typeof fundingParams>>,
): Promise<FundingInstructions> {
  const customer = await living(reader, call.id);
  const { bank_transfer: transfer, currency, funding_type } = call.input;
  checkTransfer({ bank_transfer: transfer }, currency, "bank_transfer");
  const { eu_bank_transfer: euro, requested_address_types: wanted, type } = transfer;
  const country = euro?.country ?? USUAL_EURO_COUNTRY;
  const account = { customer: customer.id, country, holder: reader.settings.business_name, type };
  return {
    id: customer.id,
    object: FUNDING_INSTRUCTIONS,
    bank_transfer: {
      country: countryOf(account),
      financial_addresses: addressesOf(account, wanted),
      type,
    },
    currency,
    funding_type,
    livemode: false,
  };
}

/** Has no URLs of its own: they are the customer's. */
export const fundingInstructionsResource = defineResource<FundingInstructions>({
  object: FUNDING_INSTRUCTIONS,
  path: "/v1/customers",
  permission: "customer",
  operations: {},
  view: (row) => ({ ...publicPart(row), id: undefined }),
});
