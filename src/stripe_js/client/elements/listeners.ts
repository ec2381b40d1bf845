/** Functions of the shop that hear the events of an Element or of a group. */
import { IntegrationError } from "../errors.ts";

/** Bound of the functions for one event: more come of a mistake, such as one added at every drawing. */
const LISTENERS_MAX = 1000;

type Listener = (payload: unknown) => void;
interface Listening {
  readonly listener: Listener;
  readonly isOnce: boolean;
}

export class Listeners {
  readonly #byEvent = new Map<string, readonly Listening[]>();

  /** Throws unless it is handed the name of an event and a function. */
  add(name: unknown, listener: unknown, isOnce = false): void {
    const event = nameIn(name);
    if (typeof listener !== "function")
      throw new IntegrationError("When calling on(), you must provide a function as the event handler.");
    const before = this.#byEvent.get(event) ?? [];
    if (before.length >= LISTENERS_MAX)
      throw new IntegrationError(`Too many handlers for the ${event} event.`);
    this.#byEvent.set(event, [...before, { listener: listener as Listener, isOnce }]);
  }

  /** Without a function, removes all of the event. */
  remove(name: unknown, listener?: unknown): void {
    const event = nameIn(name);
    const before = this.#byEvent.get(event) ?? [];
    this.#byEvent.set(event, listener === undefined ? [] : before.filter((one) => one.listener !== listener));
  }

  tell(event: string, payload: unknown): void {
    const all = this.#byEvent.get(event) ?? [];
    this.#byEvent.set(
      event,
      all.filter(({ isOnce }) => !isOnce),
    );
    for (const { listener } of all) listener(payload);
  }

  has(event: string): boolean {
    return (this.#byEvent.get(event) ?? []).length > 0;
  }
}

function nameIn(name: unknown): string {
  if (typeof name !== "string") throw new IntegrationError("You must provide a string for the event name.");
  return name;
}
