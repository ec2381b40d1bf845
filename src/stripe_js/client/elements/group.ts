/** `stripe.elements()`: the Elements that are filled in together, and what they pay. */
import type { FrameConfig, Validity } from "../../wire.ts";
import { IntegrationError } from "../errors.ts";
import { PAGE_DIGITS } from "../frame.ts";
import { ask, type Shop } from "../shop.ts";
import { Element, elementOf, type Options, type StripeElement } from "./element.ts";
import { type ElementKind, kindOf } from "./kinds.ts";
import { Listeners } from "./listeners.ts";
import { checkOptions, type GroupOptions, hasIntent, sessionParams } from "./options.ts";

interface Made {
  readonly facade: StripeElement;
  readonly element: Element;
  readonly mode: unknown;
}

/** Asks which types of payment method are offered. */
type Offered = () => Promise<readonly string[]>;

const groups = new WeakMap<object, Group>();
let made = 0;

/** The group behind an object that `stripe.elements()` returned; null for anything else. */
export function groupOf(given: unknown): Group | null {
  return typeof given === "object" && given !== null ? (groups.get(given) ?? null) : null;
}

export class Group {
  readonly shop: Shop;
  readonly #name: string;
  readonly #events = new Listeners();
  #options: GroupOptions;
  #made: readonly Made[] = [];
  readonly #elsewhere: Offered | null;
  #isSubmitted = false;
  /** The types that are offered: asked once, and again after an update. */
  #offered: Promise<readonly string[]> | null = null;

  /** `offered` says which methods there are, where that follows from no intent. */
  constructor(shop: Shop, options: unknown, offered: Offered | null = null) {
    this.shop = shop;
    this.#elsewhere = offered;
    this.#options = checkOptions(options);
    made += 1;
    this.#name = `group-${PAGE_DIGITS}-${made}`;
  }

  get options(): GroupOptions {
    return this.#options;
  }

  /** Whether `submit` was called and everything was filled in. */
  get isSubmitted(): boolean {
    return this.#isSubmitted;
  }

  /** The Element that collects the payment method; null if there is none. */
  get paying(): Element | null {
    const named = (type: string) => this.#made.find(({ element }) => element.kind.type === type);
    return (named("payment") ?? named("card") ?? named("cardNumber"))?.element ?? null;
  }

  /** The object that the shop has. */
  facade(): object {
    const facade = {
      create: (type: unknown, options?: unknown) => this.create(type, options),
      getElement: (type: unknown, mode?: unknown) => this.find(type, mode)?.facade ?? null,
      update: (options: unknown) => this.update(options),
      submit: () => this.#submit(),
      fetchUpdates: async () => {
        this.#offered = null;
        return {};
      },
      on: (name: unknown, listener: unknown) => {
        this.#events.add(name, listener);
        return facade;
      },
    };
    groups.set(facade, this);
    return facade;
  }

  create(type: unknown, given: unknown): StripeElement {
    const kind = kindOf(type, this.shop.train);
    if (typeof kind === "string") throw new IntegrationError(kind);
    const options = (given ?? {}) as Options; // read one by one, as unknown
    const mode = kind.byMode ? options.mode : undefined;
    this.#checkFits(kind, mode);
    if (kind.needsIntent && this.#elsewhere === null && !hasIntent(this.#options)) {
      const text = "you must pass a clientSecret or mode when creating the Elements group.";
      throw new IntegrationError(`In order to create ${kind.article}, ${text}`);
    }
    const element = new Element({
      kind,
      options,
      source: (shown) => this.#sourceOf(kind, shown),
      appearance: () => this.#options.appearance,
      forget: () => {
        this.#made = this.#made.filter((one) => one.element !== element);
      },
    });
    const facade = element.facade();
    this.#made = [...this.#made, { facade, element, mode }];
    return facade;
  }

  /** Throws if another Element of the group is in the way. */
  #checkFits(kind: ElementKind, mode: unknown): void {
    if (this.find(kind.type, mode) !== null) {
      const which = kind.byMode ? ` with mode ${String(mode)}` : "";
      throw new IntegrationError(`Can only create one Element of type ${kind.type}${which}.`);
    }
    const other = this.#made.find(({ element }) => kind.conflicts.includes(element.kind.type));
    if (other !== undefined) {
      throw new IntegrationError(
        `Cannot create an Element of type ${kind.type} after an Element of type ${other.element.kind.type} has ` +
          "already been created.",
      );
    }
  }

  /** The Element of a type, or that a shop's object stands for. */
  find(given: unknown, mode?: unknown): Made | null {
    const type = elementOf(given)?.kind.type ?? given;
    const found = this.#made.find(
      (one) => one.element.kind.type === type && (mode === undefined || one.mode === mode),
    );
    return found ?? null;
  }

  update(changed: unknown): Promise<object> {
    this.#options = checkOptions({ ...this.#options, ...(changed as object) });
    this.#offered = null;
    for (const { element } of this.#made) element.redress();
    this.#events.tell("update-end", {});
    return Promise.resolve({});
  }

  async #submit(): Promise<object> {
    const { paying } = this;
    const validity: Validity = (await paying?.frame?.validate()) ?? { isValid: true };
    this.#isSubmitted = validity.isValid;
    return validity.isValid
      ? { selectedPaymentMethod: paying?.state.type ?? undefined }
      : { error: validity.error };
  }

  /** The URL of an Element's frame. */
  async #sourceOf(kind: ElementKind, options: Options): Promise<string> {
    const { home, train, locale } = this.shop;
    const own = this.#options.locale;
    const config: FrameConfig = {
      train,
      locale: typeof own === "string" ? own : locale,
      group: this.#name,
      types: await this.#typesFor(kind),
      options: plain(options),
    };
    const query = new URLSearchParams({ config: JSON.stringify(config) });
    return `${home.frames}/v3/elements-inner-${kind.frame}.html?${query}`;
  }

  #typesFor(kind: ElementKind): Promise<readonly string[]> {
    if (!kind.needsIntent) return Promise.resolve(["card"]);
    this.#offered ??= this.#elsewhere?.() ?? offeredTypes(this.shop, this.#options);
    return this.#offered;
  }
}

/** The types that the group offers, as the API decides. */
async function offeredTypes(shop: Shop, options: GroupOptions): Promise<readonly string[]> {
  const reply = await ask(shop, "GET", "/v1/elements/sessions", sessionParams(options));
  if (!reply.ok) throw reply.error;
  const types = reply.body.ordered_payment_method_types_and_wallets;
  return Array.isArray(types) ? types : [];
}

/** Options that JSON can hold; functions are for the shop's side alone. */
function plain(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => typeof value !== "function"));
}
