/** The script that shops load. The server wraps it in a function that is told which train it is, and its own origin. */
import type { TrainName } from "../trains.ts";
import { stripeOf } from "./entry.ts";
import { homeOf } from "./home.ts";

declare const CHECKSTAND_TRAIN: TrainName;
declare const CHECKSTAND_ORIGIN: string;

const { currentScript } = document;
const source =
  currentScript instanceof HTMLScriptElement && currentScript.src !== "" ? currentScript.src : null;
if (Reflect.has(window, "Stripe")) {
  console.warn(
    "[Stripe.js] It looks like Stripe.js was loaded more than one time. Please only load it once per page.",
  );
} else {
  Reflect.set(window, "Stripe", stripeOf(CHECKSTAND_TRAIN, homeOf(source, CHECKSTAND_ORIGIN)));
}
