/**
 * `initCheckout` and `initCheckoutElementsSdk`: a session is paid in the shop's own form. Until basil the call answers
 * with a promise of everything; from clover on with an object whose actions are loaded apart.
 */
import { isSince } from "../../trains.ts";
import { elementOf, type StripeElement } from "../elements/element.ts";
import { IntegrationError } from "../errors.ts";
import type { Shop } from "../shop.ts";
import { actionsOf } from "./actions.ts";
import { confirmSession } from "./confirm.ts";
import { CheckoutSession } from "./session.ts";

interface Options {
  readonly clientSecret?: unknown;
  readonly fetchClientSecret?: () => Promise<unknown>;
  readonly elementsOptions?: Readonly<Record<string, unknown>>;
}

/** The Elements of the form: the name in `create<Name>Element`, the type, and what errors call it. */
const ELEMENTS = [["Payment", "payment", "Payment Element"]] as const;
/** Elements of Stripe's forms that are not there. */
const ABSENT_ELEMENTS =
  "BillingAddress ShippingAddress ExpressCheckout CurrencySelector TaxId LinkSignup ContactDetails Terms".split(
    " ",
  );

/** What the train's own `initCheckout` returns. */
export function initCheckout(shop: Shop, given: unknown): object {
  if (!isSince(shop.train, "acacia")) {
    throw new IntegrationError(
      "You must upgrade to the Basil release or higher to use initCheckout. See https://docs.stripe.com/js/custom_checkout.",
    );
  }
  const options = (given ?? {}) as Options; // every rule below reads it as unknown
  const secret = options.fetchClientSecret?.() ?? Promise.resolve(options.clientSecret);
  const { appearance, locale } = options.elementsOptions ?? {};
  const session = new CheckoutSession(shop, secret, { appearance, locale });
  const actions = () => ({
    ...actionsOf(session),
    confirm: (args?: object) => confirmSession(session, args),
  });
  const sdk = { ...listening(session), ...elements(session) };
  if (!isSince(shop.train, "clover")) {
    return session.load().then(() => ({ ...sdk, ...actions(), session: () => session.view() }));
  }
  return {
    ...sdk,
    loadActions: async () => {
      try {
        await session.load();
      } catch (error) {
        const { message = "" } = error as { message?: string }; // an error of the server, or of the shop
        return { type: "error", error: { message, code: null } };
      }
      return { type: "success", actions: { ...actions(), getSession: () => session.view() } };
    },
  };
}

function listening(session: CheckoutSession) {
  return {
    on: (name: unknown, listener: unknown) => session.on(name, listener),
    changeAppearance: (appearance: unknown) => void session.group.update({ appearance }),
    loadFonts: () => {},
  };
}

/** `createPaymentElement` and the like. */
function elements(session: CheckoutSession): Readonly<Record<string, (options?: unknown) => unknown>> {
  const { group } = session;
  const made: Record<string, (options?: unknown) => unknown> = {};
  for (const [name, type, called] of ELEMENTS) {
    made[`create${name}Element`] = (options): StripeElement => {
      if (group.find(type) !== null)
        throw new IntegrationError(`You cannot create multiple instances of the ${called}.`);
      const facade = group.create(type, options);
      elementOf(facade)?.whenChanged(() => void session.load().then(() => session.changed()));
      return facade;
    };
    made[`get${name}Element`] = () => group.find(type)?.facade ?? null;
  }
  for (const name of ABSENT_ELEMENTS) {
    made[`create${name}Element`] = () => {
      throw new IntegrationError(`create${name}Element() is not simulated by Checkstand.`);
    };
    made[`get${name}Element`] = () => null;
  }
  return made;
}
