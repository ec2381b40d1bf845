/** Embedded Checkout: the page of a session as a frame in the shop's page. */
import { decodeHints } from "../../../core/session_hints.ts";
import type { Connect } from "../../../page/client/channel.ts";
import type { EmbeddedMessage } from "../../../page/client/config.ts";
import { isSince } from "../../trains.ts";
import { containerOf } from "../elements/container.ts";
import { IntegrationError, notSimulated } from "../errors.ts";
import type { Shop } from "../shop.ts";

interface Options {
  readonly clientSecret?: unknown;
  readonly fetchClientSecret?: unknown;
  readonly onComplete?: unknown;
  readonly onAnalyticsEvent?: unknown;
  readonly onLineItemsChange?: unknown;
  readonly onShippingDetailsChange?: unknown;
}

/** Handlers that decide about the order. A checkout that never asked them would take what the shop refuses. */
const UNASKED = ["onLineItemsChange", "onShippingDetailsChange"] as const;

/** Whether a page has an embedded checkout already: it may have one at a time. */
let isTaken = false;

/** An embedded checkout that is not mounted yet. `method` is what the shop has called. */
export async function createEmbedded(shop: Shop, given: unknown, method: string): Promise<object> {
  const options = (given ?? {}) as Options; // every rule below reads it as unknown
  checkOptions(options, method);
  for (const name of UNASKED) if (options[name] !== undefined) return notSimulated(`${method}(): ${name}`);
  if (options.onAnalyticsEvent !== undefined) {
    console.warn(`${method}(): onAnalyticsEvent is not simulated by Checkstand. It will never be called.`);
  }
  if (isTaken) throw new IntegrationError("You cannot have multiple Embedded Checkout objects.");
  isTaken = true;
  try {
    const secret = sessionIn(await secretOf(options));
    checkHints(shop, secret.hints, options);
    return new EmbeddedCheckout(shop, secret.id, options.onComplete).facade();
  } catch (error) {
    isTaken = false;
    throw error;
  }
}

function checkOptions({ clientSecret, fetchClientSecret }: Options, method: string): void {
  const given = [clientSecret, fetchClientSecret].filter((one) => one !== undefined).length;
  if (given === 1) return;
  const which = given === 0 ? "one of either" : "only one of either";
  throw new IntegrationError(
    `You must provide ${which} \`clientSecret\` or \`fetchClientSecret\` to \`${method}\`.`,
  );
}

async function secretOf({ clientSecret, fetchClientSecret }: Options): Promise<string> {
  const given = typeof fetchClientSecret === "function" ? await fetchClientSecret() : await clientSecret;
  if (typeof given === "string") return given;
  throw new IntegrationError(
    "The fetchClientSecret function should always resolve with a client secret as a string. The function that was " +
      `provided resolved with a value type of ${typeof given}.`,
  );
}

/** The session of a client secret such as `cs_test_1_secret_fid…`, and its hints. */
function sessionIn(secret: string) {
  const [, id, encoded] = /^(cs_test_[A-Za-z0-9]+)_secret_(.+)$/.exec(secret) ?? [];
  const hints = encoded === undefined ? null : decodeHints(encoded);
  if (id === undefined || hints === null) {
    throw new IntegrationError(
      "Unable to parse client secret. Please ensure you are using a valid embedded Checkout client secret.",
    );
  }
  return { id, hints };
}

/** Decided by the secret alone, without asking the server, as in Stripe's script. */
function checkHints(
  { train }: Shop,
  { uiMode, redirectOnCompletion }: { readonly uiMode?: string; readonly redirectOnCompletion?: string },
  { onComplete }: Options,
): void {
  const isNew = isSince(train, "dahlia");
  const taken = isNew ? ["embedded", "embedded_page"] : ["embedded"];
  if (!taken.includes(uiMode ?? "")) {
    const name = isNew ? "embedded_page" : "embedded";
    throw new IntegrationError(
      `Invalid Checkout session. Only Checkout sessions with ui_mode=${name} can be used with embedded Checkout.`,
    );
  }
  if (onComplete !== undefined && redirectOnCompletion === "always") {
    console.warn(
      "You passed an `onComplete` handler for a session that has `redirect_on_completion: always`. This `onComplete` " +
        "handler will never be called.",
    );
  }
}

class EmbeddedCheckout {
  readonly #shop: Shop;
  readonly #id: string;
  readonly #onComplete: unknown;
  #frame: HTMLIFrameElement | null = null;
  #port: MessagePort | null = null;
  #isDestroyed = false;

  constructor(shop: Shop, id: string, onComplete: unknown) {
    this.#shop = shop;
    this.#id = id;
    this.#onComplete = onComplete;
  }

  facade(): object {
    return {
      mount: (where: unknown) => this.#mount(where),
      unmount: () => this.#unmount(),
      destroy: () => this.#destroy(),
    };
  }

  #mount(where: unknown): void {
    this.#checkUsable();
    if (this.#frame !== null) {
      throw new IntegrationError(
        "This Embedded Checkout is already mounted. Unmount it before mounting it again.",
      );
    }
    const { home, key } = this.#shop;
    const frame = document.createElement("iframe");
    frame.name = "embedded-checkout";
    frame.title = "Secure payment input frame";
    frame.allow = "payment *; clipboard-write; publickey-credentials-get *";
    frame.setAttribute("frameborder", "0");
    frame.style.cssText = "border:0!important;width:100%!important;min-height:400px;display:block!important";
    frame.addEventListener("load", () => this.#connect(frame));
    const query = new URLSearchParams({
      publishableKey: key,
      checkoutSessionId: this.#id,
      ui_mode: "embedded",
    });
    frame.src = `${home.frames}/v3/embedded-checkout-inner.html?${query}`;
    containerOf(where).replaceChildren(frame);
    this.#frame = frame;
  }

  /** Hands the frame its end of a channel, after each of its pages. Other windows cannot speak through it. */
  #connect(frame: HTMLIFrameElement): void {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<EmbeddedMessage>) => this.#hear(frame, data); // the port is the frame's
    const hello: Connect = { checkstand: "connect" };
    frame.contentWindow?.postMessage(hello, this.#shop.home.frames, [port2]);
    this.#port?.close();
    this.#port = port1;
  }

  #hear(frame: HTMLIFrameElement, message: EmbeddedMessage): void {
    switch (message.kind) {
      case "height":
        frame.style.height = `${message.px}px`;
        return;
      case "leave":
        location.assign(message.url);
        return;
      case "complete":
        if (typeof this.#onComplete === "function") this.#onComplete();
        return;
    }
  }

  #unmount(): void {
    this.#checkUsable();
    this.#port?.close();
    this.#frame?.remove();
    [this.#frame, this.#port] = [null, null];
  }

  #destroy(): void {
    this.#unmount();
    this.#isDestroyed = true;
    isTaken = false;
  }

  #checkUsable(): void {
    if (this.#isDestroyed) {
      throw new IntegrationError(
        "This Embedded Checkout has already been destroyed. Please create a new one.",
      );
    }
  }
}
