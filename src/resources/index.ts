/** The registry: one line a resource, lowest first. */
import { balanceTransaction } from "./balance_transaction.ts";
import { charge } from "./charge.ts";
import { checkoutSession, lineItem, paymentPage } from "./checkout_session/index.ts";
import { coupon } from "./coupon.ts";
import { customer } from "./customer/index.ts";
import { discount } from "./discount.ts";
import { delivery, event } from "./event.ts";
import { invoice, invoiceLine, invoicePayment } from "./invoice/index.ts";
import { paymentIntent } from "./payment_intent/index.ts";
import { paymentLink } from "./payment_link/index.ts";
import { paymentMethod } from "./payment_method/index.ts";
import { paymentMethodConfiguration } from "./payment_method_configuration.ts";
import { price } from "./price/index.ts";
import { product } from "./product.ts";
import { promotionCode } from "./promotion_code/index.ts";
import { refund } from "./refund.ts";
import type { Resource } from "./resource.ts";
import { setupIntent } from "./setup_intent/index.ts";
import { shippingRate } from "./shipping_rate.ts";
import { taxId } from "./tax_id.ts";
import { taxRate } from "./tax_rate.ts";
import { webhookEndpoint } from "./webhook_endpoint.ts";

/** `versions`: those that answers and events can be carried down to, newest first. */
export function allResources(versions: readonly string[]): readonly Resource[] {
  const resources = [
    event,
    delivery,
    webhookEndpoint(versions),
    customer,
    taxId,
    product,
    price,
    coupon,
    promotionCode,
    discount,
    taxRate,
    shippingRate,
    paymentMethod,
    paymentMethodConfiguration,
    balanceTransaction,
    charge,
    refund,
    paymentIntent,
    setupIntent,
    invoice,
    invoiceLine,
    invoicePayment,
    checkoutSession,
    lineItem,
    paymentPage,
    paymentLink,
  ];
  // A registry holds resources of every row type; each is only ever handed rows of its own.
  return resources as unknown as readonly Resource[];
}
