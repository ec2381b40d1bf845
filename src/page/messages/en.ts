/** Every phrase of the page, in English. Other languages are files beside this one that satisfy `Messages`. */
import { DECLINES, LIVE_CARD_DECLINE } from "../../payment_methods/test_cards.ts";
import type { Fault } from "../fields.ts";

const faults: Readonly<Record<Fault, string>> = {
  cvc_incomplete: "Your card's security code is incomplete.",
  email_invalid: "Your email is invalid.",
  exp_incomplete: "Your card's expiration date is incomplete.",
  exp_invalid: "Your card's expiration date is invalid.",
  exp_month_past: "Your card's expiration date is in the past.",
  exp_year_past: "Your card's expiration year is in the past.",
  name_missing: "Please provide the name on your card",
  number_incomplete: "Your card number is incomplete.",
  number_invalid: "Your card number is invalid.",
  required: "Required",
  zip_invalid: "Your ZIP code is invalid",
};

/** How the page words a decline, by decline code. */
const declines: Readonly<Record<string, string>> = Object.fromEntries(
  [...Object.values(DECLINES), LIVE_CARD_DECLINE].map((decline) => [
    decline.decline_code ?? decline.code,
    decline.page_message,
  ]),
);

export const en = {
  tag: "en",

  notice: {
    title: "Checkstand, a local test server.",
    text: "This is not Stripe. No money moves and only test cards are accepted.",
    /** Existing tests look for a link with the words "Powered by Stripe"; what it says must be true. */
    poweredBefore: "Not",
    powered: "Powered by Stripe",
    poweredAfter: "This is Checkstand, a local test server",
  },
  testMode: "Test Mode",

  header: { backTo: (business: string) => `Back to ${business}`, back: "Back" },
  summary: {
    title: (business: string) => `Checkout – ${business}`,
    pay: (business: string) => `Pay ${business}`,
    order: "Order summary",
    details: "Details",
    quantity: (count: string) => `Qty ${count}`,
    each: (amount: string) => `${amount} each`,
    subtotal: "Subtotal",
    total: "Total due",
  },
  order: {
    /** The button that works the order out anew, where there is no script to do it. */
    update: "Update",
    /** Read out after a change. */
    updated: (total: string) => `Order updated. Total due: ${total}.`,
    /** Shown when somebody pays a total that is not the total any more. */
    changed: (total: string) =>
      `The total has changed to ${total}. You have not been charged: check your order and pay again.`,
    shipping: "Shipping",
    free: "Free",
    /** An amount that is taken off, as "−$5.00": the sign comes with it. */
    lineDiscount: (label: string, amount: string) => `${label} (${amount})`,
    percentOff: (percent: string) => `${percent} off`,
  },
  tax: {
    tax: "Tax",
    rate: (name: string, percent: string) => `${name} (${percent})`,
    /** A tax that the prices hold already. */
    included: (name: string, percent: string) => `${name} (${percent}, included)`,
    exempt: (name: string) => `${name} (exempt)`,
    reverseCharge: (name: string) => `${name} (reverse charge)`,
    pending: "Enter address to calculate",
    failed: "Could not be calculated",
  },
  promotion: {
    add: "Add promotion code",
    apply: "Apply",
    remove: (code: string) => `Remove ${code}`,
    missing: "Enter a promotion code.",
    invalid: "This code is invalid.",
    expired: "This promotion code is expired.",
    used: "This code has been used as often as it can be.",
    inactive: "This code is not active.",
    otherCustomer: "This code is for another customer.",
    firstPurchase: "This code is only valid for a first purchase.",
    minimum: "Your order does not reach the minimum amount for this code.",
  },
  quantity: {
    title: "Update quantity",
    label: "Quantity",
    /** Where several items are on the page. */
    labelOf: (item: string) => `Quantity of ${item}`,
    change: (item: string) => `Change quantity of ${item}`,
    more: "Increase quantity",
    less: "Decrease quantity",
    update: "Update",
    close: "Close",
    between: (least: string, most: string) => `Enter a quantity from ${least} to ${most}.`,
    zeroRemoves: "0 removes the item.",
  },
  customAmount: {
    label: "Amount",
    change: "Change amount",
    missing: "Enter an amount.",
    invalid: "Enter a valid amount.",
    atLeast: (amount: string) => `The amount must be at least ${amount}.`,
    atMost: (amount: string) => `The amount must be no more than ${amount}.`,
  },
  shippingOption: {
    heading: "Shipping method",
    /** How long it takes; each is a length of time as "5 days". */
    atLeast: (time: string) => `At least ${time}`,
    upTo: (time: string) => `Up to ${time}`,
    /** Between lengths of different units, as "1 day" and "1 week". */
    between: (least: string, most: string) => `${least} to ${most}`,
    /** `count` may be "5–7"; `plural` is the plural category that it has in this language. */
    businessDays: (count: string, plural: Intl.LDMLPluralRule) =>
      plural === "one" ? `${count} business day` : `${count} business days`,
  },

  form: {
    label: "Payment details",
    contact: "Contact information",
    method: "Payment method",
    email: "Email",
    emailPlaceholder: "email@example.com",
    card: "Card",
    cardInformation: "Card information",
    cardNumber: "Card number",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Expiration",
    expirationPlaceholder: "MM / YY",
    cvc: "CVC",
    name: "Cardholder name",
    namePlaceholder: "Full name on card",
    country: "Country or region",
    zip: "ZIP",
    postalCode: "Postal code",
    payWithCard: "Pay with card",
  },
  submit: {
    pay: (amount: string) => `Pay ${amount}`,
    book: "Book",
    donate: "Donate",
    subscribe: "Subscribe",
    complete: "Complete order",
    processing: "Processing…",
    paid: "Payment complete",
  },

  faults,
  declines,
  declined: "Your card was declined. Please try a different card.",
  declinedCredit: DECLINES.generic.page_message,
  authenticationFailed:
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
  trouble: "Something went wrong, and you were not charged. Please try again.",
  unreachable: "The server could not be reached. Check that it is running, then try again.",
  staleToken: "This page is out of date. Reload it and try again.",

  complete: {
    title: "You're all done here",
    text: "This checkout session is complete. There is nothing left to pay, and you can close this page.",
    session: "Session",
    hint:
      "Expected a new session? A request that repeats an earlier Idempotency-Key gets the earlier session back. " +
      "Send a new key for each purchase.",
  },
  expired: {
    title: "This checkout has expired",
    text: "You were not charged. Go back to the shop and start again to get a new checkout page.",
    recoverText: "You were not charged. You can still pick up where you left off.",
    recover: "Start again",
  },
  /** The page after paying by a payment link that leads nowhere else. */
  thanks: {
    title: "Thanks for your payment",
    text: (business: string) => `Your payment to ${business} went through. You can close this page.`,
  },
  /** A payment link that opens no checkout. */
  link: {
    inactiveTitle: "This link is no longer active",
    inactiveText: "It has been switched off, or everything it sold is gone.",
    unknownTitle: "No such payment link",
    unknownText: "Check the address. A server that keeps its data in memory forgets its links when it stops.",
    recoveryTitle: "This link is no longer valid",
    recoveryText:
      "A checkout can be picked up again for 30 days after it expired. Go back to the shop and start again.",
  },
  /** An invoice, as its page and its PDF show it. */
  invoice: {
    title: (number: string) => `Invoice ${number}`,
    /** Above everything else. `date` is one such as "27 November 2026". */
    paid: (amount: string, date: string) => `${amount} paid on ${date}`,
    due: (amount: string) => `${amount} due`,
    number: "Invoice number",
    issued: "Date of issue",
    paidOn: "Date paid",
    /** Above the names and addresses of the shop, the buyer, and whoever gets the goods. */
    from: "From",
    billTo: "Bill to",
    shipTo: "Ship to",
    /** Above the columns of the table. */
    item: "Description",
    quantity: "Qty",
    unitPrice: "Unit price",
    amount: "Amount",
    /** One of `unitPrice`, `amount`, the subtotal and shipping, where amounts are shown without the tax in them. */
    withoutTax: (label: string) => `${label} (excl. tax)`,
    /** Below the table. The percentage or amount that a discount takes off is in the label. */
    discount: (name: string, off: string) => `${name} (${off} off)`,
    total: "Total",
    amountPaid: "Amount paid",
    amountDue: "Amount due",
    download: "Download PDF",
    unknownTitle: "No such invoice",
    unknownText: "Check the address. A server that keeps its data in memory forgets its invoices when it stops.",
  },
  unknown: {
    title: "No such checkout session",
    text: "Check the address. A server that keeps its data in memory forgets its sessions when it stops.",
  },
  wrongHost: {
    title: "This server does not answer to that name",
    text: "Open the page by the address the server printed, or start the server with that checkout origin.",
  },
  refused: {
    title: "This request was refused",
    text: "It did not come from the checkout page itself. Open the page again and pay from there.",
  },
  trouble_page: {
    title: "Something went wrong",
    text: "The server met an error it did not expect; its log has more. You were not charged.",
  },
  leaving: {
    title: "Payment complete",
    text: "Taking you back to the shop.",
    challengeTitle: "Thank you",
    link: "Continue",
  },
  challenge: {
    dialog: "Authenticate your payment",
    frame: "3D Secure challenge",
    title: "3D Secure 2 Test Page",
    text: "A bank would ask here whether it is really you who pays. Choose how that ends.",
    complete: "Complete",
    fail: "Fail",
    close: "Cancel authentication",
    over: "This authentication is over",
    overText: "It has been answered already. You can close this page.",
  },
};

export type Messages = typeof en;
