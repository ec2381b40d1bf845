/** The payment method type `multibanco`: paid in a bank of Portugal or at a machine of it. */
import { voucherType } from "../families/voucher.ts";
import { neverSaved } from "../session_options.ts";

const EXPIRES_SECONDS = 7 * 86_400;
/** The number of the company that takes the money. */
const ENTITY = "12345";

export const multibanco = voucherType({
  type: "multibanco",
  name: "Multibanco",
  currency: "eur",
  utcOffset: 0,
  asks: { name: false },
  data: {},
  details: () => ({}),
  needs: ["email"],
  expiresAt: ({ now }) => now + EXPIRES_SECONDS,
  shown: ({ number, expiresAt, page }) => ({
    entity: ENTITY,
    expires_at: expiresAt,
    hosted_voucher_url: page,
    reference: number(9),
  }),
  charge: (_details, number) => ({ entity: ENTITY, reference: number(9) }),
  refund: { multibanco: { reference: null, reference_status: "pending" }, type: "multibanco" },
  isRefundable: true,
  sessionOptions: neverSaved,
  intentOptions: neverSaved,
  usualOptions: {},
});
