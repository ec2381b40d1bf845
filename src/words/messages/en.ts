/** Every phrase of the page, in English. Other languages are files beside this one that satisfy `Messages`. */

import type { CityKind, PostalKind, RegionKind } from "../../form/address_formats.ts";
import type { LengthFault, PlainFault } from "../../form/fields.ts";
import type { Linked, RichText } from "../../form/rich_text.ts";
import type { DeclineCode } from "../../method_types/card/test_cards.ts";

const faults: Readonly<Record<PlainFault, string>> = {
  account_incomplete: "Your account details are incomplete.",
  answer_not_digits: "Enter digits only.",
  blik_code_incomplete: "Your BLIK code is incomplete.",
  blik_code_invalid: "Your BLIK code is invalid.",
  country_not_served: "Choose another country or payment method.",
  cvc_incomplete: "Your card's security code is incomplete.",
  email_invalid: "Your email is invalid.",
  exp_incomplete: "Your card's expiration date is incomplete.",
  exp_invalid: "Your card's expiration date is invalid.",
  exp_month_past: "Your card's expiration date is in the past.",
  exp_year_past: "Your card's expiration year is in the past.",
  iban_invalid: "The IBAN you entered is invalid.",
  name_missing: "Please provide the name on your card",
  number_incomplete: "Your card number is incomplete.",
  number_invalid: "Your card number is invalid.",
  phone_invalid: "Your phone number is invalid.",
  required: "Required",
  tax_id_invalid: "Your tax ID is invalid.",
  terms_missing: "Agree to the terms to continue.",
  zip_invalid: "Your ZIP code is invalid",
};

/** `plural` is the plural category of `count` in this language. */
const lengthFaults: Readonly<Record<LengthFault, (count: string, plural: Intl.LDMLPluralRule) => string>> = {
  answer_too_short: (count, plural) =>
    plural === "one" ? `Enter at least ${count} character.` : `Enter at least ${count} characters.`,
  answer_too_long: (count, plural) =>
    plural === "one" ? `Enter no more than ${count} character.` : `Enter no more than ${count} characters.`,
};

const DECLINED_CREDIT = "Your credit card was declined. Try paying with a debit card instead.";

/** The text of a decline, by decline code; also for a card whose brand the shop does not accept. */
const declines: Readonly<Record<DeclineCode | "card_not_supported", string>> = {
  authentication_required: "Your card was declined. This transaction requires authentication.",
  card_not_supported: "This card is not accepted here. Use another card.",
  card_velocity_exceeded:
    "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
  expired_card: "Your card is expired. Try a different card.",
  fraudulent: DECLINED_CREDIT,
  generic_decline: DECLINED_CREDIT,
  incorrect_cvc: "Your card's CVC is incorrect.",
  incorrect_zip: "Your card's zip code failed validation.",
  insufficient_funds:
    "Your credit card was declined because of insufficient funds. Try paying with a debit card instead.",
  lost_card: DECLINED_CREDIT,
  processing_error: "An error occurred while processing your card. Try again in a little bit.",
  stolen_card: DECLINED_CREDIT,
  test_mode_live_card:
    "Your card was declined. Your request was in test mode, but used a non test (live) card. For a list of " +
    "valid test cards, visit: https://stripe.com/docs/testing.",
};

// Labels that differ between countries within one language.
const cities: Readonly<Record<CityKind, string>> = {
  city: "City",
  district: "District",
  post_town: "Town or city",
  suburb: "Suburb",
};
const regions: Readonly<Record<RegionKind, string>> = {
  area: "Area",
  county: "County",
  department: "Department",
  emirate: "Emirate",
  island: "Island",
  parish: "Parish",
  prefecture: "Prefecture",
  province: "Province",
  region: "Region",
  state: "State",
};
const postalCodes: Readonly<Record<PostalKind, string>> = {
  eircode: "Eircode",
  pin: "PIN code",
  postal: "Postal code",
  zip: "ZIP",
};

export type Interval = "day" | "month" | "week" | "year";
const perInterval: Readonly<Record<Interval, string>> = {
  day: "per day",
  month: "per month",
  week: "per week",
  year: "per year",
};
const intervals: Readonly<Record<Interval, string>> = {
  day: "day",
  month: "month",
  week: "week",
  year: "year",
};

