/** One Element: the frame that it shows, and the object with methods that the shop has of it. */
import type { ElementState, FromFrame } from "../../wire.ts";
import { IntegrationError } from "../errors.ts";
import { Frame } from "../frame.ts";
import { rulesOf } from "./card_style.ts";
import { containerOf, paintClasses, unpaintClasses } from "./container.ts";
import type { ElementKind } from "./kinds.ts";
import { Listeners } from "./listeners.ts";

export type Options = Readonly<Record<string, unknown>>;

export interface ElementParts {
  readonly kind: ElementKind;
  readonly options: Options;
  /** The URL of the frame, once it is known what it shows. Rejects with an error of the API. */
  readonly source: (options: Options) => Promise<string>;
  /** What the frames of the group look like; read whenever one is shown. */
  readonly appearance: () => unknown;
  /** Takes the Element out of the group. */
  readonly forget: () => void;
}

/** An Element as the shop sees it. */
export interface StripeElement {
  readonly [method: string]: (...args: never[]) => unknown;
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

const elements = new WeakMap<object, Element>();

/** The Element behind an object that `elements.create` returned; null for anything else. */
export function elementOf(given: unknown): Element | null {
  return typeof given === "object" && given !== null ? (elements.get(given) ?? null) : null;
}

export class Element {
  readonly kind: ElementKind;
  readonly #parts: ElementParts;
  readonly #listeners = new Listeners();
  #options: Options;
  #state = UNTYPED;
  #frame: Frame | null = null;
  #container: HTMLElement | null = null;
  #hasFocus = false;
  /** How often the frame was loaded. */
  #loads = 0;
  #isDestroyed = false;

  constructor(parts: ElementParts) {
    this.kind = parts.kind;
    this.#parts = parts;
    this.#options = parts.options;
  }

  get options(): Options {
    return this.#options;
  }

  /** Null while it is not mounted. */
  get frame(): Frame | null {
    return this.#frame;
  }

  /** Calls back whenever what was typed changes. */
  whenChanged(listener: () => void): void {
    this.#listeners.add("change", listener);
    this.#listeners.add("ready", listener);
  }

  get state(): ElementState {
    return this.#state;
  }

  /** The object that the shop has. Its methods are its own, since shops spread it. */
  facade(): StripeElement {
    const listeners = this.#listeners;
    const facade = {
      mount: (where: unknown) => this.#mount(where),
      unmount: () => this.#unmount(),
      destroy: () => this.#destroy(),
      update: (options: Options) => this.#update(options),
      focus: () => this.#frame?.tell({ kind: "focus" }),
      blur: () => this.#frame?.tell({ kind: "blur" }),
      clear: () => this.#frame?.tell({ kind: "clear" }),
      collapse: () => this.#collapse(),
      ...(this.kind.type === "address" ? { getValue: () => this.#read() } : {}),
      on: (name: unknown, listener: unknown) => {
        listeners.add(name, listener);
        return facade;
      },
      once: (name: unknown, listener: unknown) => {
        listeners.add(name, listener, true);
        return facade;
      },
      off: (name: unknown, listener?: unknown) => {
        listeners.remove(name, listener);
        return facade;
      },
    };
    elements.set(facade, this);
    return facade as unknown as StripeElement; // its methods check what shops hand them
  }

  /** Shows the frame as it looks now. */
  redress(): void {
    const whole = this.#parts.appearance();
    const { style } = this.#options;
    const appearance = style === undefined ? whole : { ...(whole ?? {}), rules: rulesOf(style) };
    this.#frame?.tell({ kind: "appearance", appearance });
  }

  #mount(where: unknown): void {
    this.#checkUsable();
    if (this.#frame !== null) {
      throw new IntegrationError(
        "This Element is already mounted. Use `unmount()` to unmount the Element before re-mounting.",
      );
    }
    const container = containerOf(where);
    const frame = new Frame({
      title: this.kind.title,
      allow: "payment *; clipboard-write",
      heard: (message) => this.#hear(message),
    });
    const inner = document.createElement("div");
    inner.className = "__PrivateStripeElement";
    inner.style.cssText =
      "margin:0!important;padding:0!important;border:none!important;display:block!important;";
    inner.append(frame.node);
    container.replaceChildren(inner);
    [this.#container, this.#frame] = [container, frame];
    this.#paint();
    this.#tell("loaderstart");
    void this.#load(frame);
  }

  async #load(frame: Frame): Promise<void> {
    this.#loads += 1;
    const load = this.#loads;
    try {
      const source = await this.#parts.source(this.#options);
      // Unmounted in the meantime, or updated: only the last one counts.
      if (this.#frame !== frame || this.#loads !== load) return;
      frame.load(source);
      this.redress();
    } catch (error) {
      this.#tell("loaderror", { error });
    }
  }

  #unmount(): void {
    this.#checkUsable();
    this.#frame?.remove();
    if (this.#container !== null) {
      unpaintClasses(this.#container, this.#options.classes);
      this.#container.replaceChildren();
    }
    [this.#frame, this.#container, this.#state, this.#hasFocus] = [null, null, UNTYPED, false];
  }

  #destroy(): void {
    this.#unmount();
    this.#isDestroyed = true;
    this.#parts.forget();
  }

  #update(changed: Options): void {
    this.#checkUsable();
    const before = JSON.stringify(this.#options);
    this.#options = { ...this.#options, ...changed };
    this.#paint();
    // Drawn anew, the frame forgets what was typed, so not without need: React updates with equal options too.
    const isOther = JSON.stringify(this.#options) !== before;
    if (this.#frame !== null && isOther) void this.#load(this.#frame);
  }

  /** What is in an Address Element, whether or not it is complete. */
  #read(): Promise<object> {
    const { complete, value } = this.#state;
    return Promise.resolve({ complete, isNewAddress: true, value });
  }

  #collapse(): void {
    if (this.kind.type !== "payment")
      throw new IntegrationError(`Collapse is not supported by the ${this.kind.type} Element`);
    this.#frame?.tell({ kind: "collapse" });
  }

  #checkUsable(): void {
    if (this.#isDestroyed)
      throw new IntegrationError("This Element has already been destroyed. Please create a new one.");
  }

  #hear(message: FromFrame): void {
    switch (message.kind) {
      case "ready":
        this.#state = message.state;
        this.#tell("ready");
        return;
      case "event":
        if (message.name !== "escape") this.#hasFocus = message.name === "focus";
        this.#paint();
        this.#tell(message.name);
        return;
      case "change":
        this.#state = message.state;
        this.#paint();
        this.#tell("change", changeOf(this.kind, message.state, this.#options));
        return;
      case "answer":
      case "height":
        return;
    }
  }

  #paint(): void {
    if (this.#container === null) return;
    paintClasses(this.#container, { ...this.#state, focused: this.#hasFocus }, this.#options.classes);
  }

  #tell(name: string, more: object = {}): void {
    this.#listeners.tell(name, { elementType: this.kind.type, ...more });
  }
}

/** The payload of `change`, which differs by kind. */
function changeOf({ frame }: ElementKind, state: ElementState, { mode }: Options): object {
  const { empty, complete, error, brand, type, value, collapsed } = state;
  if (frame === "payment") return { empty, complete, collapsed, value: { type, ...value } };
  if (frame === "address") return { elementMode: mode, empty, complete, isNewAddress: true, value };
  if (frame === "linkAuthentication") return { empty, complete, value };
  const shown = error === null ? undefined : { type: "validation_error", ...error };
  return { empty, complete, error: shown, ...(brand === null ? {} : { brand }), ...value };
}
