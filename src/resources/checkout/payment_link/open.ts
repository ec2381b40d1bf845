/** Opens payment links: each time one is opened, it makes a new session. */
import { ApiError } from "../../../core/errors.ts";
import { accountIdIn } from "../../../core/ids.ts";
import { Reading } from "../../../params/param.ts";
import { type Account, accountOf, type Tx } from "../../../storage/port.ts";
import { draftSession, insertSession, type Session, withTypedCode } from "../checkout_session/index.ts";
import { lineInput, ownPrices, type PaymentLink, sellsSubscriptions, sessionInput } from "./link.ts";
import { type AddressInput, addressFields } from "./params.ts";

/** The result of opening a link. */
type OpenedLink =
  | { readonly kind: "opened"; readonly session: Session }
  /** There is no such link. */
  | { readonly kind: "unknown" }
  /** Deactivated, or its limit is reached. `message` is the shop's own text for this, if it has one. */
  | { readonly kind: "inactive"; readonly message: string | null };

/** The account that owns a link; `token` is the last part of the link's URL. */
export function accountOfLink(token: string): Account {
  return accountOf(accountIdIn(token));
}

/**
 * Makes a session of the link that has this token. A query parameter that is not allowed is ignored, as
 * Stripe does.
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

/**
 * The allowed parameters of a query. Each is checked by itself, so one bad value does not discard the others.
 */
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
  const input = {
    ...sessionInput(link._settings, link._line_items.map(lineInput), sellsSubscriptions(link._line_items)),
    ...(client_reference_id === undefined ? {} : { client_reference_id }),
    ...(locale === undefined ? {} : { locale }),
    ...(locked === undefined ? {} : { customer_email: locked }),
    ...(after.type === "redirect" ? { success_url: tracked(after.redirect.url, asked) } : {}),
    metadata,
  };
  const draft = await draftSession(tx, {
    input,
    behaviour: link._behaviour,
    ownPrices: ownPrices(link._line_items),
  });
  const email = locked === undefined && prefilled_email !== undefined ? prefilled_email : null;
  return {
    ...draft,
    payment_link: link.id,
    _after_completion: after.type === "redirect" ? null : after.hosted_confirmation,
    _buyer: { ...draft._buyer, email },
  };
}

/** The session with the promotion code of the query; a code that does not apply is ignored. */
async function prefilled(tx: Tx, session: Session, code: string | undefined): Promise<Session> {
  if (code === undefined || !session.allow_promotion_codes) return session;
  try {
    return await withTypedCode(tx, session, code);
  } catch (error) {
    if (error instanceof ApiError) return session; // nothing was written
    throw error;
  }
}

/**
 * The redirect URL with the query's `utm_` codes appended. Their values are letters, digits, "-" and "_", so
 * they need no encoding.
 */
function tracked(url: string, asked: AddressInput): string {
  const codes = Object.entries(asked).filter(([name]) => name.startsWith("utm_"));
  if (codes.length === 0) return url;
  const [address = "", ...fragment] = url.split("#");
  const more = codes.map(([name, value]) => `${name}=${value}`).join("&");
  const whole = `${address}${address.includes("?") ? "&" : "?"}${more}`;
  return [whole, ...fragment].join("#");
}
