/** The parameters of portal sessions. */
import { type Fields, type ObjectValue, p } from "../../../params/param.ts";
import { FLOW_TYPES } from "./session.ts";

const QUANTITY_MAX = 999_999_999;

const LOCALES = [
  ...["auto", "bg", "cs", "da", "de", "el", "en", "en-AU", "en-CA", "en-GB", "en-IE", "en-IN", "en-NZ"],
  ...["en-SG", "es", "es-419", "et", "fi", "fil", "fr", "fr-CA", "hr", "hu", "id", "it", "ja", "ko", "lt"],
  ...["lv", "ms", "mt", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi"],
  ...["zh", "zh-HK", "zh-TW"],
] as const;

const subscription = p.required(p.string());

const flowData = p.object({
  after_completion: p.about(
    "What happens once the customer is done.",
    p.object({
      hosted_confirmation: p.object({ custom_message: p.string() }),
      redirect: p.object({ return_url: p.required(p.url()) }),
      type: p.required(p.oneOf("hosted_confirmation", "portal_homepage", "redirect")),
    }),
  ),
  subscription_cancel: p.object({
    retention: p.about(
      "A coupon that the customer is offered before they cancel.",
      p.object({
        coupon_offer: p.required(p.object({ coupon: p.required(p.string()) })),
        type: p.required(p.oneOf("coupon_offer")),
      }),
    ),
    subscription,
  }),
  subscription_pause: p.notYet(),
  subscription_update: p.object({ subscription }),
  subscription_update_confirm: p.object({
    discounts: p.about(
      "A discount that the change brings.",
      p.list(p.object({ coupon: p.string(), promotion_code: p.string() }), { max: 1 }),
    ),
    items: p.required(
      p.about(
        "The item that changes, and what it becomes.",
        p.list(
          p.object({
            id: p.required(p.string()),
            price: p.string(),
            quantity: p.integer({ min: 0, max: QUANTITY_MAX }),
          }),
          { max: 1 },
        ),
      ),
    ),
    subscription,
  }),
  type: p.required(p.about("What the customer is to do.", p.oneOf(...FLOW_TYPES))),
});

export const createParams = {
  after_expiration: p.notYet(),
  configuration: p.about("What the customer sees and may do; the account's default if not set.", p.string()),
  customer: p.required(p.string()),
  customer_account: p.notYet(),
  flow_data: p.about("Leads the customer to one thing, instead of the home page.", flowData),
  locale: p.about("The page's language; `auto` is the browser's.", p.oneOf(...LOCALES)),
  on_behalf_of: p.notYet(),
  return_url: p.about("Where the link back to the shop leads.", p.url()),
} as const satisfies Fields;
export type SessionInput = ObjectValue<typeof createParams>;
export type FlowInput = NonNullable<SessionInput["flow_data"]>;
