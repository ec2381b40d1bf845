/**
 * The row of a payment link in its newest shape, its upgrades, and pure functions that derive values from it.
 */
import type { Behaviour } from "../../../core/behaviour.ts";
import { errors } from "../../../core/errors.ts";
import { linkOptionsRow } from "../../../method_types/card/options.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Data, Row } from "../../../storage/port.ts";
import { isHash, type Wire } from "../../resource.ts";
import { type LineItemInput, optionalItemsWire, type SessionInput } from "../checkout_session/index.ts";
import type { CustomField, LineItem, NameCollection, Session } from "../checkout_session/row/session.ts";
import type { CreateInput } from "./params.ts";

/** The parameters that a link's sessions are made with, besides the lines. */
export type SessionSettings = Partial<Omit<SessionInput, "line_items" | "mode">>;

/** A line of a link, with the figures that a session begins with. */
export interface LinkLine extends LineItem {
  /**
   * The price and product that deactivate the link when the shop archives them; null if they were made for
   * this line only.
   */
  readonly _uses: { readonly price: string | null; readonly product: string | null };
}

/** Keys that a link shows in the same way as its sessions. */
type Shared = Pick<
  Session,
  | "allow_promotion_codes"
  | "billing_address_collection"
  | "consent_collection"
  | "currency"
  | "custom_text"
  | "customer_creation"
  | "invoice_creation"
  | "payment_method_collection"
  | "phone_number_collection"
  | "shipping_address_collection"
  | "shipping_options"
  | "submit_type"
>;
type SubscriptionInput = NonNullable<CreateInput["subscription_data"]>;
type PaymentIntentInput = NonNullable<CreateInput["payment_intent_data"]>;

export interface PaymentLink extends Row, Shared {
  readonly object: "payment_link";
  readonly active: boolean;
  readonly after_completion:
    | {
        readonly hosted_confirmation: { readonly custom_message: string | null };
        readonly type: "hosted_confirmation";
      }
    | { readonly redirect: { readonly url: string }; readonly type: "redirect" };
  readonly application: null;
  readonly application_fee_amount: null;
  readonly application_fee_percent: null;
  readonly automatic_tax: Pick<Session["automatic_tax"], "enabled" | "liability">;
  /** As in sessions, but without the `value` keys for the buyer's answers. */
  readonly custom_fields: readonly object[];
  readonly inactive_message: string | null;
  readonly livemode: false;
  readonly managed_payments: null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Shown only by links that ask for a name. */
  readonly name_collection: NameCollection | undefined;
  readonly on_behalf_of: null;
  /** Shown only by links that offer some. */
  readonly optional_items: ReturnType<typeof optionalItemsWire> | undefined;
  readonly payment_intent_data:
    | ({
        readonly [K in Exclude<keyof PaymentIntentInput, "metadata">]-?: PaymentIntentInput[K] | null;
      } & { readonly metadata: Readonly<Record<string, string>> })
    | null;
  readonly payment_method_options: ReturnType<typeof linkOptionsRow>;
  readonly payment_method_types: readonly string[] | null;
  readonly restrictions: {
    readonly completed_sessions: { readonly count: number; readonly limit: number };
  } | null;
  /** Null unless the link sells subscriptions. */
  readonly subscription_data: {
    readonly description: string | null;
    /** What the shop sent, and who issues. */
    readonly invoice_settings: Omit<NonNullable<SubscriptionInput["invoice_settings"]>, "issuer"> & {
      readonly issuer: { readonly type: "self" };
    };
    readonly metadata: Readonly<Record<string, string>>;
    readonly trial_period_days: number | null;
    readonly trial_settings: SubscriptionInput["trial_settings"] | null;
  } | null;
  readonly tax_id_collection: NonNullable<Session["_tax_id_collection"]>;
  readonly transfer_data: null;
  /** The path only; the view adds the origin. */
  readonly url: string;
  readonly _line_items: readonly LinkLine[];
  /** The prices and products of the optional items, which deactivate the link like those of its lines. */
  readonly _options: readonly LinkLine["_uses"][];
  readonly _settings: SessionSettings;
  /**
   * The behaviour of the API version that the link was made in. Its sessions follow it, whatever version
   * reads them.
   */
  readonly _behaviour: Behaviour;
}