export const en = {
  tag: "en",

  notice: {
    title: "Checkstand, a local test server.",
    text: "This is not Stripe. No money moves and only test cards are accepted.",
    /**
     * Around the words "Powered by Stripe", by which existing tests look for a link. As a whole the sentence must be
     * true.
     */
    poweredBefore: "Not ",
    poweredAfter: "",
    simulation: "Checkstand is a simulation of Stripe for tests. It is not Stripe.",
  },
  testMode: "Test Mode",

  header: { backTo: (business: string) => `Back to ${business}`, back: "Back" },
  summary: {
    title: (business: string) => `Checkout – ${business}`,
    pay: (business: string) => `Pay ${business}`,
    /** The heading where nothing is bought, only payment details are saved. */
    save: "Save your payment details",
    order: "Order summary",
    details: "Details",
    /** The button that unfolds a long order. */
    showAll: (count: string) => `Show all ${count} items`,
    showFewer: "Show fewer",
    quantity: (count: string) => `Qty ${count}`,
    each: (amount: string) => `${amount} each`,
    subtotal: "Subtotal",
    total: "Total due",
  },
  order: {
    /** The button that recalculates the order in browsers without JavaScript. */
    update: "Update",
    /** For screen readers, after a change. */
    updated: (total: string) => `Order updated. Total due: ${total}.`,
    /** Shown when the total has changed before the buyer pays. */
    changed: (total: string) =>
      `The total has changed to ${total}. You have not been charged: check your order and pay again.`,
    shipping: "Shipping",
    free: "Free",
    /** `amount` is a discount such as "−$5.00", including the sign. */
    lineDiscount: (label: string, amount: string) => `${label} (${amount})`,
    /** `what` is a percentage or an amount. */
    off: (what: string) => `${what} off`,
    /** `off` is such as "20% off", and `time` such as "3 months". */
    offFor: (off: string, time: string) => `${off} for ${time}`,
  },
  tax: {
    tax: "Tax",
    rate: (name: string, percent: string) => `${name} (${percent})`,
    /** A tax that is included in the prices. */
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
    /** The label if there are several items on the page. */
    labelOf: (item: string) => `Quantity of ${item}`,
    change: (item: string) => `Change quantity of ${item}`,
    more: "Increase quantity",
    less: "Decrease quantity",
    update: "Update",
    close: "Close",
    between: (least: string, most: string) => `Enter a quantity from ${least} to ${most}.`,
    zeroRemoves: "0 removes the item.",
  },
  /** Items that the buyer may add to the order. */
  options: { heading: "Add to your order", add: "Add", remove: "Remove" },
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
    /** Delivery times. Each argument is a length of time such as "5 days". */
    atLeast: (time: string) => `At least ${time}`,
    upTo: (time: string) => `Up to ${time}`,
    /** Between lengths of different units, such as "1 day" and "1 week". */
    between: (least: string, most: string) => `${least} to ${most}`,
    /** `count` may be a range such as "5–7"; `plural` is its plural category in this language. */
    businessDays: (count: string, plural: Intl.LDMLPluralRule) =>
      plural === "one" ? `${count} business day` : `${count} business days`,
  },

  /** What is paid again and again. */
  recurring: {
    /** How often an amount is due. */
    per: perInterval,
    /** The same for several: "every 3 months". `time` is "3 months", and `count` is "3". */
    every: (time: string, _count: string, _interval: Interval) => `every ${time}`,
    /** An amount and how often it is due: "$10.00 per month". */
    amount: (amount: string, often: string) => `${amount} ${often}`,
    /** The same where there is little room: "$10.00 / month"; `time` may be "3 months". */
    rate: (amount: string, time: string) => `${amount} / ${time}`,
    /** One of each, as `rate` has it. */
    one: intervals,
    /** `plural` is the plural category of `count`. */
    daysFree: (count: string, plural: Intl.LDMLPluralRule) =>
      plural === "one" ? `${count} day free` : `${count} days free`,
    /** What is due after a trial. `amount` is such as "$10.00 per month". */
    afterTrial: (amount: string) => `Then ${amount}`,
    /** Instead of an amount, of what is billed by usage. */
    usage: "Based on usage",
    /** The least that is due, if tiers decide. */
    from: (amount: string) => `From ${amount}`,
    /** Headings of a page that sells a subscription. */
    subscribeTo: (item: string) => `Subscribe to ${item}`,
    tryItem: (item: string) => `Try ${item}`,
    totalToday: "Total due today",
    totalAfterTrial: "Total after trial",
    terms: (business: string) =>
      `By subscribing, you authorize ${business} to charge you according to the terms until you cancel.`,
  },

  form: {
    label: "Payment details",
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
    /** For the layout with tabs, as on older pages of Stripe. */
    nameOnCard: "Name on card",
    country: "Country or region",
    payWithCard: "Pay with card",
    /** `method` is a name such as "iDEAL", which is not translated. */
    payWith: (method: string) => `Pay with ${method}`,
    /** For methods that payers approve on another page. */
    fullName: "Full name",
    fullNamePlaceholder: "First and last name",
    redirected: "After submission, you will be redirected to securely complete next steps.",
    /** For debits of bank accounts. */
    nameOnAccount: "Name on account",
    accountNumber: "Account number",
    /** The choice between an account that is linked at the payer's bank, and one whose number is typed. */
    bankAccount: "Bank account",
    enterManually: "Enter bank details manually",
    /** The mandate that the payer gives. */
    mandate: (business: string) => `By confirming, you allow ${business} to debit your account.`,
    /** For vouchers, which are paid elsewhere. */
    told: "After you confirm, you are shown a number to pay with.",
    /** For methods that payers approve in an app. */
    approved: "After you confirm, approve the payment in your app.",
    blikCode: "BLIK code",
    scanned: "After submission, you will see a code to scan.",
  },
  /** Headings of the parts of the form. */
  heading: {
    contact: "Contact information",
    shipping: "Shipping information",
    method: "Payment method",
    methodTabs: "Pay with card",
    billing: "Billing information",
  },
  phone: {
    label: "Phone number",
    /** The label of the list of countries with their calling codes. */
    country: "Calling code",
    option: (country: string, code: string) => `${country} (+${code})`,
  },
  address: {
    shipping: "Shipping address",
    billing: "Billing address",
    /** The accessible name of the first line of a postal address, by which existing tests find it. */
    search: "Address",
    manual: "Enter address manually",
    name: "Name",
    line1: "Address line 1",
    line2: "Address line 2",
    cities,
    regions,
    postalCodes,
    sameAsShipping: "Billing info is same as shipping",
  },
  saved: {
    cards: "Saved cards",
    /** Where not all of them are cards. */
    methods: "Saved payment methods",
    /** `brand` is a name such as "Visa", which is not translated. */
    card: (brand: string, last4: string) => `${brand} •••• ${last4}`,
    expires: (date: string) => `Expires ${date}`,
    newCard: "Use a new card",
    /** If cards are not the only method. */
    newMethod: "Use another payment method",
    remove: "Remove",
    removeCard: (card: string) => `Remove ${card}`,
    save: "Save my payment details for future purchases",
  },
  /** The checkbox of Link, Stripe's wallet. */
  wallet: {
    save: "Save my information for faster checkout",
    none: "Checkstand does not have Link: this box has no effect.",
  },
  business: {
    purchasing: "I'm purchasing as a business",
    name: "Business name",
    taxIdType: "Tax ID type",
    taxId: "Tax ID",
  },
  fields: {
    /** The label of an optional custom field. */
    optional: (label: string) => `${label} (optional)`,
    choose: "Select…",
  },
  consent: {
    /** With links to the shop's own pages. */
    terms: (business: string, terms: Linked, privacy: Linked): RichText => [
      `I agree to ${business}'s `,
      terms("Terms of Service"),
      " and ",
      privacy("Privacy Policy"),
    ],
    /** For a shop without a privacy policy. */
    termsOnly: (business: string, terms: Linked): RichText => [
      `I agree to ${business}'s `,
      terms("Terms of Service"),
    ],
    promotions: (business: string) => `Keep me up to date with news and offers from ${business}`,
    /** Shown if the card is saved for later payments. */
    reuse: (business: string) =>
      `By providing your card information, you allow ${business} to charge your card for future payments in ` +
      "accordance with their terms.",
  },
  submit: {
    pay: (amount: string) => `Pay ${amount}`,
    /** Before the buyer has chosen an amount. */
    payAny: "Pay",
    book: "Book",
    donate: "Donate",
    subscribe: "Subscribe",
    startTrial: "Start trial",
    complete: "Complete order",
    /** Where a card is saved and nothing is paid. */
    save: "Save card",
    processing: "Processing…",
    paid: "Payment complete",
    saved: "Card saved",
  },

  faults,
  lengthFaults,
  declines,
  declined: "Your card was declined. Please try a different card.",
  authenticationFailed:
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
  trouble: "Something went wrong, and you were not charged. Please try again.",
  /** The same session is being paid or saved in another window. */
  busy: "Your request is already being processed. Wait a moment, then try again.",
  taxFailed: "Tax could not be calculated for your address. Check the address.",
  methodGone: "This payment method is not available any more. Use another one.",
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
  /** The page after a payment by a payment link that has no redirect URL. */
  thanks: {
    title: "Thanks for your payment",
    text: (business: string) => `Your payment to ${business} went through. You can close this page.`,
    /** The text where nothing was due. */
    nothingDue: (business: string) => `Your order with ${business} is complete. You can close this page.`,
  },
  /** A URL of a payment link or recovery that opens no checkout. */
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
    /** The heading of the invoice. `date` is a text such as "27 November 2026". */
    paid: (amount: string, date: string) => `${amount} paid on ${date}`,
    due: (amount: string) => `${amount} due`,
    number: "Invoice number",
    issued: "Date of issue",
    paidOn: "Date paid",
    /** Headings above the names and postal addresses of the shop, the buyer and the recipient. */
    from: "From",
    billTo: "Bill to",
    shipTo: "Ship to",
    /** Headings of the columns of the table. */
    item: "Description",
    quantity: "Qty",
    unitPrice: "Unit price",
    amount: "Amount",
    /** Adds to `unitPrice`, `amount`, subtotal or shipping that the amounts are shown without tax. */
    withoutTax: (label: string) => `${label} (excl. tax)`,
    /** Labels below the table. That of a discount contains its percentage or amount. */
    discount: (name: string, off: string) => `${name} (${off} off)`,
    total: "Total",
    /** What the buyer had in credit, or owed, before. */
    balance: "Applied balance",
    amountPaid: "Amount paid",
    amountDue: "Amount due",
    download: "Download PDF",
    unknownTitle: "No such invoice",
    unknownText:
      "Check the address. A server that keeps its data in memory forgets its invoices when it stops.",
  },
  /** The customer portal. */
  portal: {
    /** The title of the page where customers manage what they have subscribed to. */
    title: "Billing",
    returnTo: (business: string) => `Return to ${business}`,
    current: "Current subscription",
    renews: (date: string) => `Your plan renews on ${date}.`,
    ends: (date: string) => `Your plan will be canceled on ${date}.`,
    /** A short mark beside a plan. */
    cancelsBadge: (date: string) => `Cancels ${date}`,
    trialEnds: (date: string) => `Your trial ends on ${date}.`,
    pastDue: "Past due",
    unpaid: "Unpaid",
    paused: "Paused",
    /** Where there is no subscription. */
    none: "You have no active subscription.",
    update: "Update plan",
    cancel: "Cancel plan",
    renew: "Renew plan",
    methods: "Payment methods",
    addMethod: "Add payment method",
    isDefault: "Default",
    makeDefault: "Make default",
    useAsDefault: "Use as default payment method",
    noMethods: "No payment method is saved.",
    edit: "Update information",
    editTitle: "Update your information",
    invoices: "Invoice history",
    paid: "Paid",
    /** How an invoice stands. */
    open: "Open",
    void: "Void",
    uncollectible: "Uncollectible",
    cancelTitle: "Cancel subscription",
    cancelHeading: "Cancel your subscription",
    offerHeading: "Before you cancel",
    acceptOffer: "Accept offer",
    cancelAtEnd: (date: string) =>
      `Your subscription will be canceled, but it stays available until the end of your billing period on ${date}.`,
    cancelNow: "Your subscription will be canceled at once.",
    canceled: "Subscription has been canceled",
    why: "If you do not mind us asking, why are you canceling?",
    /** Why customers cancel. */
    reasons: {
      customer_service: "Customer service was less than expected",
      low_quality: "Quality was less than expected",
      missing_features: "I need more features",
      other: "Other reason",
      switched_service: "I found an alternative",
      too_complex: "Ease of use was less than expected",
      too_expensive: "It's too expensive",
      unused: "I no longer need it",
    },
    comment: "Any additional feedback?",
    noThanks: "No thanks",
    submit: "Submit",
    renewHeading: "Renew your subscription",
    renewText: (date: string) => `Your plan will not be canceled. It renews on ${date}.`,
    choosePlan: "Choose your plan",
    select: "Select",
    selected: "Selected",
    currentPlan: "Current plan",
    proceed: "Continue",
    confirmHeading: "Confirm your updates",
    confirm: "Confirm",
    /** The next invoice after a change. */
    next: (amount: string, date: string) => `The next invoice is ${amount}, on ${date}.`,
    noChange: "Choose another plan or quantity.",
    save: "Save",
    doneCustomer: "Your information has been updated.",
    doneMethod: "Your payment method has been updated.",
    doneCancel: "Your subscription has been canceled.",
    doneUpdate: "Your subscription has been updated.",
    expiredTitle: "This link has expired",
    expiredText:
      "Links to billing work for a few minutes, and for an hour after each use. Go back to the shop and open billing again.",
    terms: "Terms",
    privacy: "Privacy",
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
    /** Instead of the title, where nothing was paid, or it is not known yet. */
    thanks: "Thank you",
    link: "Continue",
  },
  /** The page of a mandate, by which an account is debited. */
  mandate: {
    title: (method: string) => `${method} mandate`,
    text: (business: string) => `The account holder has allowed ${business} to debit this account.`,
    over: "This mandate has ended.",
    account: "Account",
    accepted: "Accepted on",
    once: "For one payment of",
  },
  /** The page of a voucher, with which payers pay elsewhere. */
  voucher: {
    title: (method: string) => `Pay with ${method}`,
    payBy: (amount: string, date: string) => `Pay ${amount} by ${date}`,
    number: "Number",
    entity: "Entity",
    reference: "Reference",
    code: "Payment code",
    paid: "This voucher has been paid.",
    over: "This voucher can no longer be paid.",
    text: "No money moves. The email address decides how this voucher ends in tests.",
  },
  /** The page on which payers wait who approve in an app. */
  approval: {
    title: "Approve the payment in your app",
    text: (method: string) =>
      `${method} has sent a request to your phone. Open your app and approve it there.`,
    test: "This page leads on as soon as the bank has answered. No bank is asked and no money moves: in tests, the answer comes by itself.",
    declined: "The payment was declined. Try again, or choose another payment method.",
    expired: "The payment was not approved in time. Try again, or choose another payment method.",
  },
  scan: {
    image: "QR code",
    text: "Scan the code with your phone, or simulate that here. No money moves.",
    simulate: "Simulate scan",
    waiting: "Waiting for the payment to be approved…",
    copy: "The code as text",
    expired: "This code has expired. Please try again.",
    done: "You are done. You can close this page.",
  },
  /** The page that says where to transfer money to. */
  transfer: {
    /** What the method is called. */
    name: "Bank transfer",
    /** What happens after the payer has chosen it and pressed the button. */
    next: "After you confirm, you are shown the account to transfer the money to.",
    title: "Pay by bank transfer",
    send: (amount: string) => `Transfer ${amount} to this account`,
    holder: "Account holder",
    routing: "Routing number",
    bank: "Bank",
    bankCode: "Bank code",
    branch: "Branch",
    branchCode: "Branch code",
    accountType: "Account type",
    hint: "Give this reference with your transfer, so that the payment can be found.",
    received: (amount: string) => `${amount} has arrived so far.`,
    paid: "Your transfer has arrived, and the payment is complete.",
    over: "This payment is no longer expected.",
    text: "No money moves. In tests, transfers are made through the API.",
  },
  /** The page that verifies a bank account by what was sent to it. */
  verification: {
    title: "Verify your bank account",
    askAmounts:
      "Two small amounts were sent to your account. Enter them in cents, as your statement shows them.",
    askCode: "One cent was sent to your account. Enter the code that your statement shows with it.",
    first: "First amount",
    second: "Second amount",
    code: "Code",
    verify: "Verify",
    wrong: (left: number) => `That is not what was sent. Attempts left: ${left}`,
    verified: "Your bank account is verified.",
    over: "This bank account can no longer be verified.",
    text: "No money moves. In tests, 32 and 45 or the code SM11AA are right.",
  },
  /** The page that stands in for the payer's bank or wallet. */
  bank: {
    title: (method: string) => `${method} test payment page`,
    text: (method: string) =>
      `This page stands in for ${method}. No bank is asked and no money moves. Choose how the payment ends.`,
    authorize: "Authorize Test Payment",
    fail: "Fail Test Payment",
    /** The same for a method that is set up and pays nothing. */
    authorizeSetup: "Authorize Test Setup",
    failSetup: "Fail Test Setup",
  },
  challenge: {
    dialog: "Authenticate your payment",
    frame: "3D Secure challenge",
    title: "3D Secure 2 Test Page",
    text: "A bank would ask here whether it is really you who pays. Choose how that ends.",
    complete: "Complete",
    fail: "Fail",
    /** Above the name of the shop. */
    shop: "Shop",
    close: "Cancel authentication",
    over: "This authentication is over",
    overText: "It has been answered already. You can close this page.",
  },
};

export type Messages = typeof en;
