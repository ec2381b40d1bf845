/** What the page of the customer portal needs from the rest of the program. The composition root implements it. */
import type { ApiError } from "../core/errors.ts";
import type { SavedMethod } from "../method_types/saved_method.ts";
import type { Invoice } from "../resources/billing/invoice/index.ts";
import type {
  PlanChange,
  PortalConfiguration,
  PortalSession,
  QuantityBounds,
  RequestParams,
} from "../resources/billing/portal/index.ts";
import type { Subscription } from "../resources/billing/subscription/index.ts";
import type { Coupon } from "../resources/catalog/coupon.ts";
import type { Price } from "../resources/catalog/price/index.ts";
import type { Customer } from "../resources/customers/customer/index.ts";
import type { Account } from "../storage/port.ts";

export interface PortalParts {
  /** The portal by the token of its URL, which a visit keeps open; "expired" if it has ended. */
  find(token: string): Promise<FoundPortal | "expired" | null>;
  /** What a subscription can be changed to, the present price first. */
  plans(found: FoundPortal, subscription: FoundSubscription): Promise<readonly OfferedPlan[]>;
  /** The change with the discount of a typed promotion code; refused if there is no such code. */
  withCode(found: FoundPortal, change: PlanChange, code: string): Promise<PlanChange | null>;
  /** What a change would cost. */
  preview(found: FoundPortal, subscription: FoundSubscription, change: PlanChange): Promise<PreviewResult>;
  /** Changes a subscription. The payer comes back to `returnUrl` if they have to act. */
  change(
    found: FoundPortal,
    subscription: FoundSubscription,
    change: PlanChange,
    returnUrl: string,
  ): Promise<PortalResult>;
  cancel(found: FoundPortal, subscription: FoundSubscription): Promise<PortalResult>;
  /** Records why a subscription was canceled. */
  giveReason(found: FoundPortal, id: string, details: RequestParams): Promise<PortalResult>;
  renew(found: FoundPortal, subscription: FoundSubscription): Promise<PortalResult>;
  /** Gives a customer who stays the coupon that the session offers. */
  acceptOffer(found: FoundPortal, subscription: FoundSubscription): Promise<PortalResult>;
  /** Saves a card with raw parameters of a setup intent. */
  addCard(found: FoundPortal, card: RequestParams, returnUrl: string): Promise<AddedCard>;
  /** The card that a setup intent of this customer has saved; null if it has saved none. */
  cardOf(found: FoundPortal, setupIntent: string): Promise<string | null>;
  /** Makes a payment method pay everything that the customer has subscribed to. */
  makeDefault(found: FoundPortal, paymentMethod: string): Promise<PortalResult>;
  removeMethod(found: FoundPortal, paymentMethod: string): Promise<PortalResult>;
  updateCustomer(found: FoundPortal, details: RequestParams): Promise<PortalResult>;
  addTaxId(found: FoundPortal, taxId: RequestParams): Promise<PortalResult>;
  removeTaxId(found: FoundPortal, id: string): Promise<PortalResult>;
}

export interface FoundPortal {
  readonly account: Account;
  readonly session: PortalSession;
  readonly configuration: PortalConfiguration;
  readonly customer: Customer;
  readonly taxIds: readonly { readonly id: string; readonly type: string; readonly value: string }[];
  /** Those that have not ended, the newest first. */
  readonly subscriptions: readonly FoundSubscription[];
  /** The coupon that the session offers a customer who wants to cancel, until they have it. */
  readonly offer: Coupon | null;
  readonly methods: readonly PortalMethod[];
  /** The newest first, without drafts. */
  readonly invoices: readonly Invoice[];
}

export interface FoundSubscription {
  readonly subscription: Subscription;
  readonly items: readonly {
    readonly name: string;
    readonly price: Price;
    /** Null, as is the amount, where usage decides. */
    readonly quantity: number | null;
    /** What a period costs, in minor units. */
    readonly amount: number | null;
  }[];
  readonly can: { readonly cancel: boolean; readonly renew: boolean; readonly update: boolean };
}

export type PortalMethod = SavedMethod & {
  /** Whether it pays what no other method is named for. */
  readonly isDefault: boolean;
  readonly isRemovable: boolean;
};

/** A price that a subscription can have, and the bounds of its quantity; null if that cannot be changed. */
export interface OfferedPlan {
  readonly name: string;
  readonly price: Price;
  /** What a period of one costs, in minor units. */
  readonly amount: number;
  readonly quantity: QuantityBounds | null;
  readonly isCurrent: boolean;
}

export interface ChangePreview {
  /** What a period costs from then on, in minor units, before discounts and taxes. */
  readonly renewal: number;
  /** What is charged at once, in minor units. */
  readonly due: number;
  /** The next invoice, if the change makes none at once. */
  readonly next: { readonly amount: number; readonly at: number } | null;
}
export type PreviewResult =
  | { readonly kind: "previewed"; readonly preview: ChangePreview }
  | { readonly kind: "refused"; readonly error: ApiError };

export type PortalResult =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly error: ApiError }
  | { readonly kind: "needs_action"; readonly intentId: string; readonly clientSecret: string };
export type AddedCard = PortalResult | { readonly kind: "added"; readonly card: string };
