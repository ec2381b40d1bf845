/** The list of all resources, one line each. A resource comes after those it depends on. */

import { creditNote, creditNoteLine } from "./billing/credit_note/index.ts";
import { invoice, invoiceItem, invoiceLine, invoicePayment } from "./billing/invoice/index.ts";
import { invoicePreview } from "./billing/invoice_preview.ts";
import { meter, meterEvent, meterEventAdjustment, meterEventSummary } from "./billing/meter/index.ts";
import { portalConfiguration, portalSession } from "./billing/portal/index.ts";
import {
  subscription,
  subscriptionItem,
  usageRecord,
  usageRecordSummary,
} from "./billing/subscription/index.ts";
import { shortestInterval, subscriptionSchedule } from "./billing/subscription_schedule/index.ts";
import { coupon } from "./catalog/coupon.ts";
import { discount } from "./catalog/discount.ts";
import { plan } from "./catalog/plan.ts";
import { price } from "./catalog/price/index.ts";
import { product } from "./catalog/product_resource.ts";
import { promotionCode } from "./catalog/promotion_code/index.ts";
import { shippingRate } from "./catalog/shipping_rate.ts";
import { taxRate } from "./catalog/tax_rate.ts";
import { checkoutSession, lineItem, paymentPage } from "./checkout/checkout_session/index.ts";
import { paymentLink } from "./checkout/payment_link/index.ts";
import {
  cashBalance,
  customer,
  customerBalanceTransaction,
  fundingInstructionsResource,
} from "./customers/customer/index.ts";
import { paymentMethod } from "./customers/payment_method/index.ts";
import { paymentMethodConfiguration } from "./customers/payment_method_configuration.ts";
import { taxId } from "./customers/tax_id.ts";
import { testClock } from "./customers/test_clock/index.ts";
import { delivery, event } from "./events/event.ts";
import { webhookEndpoint } from "./events/webhook_endpoint.ts";
import { balance } from "./payments/balance.ts";
import { balanceTransaction } from "./payments/balance_transaction.ts";
import { charge } from "./payments/charge.ts";
import { dispute } from "./payments/dispute/index.ts";
import { earlyFraudWarning } from "./payments/early_fraud_warning.ts";
import { elementsSession } from "./payments/elements_session.ts";
import { mandate } from "./payments/mandate.ts";
import { paymentIntent } from "./payments/payment_intent/index.ts";
import { payout } from "./payments/payout.ts";
import { cashTransaction } from "./payments/reconcile.ts";
import { refund, refundHelpers, refundOfCharge } from "./payments/refund/index.ts";
import { setupAttempt } from "./payments/setup_attempt.ts";
import { setupIntent } from "./payments/setup_intent/index.ts";
import { threeDSecure } from "./payments/three_d_secure.ts";
import type { Resource } from "./resource.ts";

/**
 * All resources. `versions` are the API versions in which answers and events can be rendered, newest first.
 */
export function allResources(versions: readonly string[]): readonly Resource[] {
  const resources = [
    event,
    delivery,
    webhookEndpoint(versions),
    testClock(shortestInterval),
    customer,
    customerBalanceTransaction,
    cashBalance,
    fundingInstructionsResource,
    cashTransaction,
    taxId,
    product,
    price,
    plan,
    coupon,
    promotionCode,
    discount,
    taxRate,
    shippingRate,
    paymentMethod,
    paymentMethodConfiguration,
    balance,
    balanceTransaction,
    elementsSession,
    payout,
    mandate,
    charge,
    refund,
    refundOfCharge,
    refundHelpers,
    paymentIntent,
    setupIntent,
    setupAttempt,
    threeDSecure,
    invoice,
    invoiceItem,
    invoiceLine,
    invoicePayment,
    subscription,
    subscriptionItem,
    usageRecord,
    usageRecordSummary,
    subscriptionSchedule,
    invoicePreview,
    creditNote,
    creditNoteLine,
    portalConfiguration,
    portalSession,
    meter,
    meterEvent,
    meterEventAdjustment,
    meterEventSummary,
    checkoutSession,
    lineItem,
    paymentPage,
    paymentLink,
    // Last, so that whatever else follows from a payment has happened before it is disputed.
    earlyFraudWarning,
    dispute,
  ];
  // The resources have different row types; the registry hands each one only rows of its own kind.
  return resources as unknown as readonly Resource[];
}
