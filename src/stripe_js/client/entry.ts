/** `window.Stripe`: a function that shops call with or without `new`. */

import { type TrainName, trainNamed } from "../trains.ts";
import { ABSENT } from "./absent.ts";
import { makeElements } from "./elements/group.ts";
import { intentIn } from "./elements/options.ts";
import { IntegrationError, notSimulated } from "./errors.ts";
import type { Home } from "./home.ts";
import { confirmIntent } from "./paying/confirm.ts";
import { confirmWithType, handleAction, intentFor } from "./paying/confirm_card.ts";
import { createConfirmationToken, createPaymentMethod, createToken } from "./paying/create.ts";
import { retrieve } from "./paying/next_action.ts";
import { failed, namedIntent } from "./paying/results.ts";
import { openShop, type Shop } from "./shop.ts";

export interface StripeConstructor {
  (key: unknown, options?: unknown): object;
  version: number | string;
}

export function stripeOf(train: TrainName, home: Home): StripeConstructor {
  const made = (key: unknown, options?: unknown) => makeStripe(train, home, key, options);
  // A plain function: the official loader calls it without `new`, some shops with it.
  function Stripe(key: unknown, options?: unknown): object {
    return made(key, options);
  }
  Stripe.version = trainNamed(train).version;
  return Stripe;
}

const OPTIONS = ["stripeAccount", "locale", "apiVersion", "betas", "developerTools"];

function makeStripe(train: TrainName, home: Home, key: unknown, given: unknown): object {
  checkKey(key);
  const options = (given ?? {}) as Readonly<Record<string, unknown>>; // read one by one, as unknown
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) {
      console.warn(
        `Unrecognized Stripe() parameter: ${name} is not a recognized parameter. This may cause issues with your ` +
          "integration in the future.",
      );
    }
  }
  if (options.apiVersion !== undefined && train !== "v3") {
    throw new IntegrationError(`Unsupported on version [${train}]: Can not provide apiVersion to Stripe()`);
  }
  const shop = openShop(String(key), train, home, options);
  return { ...absentMethods(), ...methodsOf(shop), registerAppInfo() {}, _registerWrapper() {} };
}

/** Methods of Stripe.js that are not there reject with an error that says so. */
function absentMethods(): object {
  return Object.fromEntries(ABSENT.map((name) => [name, () => notSimulated(`stripe.${name}()`)]));
}

function methodsOf(shop: Shop): object {
  const retrieved = async (clientSecret: unknown) => {
    const intent = intentIn(clientSecret);
    if (intent === null) throw new IntegrationError("You must provide a client secret.");
    const reply = await retrieve(shop, intent);
    return reply.ok ? namedIntent(intent, reply.body) : failed(reply.error);
  };
  const payment = (method: string, secret: unknown) => intentFor(method, secret, "payment_intent");
  const setup = (method: string, secret: unknown) => intentFor(method, secret, "setup_intent");
  return {
    elements: (options?: unknown) => makeElements(shop, options),
    confirmPayment: (options: unknown) => confirmIntent(shop, "confirmPayment", options),
    confirmSetup: (options: unknown) => confirmIntent(shop, "confirmSetup", options),
    confirmCardPayment: async (secret: unknown, data?: unknown, options?: unknown) =>
      confirmWithType(shop, payment("confirmCardPayment", secret), "card", data, options),
    confirmCardSetup: async (secret: unknown, data?: unknown, options?: unknown) =>
      confirmWithType(shop, setup("confirmCardSetup", secret), "card", data, options),
    handleCardAction: async (secret: unknown) => handleAction(shop, payment("handleCardAction", secret)),
    handleNextAction: async (options: { clientSecret?: unknown }) => {
      const intent = intentIn(options?.clientSecret);
      if (intent === null)
        throw new IntegrationError("stripe.handleNextAction(): you must provide a clientSecret.");
      return handleAction(shop, intent);
    },
    createPaymentMethod: (...args: unknown[]) => createPaymentMethod(shop, ...args),
    createToken: (given: unknown, data?: unknown) => createToken(shop, given, data),
    createConfirmationToken: (options: unknown) => createConfirmationToken(shop, options),
    retrievePaymentIntent: retrieved,
    retrieveSetupIntent: retrieved,
  };
}

/** Kinds of keys that must never be in a browser. */
const SECRET_KEYS = { sk_: "your secret key", ek_: "an ephemeral key", rk_: "a restricted key" };

function checkKey(key: unknown): void {
  if (key === "") {
    throw new IntegrationError("Please call Stripe() with your publishable key. You used an empty string.");
  }
  if (typeof key !== "string") {
    throw new IntegrationError(`Please call Stripe() with your publishable key. You used: ${String(key)}.`);
  }
  for (const [prefix, what] of Object.entries(SECRET_KEYS)) {
    if (key.startsWith(prefix)) {
      throw new IntegrationError(
        `You should not use ${what} with Stripe.js.\n          Please pass a publishable key instead.`,
      );
    }
  }
  if (key.startsWith("pk_live_")) {
    throw new IntegrationError(
      "This is Checkstand, a stand-in for Stripe. It takes test keys only: pk_test_….",
    );
  }
}
