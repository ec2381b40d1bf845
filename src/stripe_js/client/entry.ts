/** `window.Stripe`: a function that shops call with or without `new`. */
import { type TrainName, trainNamed } from "../trains.ts";

import { IntegrationError } from "./errors.ts";
import type { Home } from "./home.ts";
import { openShop } from "./shop.ts";
import { stripeObject } from "./stripe_object.ts";

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
  return stripeObject(openShop(String(key), train, home, options));
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
