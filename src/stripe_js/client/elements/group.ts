/** `stripe.elements()`: the Elements that are filled in together, and what they pay. */
import type { FrameConfig, Validity } from "../../wire.ts";
import { IntegrationError } from "../errors.ts";
import { PAGE_DIGITS } from "../frame.ts";
import { ask, type Shop } from "../shop.ts";
import { type ElementRecord, makeElement, recordOf, type StripeElement } from "./element.ts";
import { type ElementKind, kindOf } from "./kinds.ts";
import { Listeners } from "./listeners.ts";
import { checkOptions, type GroupOptions, hasIntent, sessionParams } from "./options.ts";

/** What a group is known by besides what the shop sees of it. */
export interface GroupRecord {
  readonly shop: Shop;
  readonly options: GroupOptions;
  /** The record of the Element that collects the payment method; null if there is none. */
  readonly paying: ElementRecord | null;
  readonly all: readonly ElementRecord[];
  /** Whether `submit` was called and everything was filled in. */
  readonly isSubmitted: boolean;
}

const records = new WeakMap<object, GroupRecord>();
let groups = 0;

/** The record of an object that `stripe.elements()` returned; null for anything else. */
export function groupOf(elements: unknown): GroupRecord | null {
  return typeof elements === "object" && elements !== null ? (records.get(elements) ?? null) : null;
}

interface Made {
  readonly element: StripeElement;
  readonly kind: ElementKind;
  readonly mode: unknown;
}

export function makeElements(shop: Shop, given: unknown): object {
  let options = checkOptions(given, shop.train);
  let made: readonly Made[] = [];
  let isSubmitted = false;
  const events = new Listeners();
  groups += 1;
  const name = `group-${PAGE_DIGITS}-${groups}`;
  /** The types that are offered; asked once, and again after an update. */
  let offered: Promise<readonly string[]> | null = null;
  const typesOf = (kind: ElementKind): Promise<readonly string[]> => {
    if (!kind.needsIntent) return Promise.resolve(["card"]);
    offered ??= offeredTypes(shop, options);
    return offered;
  };

  const create = (type: unknown, elementOptions: unknown = {}): StripeElement => {
    const kind = kindOf(type, shop.train);
    if (typeof kind === "string") throw new IntegrationError(kind);
    const own = (elementOptions ?? {}) as Readonly<Record<string, unknown>>; // read one by one, as unknown
    const mode = kind.byMode ? own.mode : undefined;
    checkFits(kind, mode, made);
    if (kind.needsIntent && !hasIntent(options)) {
      const text = "you must pass a clientSecret or mode when creating the Elements group.";
      throw new IntegrationError(`In order to create ${kind.article}, ${text}`);
    }
    const element = makeElement({
      kind,
      options: own,
      group: elements,
      source: async (shown) =>
        sourceOf(shop, kind, {
          group: name,
          types: await typesOf(kind),
          options: shown,
          locale: options.locale,
        }),
      appearance: () => options.appearance,
      forget: () => {
        made = made.filter((one) => one.element !== element);
      },
    });
    made = [...made, { element, kind, mode }];
    return element;
  };

  const elements = {
    create,
    getElement(type: unknown, mode?: unknown) {
      const wanted = recordOf(type)?.kind.type ?? type;
      const found = made.find((one) => one.kind.type === wanted && (mode === undefined || one.mode === mode));
      return found?.element ?? null;
    },
    update(changed: unknown) {
      options = checkOptions({ ...options, ...(changed as object) }, shop.train);
      offered = null;
      for (const { element } of made) {
        const frame = recordOf(element)?.frame;
        frame?.tell({ kind: "appearance", appearance: options.appearance });
      }
      return Promise.resolve({});
    },
    async submit() {
      const paying = payingOf(made);
      const validity: Validity = (await paying?.frame?.validate()) ?? { isValid: true };
      isSubmitted = validity.isValid;
      if (!validity.isValid) return { error: validity.error };
      return { selectedPaymentMethod: paying?.state.type ?? undefined };
    },
    async fetchUpdates() {
      offered = null;
      return {};
    },
    on: (name: unknown, listener: unknown) => (events.add(name, listener), elements),
  };
  records.set(elements, {
    shop,
    get options() {
      return options;
    },
    get paying() {
      return payingOf(made);
    },
    get all() {
      return made.flatMap(({ element }) => recordOf(element) ?? []);
    },
    get isSubmitted() {
      return isSubmitted;
    },
  });
  return elements;
}

function payingOf(made: readonly Made[]): ElementRecord | null {
  const paying =
    made.find(({ kind }) => kind.type === "payment") ?? made.find(({ kind }) => kind.type === "card");
  return recordOf(paying?.element);
}

/** Throws if another Element of the group is in the way. */
function checkFits(kind: ElementKind, mode: unknown, made: readonly Made[]): void {
  const twin = made.find((one) => one.kind.type === kind.type && one.mode === mode);
  if (twin !== undefined) {
    const which = kind.byMode ? ` with mode ${String(mode)}` : "";
    throw new IntegrationError(`Can only create one Element of type ${kind.type}${which}.`);
  }
  const other = made.find((one) => kind.conflicts.includes(one.kind.type));
  if (other !== undefined) {
    throw new IntegrationError(
      `Cannot create an Element of type ${kind.type} after an Element of type ${other.kind.type} has already been created.`,
    );
  }
}

/** The types that the group offers, as the API decides. */
async function offeredTypes(shop: Shop, options: GroupOptions): Promise<readonly string[]> {
  const reply = await ask(shop, "GET", "/v1/elements/sessions", sessionParams(options));
  if (!reply.ok) throw reply.error;
  const preference = reply.body.payment_method_preference as
    | { ordered_payment_method_types?: string[] }
    | undefined;
  return preference?.ordered_payment_method_types ?? ["card"];
}

/** The URL of an Element's frame. */
function sourceOf(
  { home, train, locale }: Shop,
  kind: ElementKind,
  given: { group: string; types: readonly string[]; options: FrameConfig["options"]; locale: unknown },
): string {
  const own = typeof given.locale === "string" ? given.locale : locale;
  const { group, types } = given;
  const config: FrameConfig = { train, locale: own, group, types, options: plain(given.options) };
  const query = new URLSearchParams({ config: JSON.stringify(config) });
  return `${home.frames}/v3/elements-inner-${kind.frame}.html?${query}`;
}

/** Options that JSON can hold; functions and nodes are for the shop's side alone. */
function plain(options: FrameConfig["options"]): FrameConfig["options"] {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => typeof value !== "function"));
}
