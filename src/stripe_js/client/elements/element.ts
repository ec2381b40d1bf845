/** One Element: an object with methods for the shop, and the frame that it shows. */
import type { ElementState, FromFrame } from "../../wire.ts";
import { IntegrationError } from "../errors.ts";
import { Frame } from "../frame.ts";
import { containerOf, paintClasses, unpaintClasses } from "./container.ts";
import type { ElementKind } from "./kinds.ts";
import { Listeners } from "./listeners.ts";

/** What is known of an Element besides what the shop sees of it. */
export interface ElementRecord {
  readonly kind: ElementKind;
  readonly options: Readonly<Record<string, unknown>>;
  /** Of the group that made it. */
  readonly group: object;
  readonly frame: Frame | null;
  readonly state: ElementState;
}

const records = new WeakMap<object, ElementRecord>();

/** The record of an object that `elements.create` returned; null for anything else. */
export function recordOf(element: unknown): ElementRecord | null {
  return typeof element === "object" && element !== null ? (records.get(element) ?? null) : null;
}

const UNTYPED: ElementState = {
  empty: true,
  complete: false,
  error: null,
  brand: null,
  type: null,
  value: {},
  collapsed: false,
};

export interface ElementParts {
  readonly kind: ElementKind;
  readonly options: Readonly<Record<string, unknown>>;
  readonly group: object;
  /** The URL of the frame, once it is known what it shows. */
  readonly source: (options: Readonly<Record<string, unknown>>) => Promise<string>;
  /** What the frames of the group look like; read whenever one is shown. */
  readonly appearance: () => unknown;
  /** Takes the Element out of the group. */
  readonly forget: () => void;
}

/** An Element as the shop sees it. Its methods are its own, since shops spread it. */
export interface StripeElement {
  readonly [method: string]: (...args: never[]) => unknown;
}

export function makeElement(parts: ElementParts): StripeElement {
  const { kind } = parts;
  const elementType = kind.type;
  const listeners = new Listeners();
  let { options } = parts;
  let state = UNTYPED;
  let frame: Frame | null = null;
  let container: HTMLElement | null = null;
  let isDestroyed = false;

  const tellOf = (name: string, more: object = {}) => listeners.tell(name, { elementType, ...more });
  const paint = () => {
    if (container !== null) paintClasses(container, { ...state, focused: hasFocus }, options.classes);
  };
  let hasFocus = false;
  const heard = (message: FromFrame) => {
    switch (message.kind) {
      case "ready":
        ({ state } = message);
        tellOf("ready");
        return;
      case "event":
        if (message.name !== "escape") hasFocus = message.name === "focus";
        paint();
        tellOf(message.name);
        return;
      case "change":
        ({ state } = message);
        paint();
        tellOf("change", changeOf(kind, state));
        return;
      case "answer":
      case "height":
        return;
    }
  };
  const usable = () => {
    if (isDestroyed)
      throw new IntegrationError("This Element has already been destroyed. Please create a new one.");
  };
  const load = async (shown: Frame) => {
    try {
      shown.load(await parts.source(options));
      shown.tell({ kind: "appearance", appearance: parts.appearance() });
    } catch (error) {
      tellOf("loaderror", { error });
    }
  };
  const unmount = () => {
    frame?.remove();
    if (container !== null) {
      unpaintClasses(container, options.classes);
      container.replaceChildren();
    }
    [frame, container, state, hasFocus] = [null, null, UNTYPED, false];
  };

  const element = {
    mount(where: unknown) {
      usable();
      if (frame !== null) {
        const text =
          "This Element is already mounted. Use `unmount()` to unmount the Element before re-mounting.";
        throw new IntegrationError(text);
      }
      container = containerOf(where);
      frame = new Frame({ title: kind.title, allow: "payment *; clipboard-write", heard });
      const inner = document.createElement("div");
      inner.className = "__PrivateStripeElement";
      inner.style.cssText =
        "margin:0!important;padding:0!important;border:none!important;display:block!important;";
      inner.append(frame.node);
      container.replaceChildren(inner);
      paint();
      tellOf("loaderstart");
      void load(frame);
    },
    unmount() {
      usable();
      unmount();
    },
    destroy() {
      usable();
      unmount();
      isDestroyed = true;
      parts.forget();
    },
    update(changed: Readonly<Record<string, unknown>>) {
      usable();
      options = { ...options, ...changed };
      paint();
      if (frame !== null) void load(frame);
    },
    focus: () => frame?.tell({ kind: "focus" }),
    blur: () => frame?.tell({ kind: "blur" }),
    clear: () => frame?.tell({ kind: "clear" }),
    collapse() {
      if (kind.type !== "payment")
        throw new IntegrationError(`Collapse is not supported by the ${kind.type} Element`);
      frame?.tell({ kind: "collapse" });
    },
    on: (name: unknown, listener: unknown) => (listeners.add(name, listener), element),
    once: (name: unknown, listener: unknown) => (listeners.add(name, listener, true), element),
    off: (name: unknown, listener?: unknown) => (listeners.remove(name, listener), element),
  };
  records.set(element, {
    kind,
    group: parts.group,
    get options() {
      return options;
    },
    get frame() {
      return frame;
    },
    get state() {
      return state;
    },
  });
  return element as unknown as StripeElement; // its methods take what shops hand them
}

/** The payload of `change`, which differs by kind. */
function changeOf({ frame }: ElementKind, state: ElementState): object {
  const { empty, complete, error, brand, type, value, collapsed } = state;
  if (frame === "payment") return { empty, complete, collapsed, value: { type, ...value } };
  if (frame === "address") return { empty, complete, value };
  const shown = error === null ? undefined : { type: "validation_error", ...error };
  return { empty, complete, error: shown, ...(brand === null ? {} : { brand }), ...value };
}
