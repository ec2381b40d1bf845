/** A payment link is opened: each time it makes a session. */
import { ApiError } from "../../core/errors.ts";
import { accountIdIn } from "../../core/ids.ts";
import { Reading } from "../../params/param.ts";
import { type Account, accountOf, type Tx } from "../../storage/port.ts";
import { draftSession, insertSession, type Session, withTypedCode } from "../checkout_session/index.ts";
import { lineInput, type PaymentLink, sessionInput } from "./link.ts";
import { type AddressInput, addressFields } from "./params.ts";

/** What came of opening a link. */
type OpenedLink =
  | { readonly kind: "opened"; readonly session: Session }
  /** No such link. */
  | { readonly kind: "unknown" }
  /** Switched off, or sold out; with the shop's words for it, if it has any. */
  | { readonly kind: "inactive"; readonly message: string | null };

/** Whose link an address, of which `token` is the last part, belongs to. */
export function accountOfLink(token: string): Account {
  return accountOf(accountIdIn(token));
}

/**
 * Makes a session of the link with this address. What its query asks for in a way that is not allowed is passed over,
 * as in the original.
 */
export async function openPaymentLink(
  tx: Tx,
  token: string,
  query: Readonly<Record<string, string>>,
): Promise<OpenedLink> {
  const { rows } = await tx.list<PaymentLink>("payment_link", { token }, { limit: 1 });
  const [link] = rows;
  if (link === undefined) return { kind: "unknown" };
  if (!link.active) return { kind: "inactive", message: link.inactive_message };
  const asked = allowedIn(query);
  const made = await madeFrom(tx, link, asked);
  const session = await prefilled(tx, made, asked.prefilled_promo_code);
  await insertSession(tx, session);
  return { kind: "opened", session };
}

/** What a query asks for, each part by itself. */
function allowedIn(query: Readonly<Record<string, string>>): AddressInput {
  const allowed: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(addressFields)) {
    const text = query[name];
    const value = text === undefined ? undefined : field.read(text, name, new Reading());
    if (value !== undefined) allowed[name] = value;
  }
  return allowed;
}

async function madeFrom(tx: Tx, link: PaymentLink, asked: AddressInput): Promise<Session> {
  const { after_completion: after, metadata } = link;
  const { client_reference_id, locale, locked_prefilled_email: locked, prefilled_email } = asked;
  const draft = await draftSession(tx, {
    ...sessionInput(link._settings, link._line_items.map(lineInput)),
    ...(client_reference_id === undefined ? {} : { client_reference_id }),
    ...(locale === undefined ? {} : { locale }),
    ...(locked === undefined ? {} : { customer_email: locked }),
    ...(after.type === "redirect" ? { success_url: tracked(after.redirect.url, asked) } : {}),
    metadata,
  });
  const email = locked === undefined && prefilled_email !== undefined ? prefilled_email : null;
  return {
    ...draft,
    payment_link: link.id,
    _after_completion: after.type === "redirect" ? null : after.hosted_confirmation,
    _buyer: { ...draft._buyer, email },
  };
}

/** The session with a promotion code from the address; one that does not apply is as good as none. */
async function prefilled(tx: Tx, session: Session, code: string | undefined): Promise<Session> {
  if (code === undefined || !session.allow_promotion_codes) return session;
  try {
    return await withTypedCode(tx, session, code);
  } catch (error) {
    if (error instanceof ApiError) return session; // nothing was written
    throw error;
  }
}

/** Where the buyer is sent, with what tells of the campaign that brought them. Values are letters, digits, "-" and "_". */
function tracked(url: string, asked: AddressInput): string {
  const codes = Object.entries(asked).filter(([name]) => name.startsWith("utm_"));
  if (codes.length === 0) return url;
  const [address = "", ...fragment] = url.split("#");
  const more = codes.map(([name, value]) => `${name}=${value}`).join("&");
  const whole = `${address}${address.includes("?") ? "&" : "?"}${more}`;
  return [whole, ...fragment].join("#");
}
