/**
 * The hand-written texts of the reference: titles of objects and what each is for, in the order of the pages.
 * Everything else on the pages comes from the definitions.
 */

import { type Area, type ObjectWords, words } from "./object_words.ts";

export const AREAS: readonly Area[] = [
  {
    title: "Checkout",
    objects: {
      "checkout.session": words(
        "Checkout Sessions",
        "a Checkout Session",
        "A purchase that a buyer pays for on the page at its `url`. A session is open for a day at most; then it has " +
          "been completed or it expires.",
        "Checkout Sessions",
      ),
      item: words("Line items", "a line item", "What is bought with a session or through a payment link."),
      payment_page: words(
        "Payment pages",
        "a payment page",
        "What the hosted page would do, over the API, so that a test needs no browser. Stripe's own page uses an " +
          "interface that is not documented; this one is Checkstand's own.",
      ),
      payment_link: words(
        "Payment Links",
        "a payment link",
        "A URL that can be used many times: each visit opens a new Checkout Session.",
        "payment links",
      ),
    },
  },
  {
    title: "Catalog",
    objects: {
      product: words("Products", "a product", "What a shop sells."),
      price: words("Prices", "a price", "How much a product costs, in a currency, once or again and again."),
      plan: words(
        "Plans",
        "a plan",
        "The older name of a recurring price. Each recurring price is a plan, too.",
      ),
      coupon: words("Coupons", "a coupon", "A discount, by percentage or by amount."),
      promotion_code: words(
        "Promotion codes",
        "a promotion code",
        "A code that buyers type to get the discount of a coupon.",
      ),
      discount: words("Discounts", "a discount", "A coupon that was applied to something that is bought."),
      tax_rate: words("Tax rates", "a tax rate", "A tax of a shop's own, for lines of a session."),
      shipping_rate: words(
        "Shipping rates",
        "a shipping rate",
        "A way to deliver, with what it costs and how long it takes.",
      ),
    },
  },
  {
    title: "Customers",
    objects: {
      customer: words("Customers", "a customer", "Who buys, with what is known of them for the next time."),
      tax_id: words("Tax IDs", "a tax ID", "The tax number of a customer or of the account.", "tax IDs"),
      payment_method: words(
        "Payment methods",
        "a payment method",
        "What a buyer pays with. Only the documented test cards exist; see the page about them.",
      ),
      customer_balance_transaction: words(
        "Customer balance transactions",
        "a customer balance transaction",
        "A change of what a customer has as credit, or owes in addition to the next invoice.",
      ),
      cash_balance: words(
        "Cash balances",
        "a cash balance",
        "Money that a customer has transferred and that no payment has used yet.",
      ),
      customer_cash_balance_transaction: words(
        "Cash balance transactions",
        "a cash balance transaction",
        "Money that came into the cash balance of a customer, or left it.",
      ),
      funding_instructions: words(
        "Funding instructions",
        "funding instructions",
        "The made-up bank account that a customer transfers money to.",
        "funding instructions",
      ),
      payment_method_configuration: words(
        "Payment method configurations",
        "a payment method configuration",
        "Which methods of payment sessions offer.",
      ),
    },
  },
  {
    title: "Payments",
    objects: {
      payment_intent: words(
        "Payment Intents",
        "a payment intent",
        "One payment from its beginning to its end, with every attempt to make it.",
        "payment intents",
      ),
      setup_intent: words(
        "Setup Intents",
        "a setup intent",
        "Sets a payment method up for later payments, without a payment now.",
        "setup intents",
      ),
      setup_attempt: words(
        "Setup Attempts",
        "a setup attempt",
        "One try to set a payment method up, with what came of it.",
        "setup attempts",
      ),
      three_d_secure_2: words(
        "3-D Secure",
        "an authentication",
        "What Stripe.js asks while a payer authenticates in a page. Stripe does not document it.",
      ),
      mandate: words("Mandates", "a mandate", "A payer's permission to take money from their bank account."),
      charge: words("Charges", "a charge", "One attempt to take money. No money moves."),
      refund: words("Refunds", "a refund", "Money of a charge that is given back. No money moves."),
      dispute: words(
        "Disputes",
        "a dispute",
        "The payer's bank asks for the money of a charge (`needs_response`), or about it (`warning_needs_response`). Test " +
          "cards and test bank accounts begin them, and words in `evidence` decide them.",
      ),
      "radar.early_fraud_warning": words(
        "Early fraud warnings",
        "an early fraud warning",
        "The issuer of a card thinks that a charge was fraud. A refund may prevent a dispute.",
      ),
      balance: words(
        "Balance",
        "the balance",
        "What of the account's money can be paid out, and what cannot yet, by currency.",
        "balances",
      ),
      balance_transaction: words(
        "Balance transactions",
        "a balance transaction",
        "What a charge, a refund, a dispute or a payout does to the balance of the account.",
      ),
      payout: words(
        "Payouts",
        "a payout",
        "Money of the balance on its way to the shop's bank. No money moves.",
      ),
      elements_session: words(
        "Elements sessions",
        "an Elements session",
        "With which methods an intent can be paid: what Stripe.js asks before it draws Elements. Nothing of it is stored.",
      ),
    },
  },
  {
    title: "Billing",
    objects: {
      subscription: words(
        "Subscriptions",
        "a subscription",
        "What a customer pays again and again: at the beginning of every period it makes an invoice and pays it.",
      ),
      subscription_item: words(
        "Subscription items",
        "a subscription item",
        "One price of a subscription, and how many of it.",
      ),
      subscription_schedule: words(
        "Subscription schedules",
        "a subscription schedule",
        "What a subscription will be and when, phase after phase. Invoices that a schedule makes are drafts for an hour.",
      ),
      usage_record: words(
        "Usage records",
        "a usage record",
        "A report of usage for an item whose price has no meter, as older versions have them.",
      ),
      usage_record_summary: words(
        "Usage summaries",
        "a usage summary",
        "What the usage records of an item come to in one period.",
      ),
      invoice: words(
        "Invoices",
        "an invoice",
        "What a customer owes or has paid: of a paid session, of a subscription, or made by request.",
      ),
      invoiceitem: words(
        "Invoice items",
        "an invoice item",
        "What a customer will be billed for: a line of the next invoice, or of a draft.",
      ),
      line_item: words("Invoice lines", "an invoice line", "One line of an invoice."),
      credit_note: words(
        "Credit notes",
        "a credit note",
        "What is taken off an invoice that was finalized, or given back of one that was paid.",
      ),
      credit_note_line_item: words("Credit note lines", "a credit note line", "One line of a credit note."),
      invoice_payment: words("Invoice payments", "an invoice payment", "The payment of an invoice."),
      "billing_portal.configuration": words(
        "Portal configurations",
        "a portal configuration",
        "What customers see and may do in the customer portal. Every account has a default one.",
      ),
      "billing_portal.session": words(
        "Portal sessions",
        "a portal session",
        "A customer's way into the portal, where they manage what they subscribed to: the page at its `url`.",
      ),
      "billing.meter": words(
        "Meters",
        "a meter",
        "What is counted of the usage of customers, so that a metered price can bill it.",
      ),
      "billing.meter_event": words("Meter events", "a meter event", "A report of a customer's usage."),
      "billing.meter_event_adjustment": words(
        "Meter event adjustments",
        "a meter event adjustment",
        "The cancellation of a meter event that was sent by mistake.",
      ),
      "billing.meter_event_summary": words(
        "Meter event summaries",
        "a meter event summary",
        "What a customer used within some time.",
      ),
      "test_helpers.test_clock": words(
        "Test clocks",
        "a test clock",
        "Time that stands still for up to three customers and what is theirs, until it is advanced.",
      ),
    },
  },
  {
    title: "Events",
    objects: {
      event: words(
        "Events",
        "an event",
        "What happened to an object, and the object as it was at that moment.",
      ),
      webhook_endpoint: words(
        "Webhook endpoints",
        "a webhook endpoint",
        "A URL that events are sent to, signed with a secret of its own.",
      ),
    },
  },
];