/**
 * Version 2: values that follow from the API version move from `_settings`, where each had its own key, to
 * `_behaviour`.
 */
function toBehaviour(link: Data): Data {
  const {
    _capture_default: capture_default = "automatic_async",
    _payment_method_collection: method_collection_default = "if_required",
    _payment_method_types: payment_method_types,
    ...settings
  } = link._settings as Data;
  return {
    ...link,
    _settings: payment_method_types === undefined ? settings : { ...settings, payment_method_types },
    _behaviour: {
      capture_default,
      method_collection_default,
      // These two do not affect a link's sessions.
      metered_price_needs_meter: true,
      promotion_coupon_param: "promotion[coupon]",
    },
  };
}

/** Version 3: `_behaviour` has the billing mode of subscriptions, which no link has sold before. */
function toBillingMode(link: Data): Data {
  return { ...link, _behaviour: { billing_mode_default: "flexible", ...(link._behaviour as Data) } };
}

/** Version 4: the prices and products of optional items, which no link has offered before. */
function toOptions(link: Data): Data {
  return { ...link, _options: [] };
}

/** Version 5: `_behaviour` has the names of user interfaces, of which links have one. */
function toUiModes(link: Data): Data {
  return { ...link, _behaviour: { ui_mode_names: "new", ...(link._behaviour as Data) } };
}

export const LINK_UPGRADES = [toBehaviour, toBillingMode, toOptions, toUiModes];

/**
 * The part of a link's row that is derived from a draft of its sessions: `draft` is such a session, made with
 * `settings`.
 */
export type Drafted = Omit<
  PaymentLink,
  | "active"
  | "after_completion"
  | "id"
  | "inactive_message"
  | "metadata"
  | "object"
  | "restrictions"
  | "url"
  | "_behaviour"
  | "_line_items"
>;

export function draftedRow(draft: Session, settings: SessionSettings): Drafted {
  const { _optional_items: options } = draft;
  return {
    allow_promotion_codes: draft.allow_promotion_codes,
    application: null,
    application_fee_amount: null,
    application_fee_percent: null,
    automatic_tax: { enabled: draft.automatic_tax.enabled, liability: draft.automatic_tax.liability },
    billing_address_collection: draft.billing_address_collection,
    consent_collection: draft.consent_collection,
    currency: draft.currency,
    custom_fields: draft.custom_fields.map(question),
    custom_text: draft.custom_text,
    customer_creation: draft.customer_creation,
    invoice_creation: draft.invoice_creation,
    livemode: false,
    managed_payments: null,
    name_collection: draft._name_collection ?? undefined,
    on_behalf_of: null,
    optional_items: options === null ? undefined : optionalItemsWire(options),
    payment_intent_data: paymentIntentDataRow(settings.payment_intent_data),
    payment_method_collection: draft.payment_method_collection,
    payment_method_options: linkOptionsRow(settings.payment_method_options),
    payment_method_types: settings.payment_method_types ?? null,
    phone_number_collection: draft.phone_number_collection,
    shipping_address_collection: draft.shipping_address_collection,
    shipping_options: draft.shipping_options,
    submit_type: draft.submit_type,
    subscription_data: draft._subscription === null ? null : subscriptionDataRow(settings.subscription_data),
    tax_id_collection: draft._tax_id_collection ?? { enabled: false, required: "never" },
    transfer_data: null,
    _options: (options ?? []).map(({ price }) => ({ price: price.id, product: price.product })),
    _settings: settings,
  };
}

/** Recorded in sessions of links: Stripe's own site stands where the shop gave no URL. */
const NOWHERE = "https://stripe.com";

/** Whether a link with these lines sells subscriptions. */
export function sellsSubscriptions(lines: readonly LinkLine[]): boolean {
  return lines.some(({ price }) => price.recurring !== null);
}

