/** The session of a shop with a form of its own: as the server shows it, and what the script adds. */
import type { CheckoutReply } from "../../wire.ts";
import { encode } from "../api.ts";
import { Group } from "../elements/group.ts";
import { Listeners } from "../elements/listeners.ts";
import { IntegrationError } from "../errors.ts";
import type { Shop } from "../shop.ts";

type Shown = Extract<CheckoutReply, { ok: true }>;
type Params = Readonly<Record<string, unknown>>;

/** A session as shops see it. */
export interface SessionView extends Params {
  readonly id: string;
  readonly email: string | null;
  readonly status: { readonly type: string };
  readonly total: { readonly total: { readonly minorUnitsAmount: number } };
}

export class CheckoutSession {
  readonly shop: Shop;
  /** The Elements of the form. */
  readonly group: Group;
  readonly #listeners = new Listeners();
  #id: Promise<string>;
  #shown: Shown | null = null;
  #loading: Promise<Shown> | null = null;
  /** What the last payment failed with. */
  #lastError: { readonly message: string } | null = null;

  constructor(shop: Shop, secret: Promise<unknown>, elementsOptions: unknown) {
    this.shop = shop;
    this.#id = secret.then(idIn);
    this.#id.catch(() => {}); // whoever asks for the session is told
    this.group = new Group(shop, elementsOptions, async () => (await this.load()).types);
  }

  /** The session, asked once. Throws the server's error. */
  load(): Promise<Shown> {
    this.#loading ??= this.#ask("GET", {});
    return this.#loading;
  }

  /** The session as it is on the server now. */
  async reload(): Promise<SessionView> {
    await this.#ask("GET", {});
    return this.changed();
  }

  /** Changes the session. Throws the server's refusal. */
  async update(params: Params): Promise<SessionView> {
    await this.load();
    await this.#ask("POST", params);
    return this.changed();
  }

  get shown(): Shown {
    if (this.#shown === null) throw new IntegrationError("The Checkout session is not loaded yet.");
    return this.#shown;
  }

  /** A new object each time, as shops compare them. */
  view(): SessionView {
    const session = { ...this.shown.session } as SessionView; // what the server shows of one
    const lastPaymentError = this.#lastError;
    return { ...session, lastPaymentError, canConfirm: this.#canConfirm(session) };
  }

  #canConfirm({ status, email }: SessionView): boolean {
    const { paying } = this.group;
    return status.type === "open" && email !== null && (paying === null || paying.state.complete);
  }

  /** Keeps what a payment failed with; null for one that did not. */
  failedWith(message: string | null): void {
    this.#lastError = message === null ? null : { message };
    this.changed();
  }

  /** Tells the shop of a change. */
  changed(): SessionView {
    const view = this.view();
    this.#listeners.tell("change", view);
    return view;
  }

  on(name: unknown, listener: unknown): void {
    this.#listeners.add(name, listener);
  }

  async #ask(method: "GET" | "POST", params: Params): Promise<Shown> {
    const { home, key, locale } = this.shop;
    const url = `${home.frames}/_checkstand/js/sessions/${await this.#id}`;
    const body = encode({ ...params, key, locale });
    const response = await (method === "GET"
      ? fetch(`${url}?${body}`)
      : fetch(url, { method, body: new URLSearchParams(body) }));
    const reply = (await response.json()) as CheckoutReply; // the server's own
    if (!reply.ok) throw reply.error;
    this.#shown = reply;
    return reply;
  }
}

function idIn(secret: unknown): string {
  if (typeof secret !== "string") {
    throw new IntegrationError(
      "The client secret promise should always resolve with a string. The promise that was provided resolved with a " +
        `value type of ${typeof secret}.`,
    );
  }
  const id = /^(cs_test_[A-Za-z0-9]+)_secret_.+$/.exec(secret)?.[1];
  if (id !== undefined) return id;
  throw new IntegrationError(
    "Invalid client secret. The client secret should be of the form " +
      `\${cs_id}_secret_\${secret}, but the value received was: ${secret}`,
  );
}
