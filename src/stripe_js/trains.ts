/**
 * The release trains of Stripe.js: each has a script of its own, and takes away or changes what the one before had. A
 * major version of `@stripe/stripe-js` loads the script of one train. Pure data, for the server and for browsers.
 */

export type TrainName = "acacia" | "basil" | "clover" | "dahlia" | "endive" | "v3";

export interface Train {
  readonly name: TrainName;
  /** `Stripe.version`, by which the package checks what it has loaded. */
  readonly version: number | string;
  /** The API version that its requests name; null if they name none. */
  readonly apiVersion: string | null;
}

/** From the oldest to the newest. */
export const TRAINS: readonly Train[] = [
  { name: "v3", version: 3, apiVersion: null },
  { name: "acacia", version: "acacia", apiVersion: "2025-01-27.acacia" },
  { name: "basil", version: "basil", apiVersion: "2025-03-31.basil" },
  { name: "clover", version: "clover", apiVersion: "2025-09-30.clover" },
  { name: "dahlia", version: "dahlia", apiVersion: "2026-03-25.dahlia" },
  { name: "endive", version: "endive", apiVersion: "2026-09-30.endive" },
];

export function trainNamed(name: TrainName): Train {
  const train = TRAINS.find((one) => one.name === name);
  if (train === undefined) throw new Error(`no train is called ${name}`);
  return train;
}

export function isTrain(name: unknown): name is TrainName {
  return TRAINS.some((train) => train.name === name);
}

/** Whether a train is `first` or one after it. */
export function isSince(train: TrainName, first: TrainName): boolean {
  const rank = (name: TrainName) => TRAINS.findIndex((one) => one.name === name);
  return rank(train) >= rank(first);
}