/** The parameters of a session with these settings and lines, which sells subscriptions or not. */
export function sessionInput(
  settings: SessionSettings,
  line_items: readonly LineItemInput[],
  isSubscription: boolean,
): SessionInput {
  return {
    cancel_url: NOWHERE,
    locale: "auto",
    success_url: NOWHERE,
    ...settings,
    line_items: [...line_items],
    mode: isSubscription ? "subscription" : "payment",
  };
}

/** A stored line as a parameter. */
export function lineInput({ adjustable_quantity, price, quantity }: LinkLine): LineItemInput {
  const { enabled, maximum, minimum } = adjustable_quantity ?? NOT_ADJUSTABLE;
  return {
    ...(adjustable_quantity === null
      ? {}
      : {
          adjustable_quantity: {
            enabled,
            ...(maximum === null ? {} : { maximum }),
            ...(minimum === null ? {} : { minimum }),
          },
        }),
    price: price.id,
    ...(quantity === null ? {} : { quantity }),
  };
}

/** The prices that were made from `price_data` for lines of this link. */
export function ownPrices(lines: readonly LinkLine[]): ReadonlySet<string> {
  return new Set(lines.filter(({ _uses }) => _uses.price === null).map(({ price }) => price.id));
}

const NOT_ADJUSTABLE = { enabled: false, maximum: null, minimum: null };

/** A custom field without the key for the buyer's answer, which links do not have. */
function question(field: CustomField): object {
  const parts = Object.entries(field).map(([name, part]: [string, unknown]) => {
    if (!isHash(part)) return [name, part];
    const { value: _, ...asked } = part;
    return [name, asked];
  });
  return Object.fromEntries(parts);
}

function paymentIntentDataRow(
  given: SessionSettings["payment_intent_data"],
): PaymentLink["payment_intent_data"] {
  if (given === undefined) return null;
  return {
    capture_method: given.capture_method ?? null,
    description: given.description ?? null,
    metadata: mergeMetadata({}, given.metadata),
    setup_future_usage: given.setup_future_usage ?? null,
    statement_descriptor: given.statement_descriptor ?? null,
    statement_descriptor_suffix: given.statement_descriptor_suffix ?? null,
    transfer_group: given.transfer_group ?? null,
  };
}

function subscriptionDataRow(given: SessionSettings["subscription_data"]): PaymentLink["subscription_data"] {
  return {
    description: given?.description ?? null,
    invoice_settings: { ...given?.invoice_settings, issuer: { type: "self" } },
    metadata: mergeMetadata({}, given?.metadata),
    trial_period_days: given?.trial_period_days ?? null,
    trial_settings: given?.trial_settings ?? null,
  };
}

/** `subscription_data` as it is shown, with all that the invoices of the subscriptions will say. */
export function viewSubscriptionData({ subscription_data: shown }: PaymentLink): Wire | null {
  if (shown === null) return null;
  const unset = { account_tax_ids: null, custom_fields: null, description: null, footer: null };
  return { ...shown, invoice_settings: { ...unset, ...shown.invoice_settings } };
}

/** True if the link has reached its limit of completed sessions. */
export function isSoldOut({ restrictions }: Pick<PaymentLink, "restrictions">): boolean {
  const completed = restrictions?.completed_sessions;
  return completed !== undefined && completed.count >= completed.limit;
}

export function afterCompletionRow(given: CreateInput["after_completion"]): PaymentLink["after_completion"] {
  const { hosted_confirmation: confirmation, redirect, type = "hosted_confirmation" } = given ?? {};
  const other = type === "redirect" ? "hosted_confirmation" : "redirect";
  if (given?.[other] !== undefined) {
    throw errors.rule(
      `You can only set \`after_completion[${other}]\` if \`after_completion[type]\` is \`${other}\`.`,
      `after_completion[${other}]`,
    );
  }
  if (type === "hosted_confirmation") {
    return { hosted_confirmation: { custom_message: confirmation?.custom_message ?? null }, type };
  }
  if (redirect === undefined) throw errors.missingParam("after_completion[redirect]");
  return { redirect: { url: redirect.url }, type };
}
