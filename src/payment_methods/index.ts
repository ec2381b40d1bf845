/** The payment methods: one line each. */
import { card } from "./card.ts";
import type { PaymentMethodType } from "./method.ts";

export const PAYMENT_METHODS: Readonly<Record<string, PaymentMethodType>> = { card };

/** Every type the original takes on a session, for telling "not yet" from "no such thing". */
export const KNOWN_TYPES: readonly string[] = (
  "acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit bancontact billie bizum " +
  "blik boleto card cashapp crypto customer_balance eps fpx giropay grabpay ideal kakao_pay klarna konbini " +
  "kr_card link mb_way mobilepay multibanco naver_pay nz_bank_account oxxo p24 pay_by_bank payco paynow paypal " +
  "paypay payto pix promptpay revolut_pay samsung_pay satispay scalapay sepa_debit sequra sofort sunbit swish " +
  "twint upi us_bank_account wechat_pay zip"
).split(" ");
