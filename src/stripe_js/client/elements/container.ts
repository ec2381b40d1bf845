/** The node of the shop's page in which an Element stands, and its classes, which shops style. */
import { IntegrationError } from "../errors.ts";

/** The node for a selector or a node; throws if it cannot hold an Element. */
export function containerOf(where: unknown): HTMLElement {
  if (where === undefined || where === null || where === "") {
    const text = "Missing argument. Make sure to call mount() with a valid DOM element or selector.";
    throw new IntegrationError(text);
  }
  if (document.body === null)
    throw new IntegrationError("Stripe.js requires that your page has a <body> element.");
  const node = typeof where === "string" ? document.querySelector(where) : where;
  if (node === null) {
    throw new IntegrationError(
      `The selector you specified (${String(where)}) applies to no DOM elements that are currently on the page.\n` +
        "Make sure the element exists on the page before calling mount().",
    );
  }
  if (!(node instanceof HTMLElement) || node instanceof HTMLInputElement) {
    throw new IntegrationError(
      "Invalid DOM element. Make sure to call mount() with a valid DOM element or selector.",
    );
  }
  if (node.childNodes.length > 0) {
    console.warn("This Element will be mounted to a DOM element that contains child nodes.");
  }
  return node;
}

type State = "complete" | "empty" | "focus" | "invalid";
const STATES: readonly State[] = ["complete", "empty", "focus", "invalid"];

interface Painted {
  readonly complete: boolean;
  readonly empty: boolean;
  readonly focused: boolean;
  readonly error: unknown;
}

/** Gives the node Stripe's classes, or the shop's own for them (`options.classes`). */
export function paintClasses(node: HTMLElement, painted: Painted, own: unknown): void {
  const { complete, empty, focused, error } = painted;
  const on: Readonly<Record<State, boolean>> = { complete, empty, focus: focused, invalid: error !== null };
  node.classList.add(...namesOf("base", own));
  for (const state of STATES) for (const name of namesOf(state, own)) node.classList.toggle(name, on[state]);
}

export function unpaintClasses(node: HTMLElement, own: unknown): void {
  for (const state of ["base", ...STATES] as const) node.classList.remove(...namesOf(state, own));
}

function namesOf(state: State | "base", own: unknown): readonly string[] {
  const given = typeof own === "object" && own !== null ? Reflect.get(own, state) : undefined;
  const usual = state === "base" ? "StripeElement" : `StripeElement--${state}`;
  return (typeof given === "string" && given !== "" ? given : usual).split(/\s+/);
}
