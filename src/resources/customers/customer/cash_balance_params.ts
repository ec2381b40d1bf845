/** The parameters of a customer's cash balance. */
import { type Fields, p } from "../../../params/param.ts";

const settings = p.object({
  reconciliation_mode: p.about(
    "`automatic` pays what waits for a transfer as soon as there is money; `manual` leaves it to " +
      "`apply_customer_balance`.",
    p.oneOf("automatic", "manual", "merchant_default"),
  ),
});
export const cashBalanceParams = { settings } as const satisfies Fields;
/** The hash `cash_balance` of a customer. */
export const cashBalanceOfCustomer = p.object(cashBalanceParams);
