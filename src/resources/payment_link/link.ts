/** The row of a payment link in the newest shape, and what follows from it. All pure. */
import { errors } from "../../core/errors.ts";
import { mergeMetadata } from "../../params/common.ts";
import type { Row } from "../../storage/port.ts";
import type { LineItemInput, CreateInput as SessionInput } from "../checkout_session/params.ts";
import type { CustomField, LineItem, Session } from "../checkout_session/session.ts";
import { isHash } from "../resource.ts";
import type { CreateInput } from "./params.ts";

/** What a link's sessions are made with, besides its lines. */
export type SessionSettings = Partial<Omit<SessionInput, "line_items" | "mode">>;

/** A line of a link: priced as a session would begin with it. */
export interface LinkLine extends LineItem {
  /** What the shop may archive under it; null where it was made for this very line. */
  readonly _uses: { readonly price: string | null; readonly product: string | null };
}

/** What a link shows as its sessions do. */
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
  /** As in sessions, without a place for answers. */
  readonly custom_fields: readonly object[];
  readonly inactive_message: string | null;
  readonly livemode: false;
  readonly managed_payments: null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly on_behalf_of: null;
  readonly payment_intent_data:
    | ({
        readonly [K in Exclude<keyof PaymentIntentInput, "metadata">]-?: PaymentIntentInput[K] | null;
      } & { readonly metadata: Readonly<Record<string, string>> })
    | null;
  readonly payment_method_options: {
    readonly card: { readonly restrictions: { readonly brands_blocked: readonly string[] } | null } | null;
  } | null;
  readonly payment_method_types: readonly string[] | null;
  readonly restrictions: {
    readonly completed_sessions: { readonly count: number; readonly limit: number };
  } | null;
  readonly subscription_data: null;
  readonly tax_id_collection: NonNullable<Session["_tax_id_collection"]>;
  readonly transfer_data: null;
  /** Without its origin, which the view adds. */
  readonly url: string;
  readonly _line_items: readonly LinkLine[];
  readonly _settings: SessionSettings;
}

/** What follows from how a link's sessions begin: `draft` is such a session, made with `settings`. */
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
  | "_line_items"
>;

export function draftedRow(draft: Session, settings: SessionSettings): Drafted {
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
    on_behalf_of: null,
    payment_intent_data: paymentIntentDataRow(settings.payment_intent_data),
    payment_method_collection: draft.payment_method_collection,
    payment_method_options: methodOptionsRow(settings.payment_method_options),
    payment_method_types: settings._payment_method_types ?? null,
    phone_number_collection: draft.phone_number_collection,
    shipping_address_collection: draft.shipping_address_collection,
    shipping_options: draft.shipping_options,
    submit_type: draft.submit_type,
    subscription_data: null,
    tax_id_collection: draft._tax_id_collection ?? { enabled: false, required: "never" },
    transfer_data: null,
    _settings: settings,
  };
}

/** Recorded of sessions of links: the original's own site, where the shop gave no address. */
const NOWHERE = "https://stripe.com";

/** The parameters of a session with these settings and lines. */
export function sessionInput(settings: SessionSettings, line_items: readonly LineItemInput[]): SessionInput {
  return {
    cancel_url: NOWHERE,
    locale: "auto",
    success_url: NOWHERE,
    ...settings,
    line_items: [...line_items],
    mode: "payment",
  };
}

/** A stored line as a parameter. */
export function lineInput({ adjustable_quantity, price, quantity, _uses }: LinkLine): LineItemInput {
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
    quantity,
    ...(_uses.price === null ? { _made: true } : {}),
  };
}
const NOT_ADJUSTABLE = { enabled: false, maximum: null, minimum: null };

/** A custom field without the answer, which is not the link's to have. */
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

function methodOptionsRow(
  given: SessionSettings["payment_method_options"],
): PaymentLink["payment_method_options"] {
  if (given === undefined) return null;
  const { card } = given;
  if (card === undefined) return { card: null };
  const { brands_blocked } = card.restrictions ?? {};
  return { card: { restrictions: brands_blocked === undefined ? null : { brands_blocked } } };
}

/** True of a link that has been paid as often as it may be. */
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
