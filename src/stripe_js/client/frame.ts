/** A frame with fields, in the shop's page, and the channel to it. */
import type { Connect } from "../../page/client/channel.ts";
import type { ApiReply, FromFrame, Question, ToFrame, Validity } from "../wire.ts";

/** How many questions may wait for their answers. A shop that asks more gets errors. */
const QUESTIONS_MAX = 50;
/** Bound of what is told to a frame that has not loaded yet. */
const WAITING_MAX = 200;

/** The digits that the names of all frames of one page share, as in Stripe's. */
export const PAGE_DIGITS = String(100 + (Math.trunc(performance.timeOrigin) % 900));
let made = 0;

/** A name such as `__privateStripeFrame1231`, which existing tests look for. */
export function frameName(kind = "Frame"): string {
  made += 1;
  return `__privateStripe${kind}${PAGE_DIGITS}${made}`;
}

interface FrameParts {
  readonly title: string;
  readonly allow: string;
  /** What the frame says of itself. */
  readonly heard: (message: FromFrame) => void;
}

type Answer = ApiReply | Validity;

export class Frame {
  readonly node: HTMLIFrameElement;
  readonly #heard: (message: FromFrame) => void;
  readonly #asked = new Map<number, (answer: Answer) => void>();
  #waiting: ToFrame[] = [];
  #port: MessagePort | null = null;
  #isLoading = false;
  /** What to load once the document that is loading has loaded. */
  #next: string | null = null;
  #lastId = 0;

  constructor({ title, allow, heard }: FrameParts) {
    this.#heard = heard;
    const node = document.createElement("iframe");
    node.name = frameName();
    node.title = title;
    node.allow = allow;
    const look = { frameborder: "0", allowtransparency: "true", scrolling: "no", role: "presentation" };
    for (const [name, value] of Object.entries(look)) node.setAttribute(name, value);
    const plain = "border:0!important;margin:0!important;padding:0!important;width:1px!important;";
    node.style.cssText =
      `${plain}min-width:100%!important;overflow:hidden!important;display:block!important;height:1px;` +
      "user-select:none!important;transform:translate(0)!important;color-scheme:light only!important;";
    node.addEventListener("load", () => this.#loaded());
    this.node = node;
  }

  /**
   * Loads the frame. To be called once it is in the page, or will be. A document that is still loading is waited for: a
   * navigation that is broken off leaves some browsers with an empty frame.
   */
  load(src: string): void {
    if (this.#isLoading) {
      this.#next = src;
      return;
    }
    this.#port?.close();
    this.#port = null;
    this.#isLoading = true;
    this.node.src = src;
  }

  #loaded(): void {
    const { src } = this.node;
    if (src === "") return; // the empty document that browsers begin with
    const next = this.#next;
    [this.#isLoading, this.#next] = [false, null];
    if (next === null) this.#connect(src);
    else this.load(next);
  }

  /** Hands the document that has loaded its end of a channel of its own. */
  #connect(src: string): void {
    const { origin } = new URL(src);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<FromFrame>) => this.#hear(data); // the port is the frame's alone
    const hello: Connect = { checkstand: "connect" };
    this.node.contentWindow?.postMessage(hello, origin, [port2]);
    this.#port = port1;
    for (const message of this.#waiting) port1.postMessage(message);
    this.#waiting = [];
  }

  #hear(message: FromFrame): void {
    if (message.kind === "height") this.node.style.height = `${message.px}px`;
    if (message.kind === "answer") {
      this.#asked.get(message.id)?.(message.answer);
      this.#asked.delete(message.id);
    } else this.#heard(message);
  }

  tell(message: ToFrame): void {
    if (this.#port !== null) this.#port.postMessage(message);
    else if (this.#waiting.length < WAITING_MAX) this.#waiting.push(message);
  }

  validate(): Promise<Validity> {
    return this.#ask({ what: "validate" }) as Promise<Validity>; // what this question is answered with
  }

  send(question: Extract<Question, { what: "send" }>): Promise<ApiReply> {
    return this.#ask(question) as Promise<ApiReply>; // as above
  }

  #ask(question: Question): Promise<Answer> {
    if (this.#asked.size >= QUESTIONS_MAX) {
      const message = "Too many requests are waiting for this Element.";
      return Promise.resolve({ ok: false, isValid: false, error: { type: "api_error", message } });
    }
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.tell({ kind: "ask", id, question });
    });
  }

  /** Takes the frame out of the page. What it was asked is answered with an error. */
  remove(): void {
    this.#port?.close();
    this.node.remove();
    const error = { type: "validation_error", message: "The Element was unmounted before it could answer." };
    for (const answer of this.#asked.values()) answer({ ok: false, isValid: false, error });
    this.#asked.clear();
  }
}
