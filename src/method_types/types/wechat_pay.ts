/** The payment method type `wechat_pay`: a wallet of payers in China. Only its client `web` is shown a code. */
import { errors } from "../../core/errors.ts";
import { p } from "../../params/param.ts";
import { qrCodeType } from "../families/qr_code.ts";
import { wechatPay as options } from "../session_options.ts";

/** A guess: WeChat's own documentation says that its codes are good for two hours. */
const LASTS_SECONDS = 2 * 3600;

export const wechatPay = qrCodeType({
  type: "wechat_pay",
  name: "WeChat Pay",
  currencies: ["aud", "cad", "chf", "cny", "dkk", "eur", "gbp", "hkd", "jpy", "nok", "sek", "sgd", "usd"],
  expiresAt: ({ now }) => now + LASTS_SECONDS,
  nextActionType: "wechat_pay_display_qr_code",
  shown: ({ data, images, instructions }) => ({
    data,
    hosted_instructions_url: instructions,
    // The view draws it, because only there the whole URL is known.
    image_data_url: null,
    ...images,
  }),
  check({ client }) {
    if (client === null) throw errors.missingParam("payment_method_options[wechat_pay][client]");
  },
  charge: (_details, { reference }) => ({ fingerprint: null, transaction_id: reference }),
  refund: { wechat_pay: {}, type: "wechat_pay" },
  usualOptions: { app_id: null, client: null },
  // A session that does not name the type does not say what shows its code: its page does.
  usualOfSession: { app_id: null, client: "web" },
  intentOptions: p.object({
    ...options.fields,
    client: p.notYet(p.oneOf("android", "ios", "web"), ["web"]),
  }),
  sessionOptions: options,
});