const BY_OBJECT: ReadonlyMap<string, ObjectWords> = new Map(
  AREAS.flatMap((area) => Object.entries(area.objects)),
);

/** The texts for an object; its bare name if there are none. */
export function wordsOf(object: string): ObjectWords {
  return BY_OBJECT.get(object) ?? words(object, object, "", object);
}

/** Titles of endpoints that cannot be derived from their paths. */
export const ENDPOINT_TITLES: Readonly<Record<string, string>> = {
  "POST /v1/customers/:id/balance_transactions": "Change a customer's balance",
  "POST /v1/customers/:id/balance_transactions/:sub": "Update a customer balance transaction",
  "GET /v1/customers/:id/cash_balance": "Retrieve a customer's cash balance",
  "POST /v1/customers/:id/cash_balance": "Set how a cash balance is used",
  "POST /v1/customers/:id/funding_instructions": "Tell where a customer transfers money to",
  "POST /v1/test_helpers/customers/:id/fund_cash_balance": "Transfer money for a customer",
  "POST /v1/payment_intents/:id/apply_customer_balance": "Pay a payment intent from the cash balance",
  "GET /v1/credit_notes/preview": "Preview a credit note",
  "GET /v1/credit_notes/preview/lines": "List the lines of a previewed credit note",
  "GET /v1/invoices/upcoming": "Retrieve the upcoming invoice",
  "POST /v1/invoices/create_preview": "Preview an invoice",
  "POST /v1/invoices/:id/add_lines": "Add lines to an invoice",
  "POST /v1/invoices/:id/lines/:sub": "Update a line of an invoice",
  "POST /v1/invoices/:id/remove_lines": "Remove lines from an invoice",
  "POST /v1/invoices/:id/update_lines": "Update lines of an invoice",
  "POST /v1/invoices/:id/mark_uncollectible": "Mark an invoice as uncollectible",
  "POST /v1/3ds2/authenticate": "Begin to authenticate a payer",
  "POST /v1/3ds2/challenge_complete": "Say that a challenge is over",
  "POST /v1/payment_intents/:id/source_cancel": "Close the challenge of a payment intent",
  "POST /v1/setup_intents/:id/source_cancel": "Close the challenge of a setup intent",
  "GET /v1/elements/sessions": "Ask which methods Elements offer",
  "POST /v1/payment_pages": "Ask for the page of a session",
  "POST /v1/payment_pages/:id": "Change what is bought on a payment page",
  "POST /v1/payment_pages/:id/init": "Open a payment page",
  "POST /v1/payment_pages/:id/confirm": "Pay on a payment page",
  "POST /v1/payment_methods/:id/attach": "Attach a payment method to a customer",
  "POST /v1/payment_methods/:id/detach": "Detach a payment method from its customer",
};
