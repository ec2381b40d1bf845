/** The methods of the object that `Stripe(key)` returns, by what they are for. */
import { isSince, type TrainName } from "../trains.ts";
import { createEmbedded } from "./checkout/embedded.ts";
import { redirectToCheckout } from "./checkout/redirect.ts";
import { initCheckout } from "./checkout/sdk.ts";
import { Group } from "./elements/group.ts";
import { intentIn } from "./elements/options.ts";
import { IntegrationError, notSimulated } from "./errors.ts";
import { ABSENT, REMOVED } from "./names.ts";
import { confirmIntent } from "./paying/confirm.ts";
import { confirmWithType, handleAction, intentFor } from "./paying/confirm_type.ts";
import { createConfirmationToken, createPaymentMethod, createToken } from "./paying/create.ts";
import { guarded } from "./paying/in_flight.ts";
import { retrieve } from "./paying/next_action.ts";
import { failed, namedIntent } from "./paying/results.ts";
import { METHOD_TYPES } from "./paying/types.ts";
import { verifyMicrodeposits } from "./paying/verify.ts";
import type { Shop } from "./shop.ts";

type Methods = Readonly<Record<string, (...args: never[]) => unknown>>;

/** A plain object with methods of its own, as Stripe's: `react-stripe-js` and shops look for them on it. */
export function stripeObject(shop: Shop): object {
  return {
    ...absent(),
    elements: (options?: unknown) => new Group(shop, options).facade(),
    ...confirming(shop),
    ...confirmingTypes(shop),
    ...creating(shop),
    ...retrieving(shop),
    paymentRequest,
    ...checkout(shop),
    ...removed(shop.train),
    registerAppInfo() {},
    _registerWrapper() {},
  };
}

function checkout(shop: Shop): Methods {
  return {
    createEmbeddedCheckoutPage: (options: unknown) =>
      createEmbedded(shop, options, "createEmbeddedCheckoutPage"),
    initEmbeddedCheckout: (options: unknown) => createEmbedded(shop, options, "initEmbeddedCheckout"),
    initCheckout: (options: unknown) => initCheckout(shop, options),
    initCheckoutElementsSdk: (options: unknown) => initCheckout(shop, options),
    redirectToCheckout: (options: unknown) => redirectToCheckout(shop, options),
  };
}

function confirming(shop: Shop): Methods {
  return {
    confirmPayment: (options: unknown) => confirmIntent(shop, "confirmPayment", options),
    confirmSetup: (options: unknown) => confirmIntent(shop, "confirmSetup", options),
    handleNextAction: guarded("handleNextAction", async (options: unknown) => {
      const { clientSecret } = (options ?? {}) as { clientSecret?: unknown };
      const intent = intentIn(clientSecret);
      if (intent === null)
        throw new IntegrationError("stripe.handleNextAction(): you must provide a clientSecret.");
      return handleAction(shop, intent);
    }),
    handleCardAction: guarded("handleCardAction", async (secret: unknown) =>
      handleAction(shop, intentFor("handleCardAction", secret, "payment_intent")),
    ),
    verifyMicrodepositsForPayment: async (secret: unknown, data: unknown) =>
      verifyMicrodeposits(shop, intentFor("verifyMicrodepositsForPayment", secret, "payment_intent"), data),
    verifyMicrodepositsForSetup: async (secret: unknown, data: unknown) =>
      verifyMicrodeposits(shop, intentFor("verifyMicrodepositsForSetup", secret, "setup_intent"), data),
  };
}

/** `confirm<Type>Payment` and `confirm<Type>Setup`. */
function confirmingTypes(shop: Shop): Methods {
  const methods: Record<string, (...args: never[]) => unknown> = {};
  for (const { name, type, payment, setup } of METHOD_TYPES) {
    const add = (method: string, kind: "payment_intent" | "setup_intent") => {
      const run = async (secret: unknown, data?: unknown, options?: unknown) =>
        confirmWithType(shop, intentFor(method, secret, kind), type, data, options);
      methods[method] = type === "card" ? guarded(method, run) : run;
    };
    if (payment) add(`confirm${name}Payment`, "payment_intent");
    if (setup) add(`confirm${name}Setup`, "setup_intent");
  }
  return methods;
}

function creating(shop: Shop): Methods {
  return {
    createPaymentMethod: (...args: unknown[]) => createPaymentMethod(shop, ...args),
    createToken: (given: unknown, data?: unknown) => createToken(shop, given, data),
    createConfirmationToken: (options: unknown) => createConfirmationToken(shop, options),
  };
}

function retrieving(shop: Shop): Methods {
  const retrieved = (method: string, kind: "payment_intent" | "setup_intent") => async (secret: unknown) => {
    const intent = intentFor(method, secret, kind);
    const reply = await retrieve(shop, intent);
    return reply.ok ? namedIntent(intent, reply.body) : failed(reply.error);
  };
  return {
    retrievePaymentIntent: retrieved("retrievePaymentIntent", "payment_intent"),
    retrieveSetupIntent: retrieved("retrieveSetupIntent", "setup_intent"),
  };
}

/** Wallets of a device, none of which a test machine has: `canMakePayment` says so. */
function paymentRequest(): object {
  const request = {
    canMakePayment: () => Promise.resolve(null),
    show: () => {
      throw new IntegrationError("paymentRequest.show(): no wallet can pay in this browser.");
    },
    update: () => {},
    abort: () => {},
    isShowing: () => false,
    on: () => request,
    off: () => request,
    once: () => request,
  };
  return request;
}

/** Methods of Stripe.js that are not there reject with an error that says so. */
function absent(): Methods {
  return Object.fromEntries(ABSENT.map((name) => [name, () => notSimulated(`stripe.${name}()`)]));
}

/** Methods that the train has no more throw what Stripe's do. */
function removed(train: TrainName): Methods {
  const gone = REMOVED.filter(({ since }) => isSince(train, since));
  return Object.fromEntries(
    gone.map(({ name, text }) => [
      name,
      () => {
        throw new IntegrationError(text);
      },
    ]),
  );
}
