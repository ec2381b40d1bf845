/**
 * Implements `page/port.ts`, so that the hosted page needs no API key: finds sessions and challenges in the
 * store and runs the operations on them. Invoices are in `invoice_parts.ts`. Part of the composition root.
 */

import { callOf, type Named } from "./api/call.ts";
import { sameSecret } from "./core/canonical.ts";
import { type ApiError, errors } from "./core/errors.ts";
import { accountIdIn, accountIdOfSecret } from "./core/ids.ts";
import { findInvoice, NEWEST, payInvoice, refusalOf } from "./invoice_parts.ts";
import { findMandate } from "./mandate_parts.ts";
import { typeNamed } from "./method_types/index.ts";
import type {
  AuthenticateResult,
  ConfirmResult,
  FoundChallenge,
  FoundSession,
  Money,
  PageParts,
  UpdateResult,
} from "./page/port.ts";
import type { Branch } from "./params/form.ts";
import { portalParts } from "./portal_parts.ts";
import {
  accountOfRecovery,
  authenticatedSession,
  confirmSession,
  isOver,
  isPaymentPage,
  pageUpdate,
  recoverSession,
  removeSavedMethod,
  renewalOf,
  type Session,
  savedMethodsOf,
} from "./resources/checkout/checkout_session/index.ts";
import { accountOfLink, openPaymentLink } from "./resources/checkout/payment_link/index.ts";
import type { Customer } from "./resources/customers/customer/index.ts";
import { heldOf, type PaymentMethod } from "./resources/customers/payment_method/index.ts";
import { completionOf } from "./resources/events/event.ts";
import {
  type AnyIntent,
  anyIntent,
  intentKind,
  lastErrorOf,
  triedType,
} from "./resources/payments/any_intent.ts";
import { toldAgain } from "./resources/payments/outcomes.ts";
import { authenticated } from "./resources/payments/payment_intent/index.ts";
import { authenticatedSetup } from "./resources/payments/setup_intent/index.ts";
import { type Answer, type Call, inStages, nounOf, type Units } from "./resources/resource.ts";
import { type Account, accountOf, NO_CAUSE, type Reader, type Store, sessionHome } from "./storage/port.ts";
import { findVerification, verifyAccount } from "./verification_parts.ts";
import { findTransfer, findVoucher, voucherOf } from "./voucher_parts.ts";
import { allTried } from "./work/deliver.ts";
import type { DeliveryWatch } from "./work/delivery_watch.ts";

type Given = Pick<
  PageParts,
  | "accountOfKey"
  | "foreignHost"
  | "layout"
  | "now"
  | "origin"
  | "pace"
  | "pageSecret"
  | "random"
  | "report"
  | "settings"
> & {
  readonly store: Store;
  /** Reports when an event was sent to its endpoints. Ends all waiting when the server closes. */
  readonly watch: DeliveryWatch;
  /** How long the buyer waits at most until the webhook of completion was sent. */
  readonly waitSeconds: number;
};

export function pageParts(given: Given): PageParts {
  const { store, now } = given;
  const unitsOf =
    (account: Account): Units =>
    (work) =>
      store.transact(account, NO_CAUSE, work);
  /** Runs an update of a session and returns the session after it. */
  const updated = async (found: FoundSession, run: () => Promise<unknown>): Promise<UpdateResult> => {
    try {
      await run();
    } catch (error) {
      return refusalOf(error);
    }
    const again = await findSessionOf(store, found.account, found.session.id, now());
    if (again === null) throw new Error("a session that was updated is there");
    return { kind: "updated", found: again };
  };
  return {
    ...given,
    findSession: (id) => findSession(store, id, now()),
    update: (found, form) =>
      updated(found, () =>
        store.transact(found.account, NO_CAUSE, (tx) => pageUpdate.run(tx, pageCall(UPDATE, found, form))),
      ),
    confirm: (found, form) =>
      resultOf(store, found.account, () =>
        inStages(unitsOf(found.account), confirmSession, pageCall(CONFIRM, found, form)),
      ),
    removeMethod: (found, id) =>
      updated(found, () =>
        store.transact(found.account, NO_CAUSE, (tx) => removeSavedMethod(tx, found.session.id, id)),
      ),
    recover: (token) => store.transact(accountOfRecovery(token), NO_CAUSE, (tx) => recoverSession(tx, token)),
    openLink: (token, query) =>
      store.transact(accountOfLink(token), NO_CAUSE, (tx) => openPaymentLink(tx, token, query)),
    findInvoice: (token) => store.read(accountOf(accountIdIn(token)), (reader) => findInvoice(reader, token)),
    payInvoice: ({ invoice }, form) =>
      payInvoice(unitsOf(accountOf(accountIdIn(invoice._token))), invoice, form),
    portal: portalParts(store),
    findChallenge: (id, secret) => findChallenge(store, id, secret, now()),
    findVoucher: (id, secret) => findVoucher(store, id, secret),
    findTransfer: (id, secret) => findTransfer(store, id, secret),
    findVerification: (id, secret) => findVerification(store, id, secret),
    verify: ({ account, intentId }, form) => verifyAccount(unitsOf(account), intentId, form),
    findMandate: (token) => findMandate(store, token),
    authenticate: (account, id, secret, outcome) =>
      authenticate(store, unitsOf(account), account, id, secret, outcome),
    untilDelivered: (found) => untilDelivered(given, found),
  };
}

const UPDATE: Named = { name: "POST /v1/payment_pages/:id", operation: pageUpdate };
const CONFIRM: Named = { name: "POST /v1/payment_pages/:id/confirm", operation: confirmSession };

/** A posted form as a call. Throws an `ApiError` if the operation does not accept the form's parameters. */
function pageCall(named: Named, { session }: FoundSession, form: Branch): Call<never> {
  return callOf(NEWEST, named, form, { id: session.id, sub: "", path: "", fromBrowser: true });
}

/**
 * Most ids contain the account. For seeded ids, or ids that only seem to contain one, a setting names the
 * account.
 */
async function findSession(store: Store, id: string, now: number): Promise<FoundSession | null> {
  const found = await findSessionOf(store, accountOf(accountIdIn(id)), id, now);
  if (found !== null) return found;
  const home = await store.findSetting(sessionHome(id));
  return home === null ? null : findSessionOf(store, accountOf(home), id, now);
}

async function findSessionOf(
  store: Store,
  account: Account,
  id: string,
  now: number,
): Promise<FoundSession | null> {
  return store.read(account, async (reader) => {
    const session = await reader.get<Session>("checkout.session", id);
    if (session === null) return null;
    const customer =
      session.customer === null ? null : await reader.get<Customer>("customer", session.customer);
    return {
      account,
      session: asOf(session, now),
      shopCountry: reader.settings.country,
      customerEmail: customer?.email ?? null,
      savedMethods: (await savedMethodsOf(reader, session)).flatMap((method) => shownMethod(method) ?? []),
      renewal: renewalOf(session, reader),
      voucher: await voucherOf(reader, session),
    };
  });
}

/** Shows a session past its `expires_at` as expired, even if the worker has not expired it yet. */
function asOf(session: Session, now: number): Session {
  return isOver(session, now) ? { ...session, status: "expired" } : session;
}

/** The answer of a confirmation as a result for the page. Refusals are results, not exceptions. */
async function resultOf(store: Store, account: Account, run: () => Promise<Answer>): Promise<ConfirmResult> {
  try {
    const answer = await run();
    if ("refused" in answer) return { kind: "refused", error: answer.refused };
    if (!isPaymentPage(answer)) throw new Error("a confirmation answers with a payment page");
    const { intent, session } = answer;
    if (session.status === "complete") {
      const voucher = await store.read(account, (reader) => voucherOf(reader, session));
      return { kind: "complete", session, voucher };
    }
    if (intent?.status === "requires_action") {
      const type = await store.read(account, (reader) => triedType(reader, intent));
      return {
        kind: "needs_action",
        action: type?.family.action ?? "challenge",
        method: type?.name ?? "",
        amount: amountOf(intent),
        intentId: intent.id,
        clientSecret: intent.client_secret,
        session,
      };
    }
    throw new Error(`the session ${session.id} was confirmed and is neither complete nor waiting`);
  } catch (error) {
    return refusalOf(error);
  }
}

async function findChallenge(
  store: Store,
  id: string,
  secret: string,
  now: number,
): Promise<FoundChallenge | null> {
  const account = accountOf(accountIdOfSecret(secret));
  const found = await store.read(account, async (reader) => {
    const intent = await anyIntent(reader, id);
    if (intent === null || !sameSecret(intent.client_secret, secret)) return null;
    return { intent, type: await triedType(reader, intent), tried: await triedMethod(reader, intent) };
  });
  if (found === null) return null;
  const { intent, type, tried } = found;
  const payingFor = sessionOf(intent);
  const session = payingFor === null ? null : await findSession(store, payingFor, now);
  // After an answer the status changes only once the payment is settled. Until then, do not ask again.
  const asked = session === null ? intent._challenge : session.session._challenge;
  return {
    account,
    session,
    method: type === null ? null : { action: type.family.action, name: type.name },
    tried,
    returnUrl: intent._return_url,
    waiting: intent.status === "requires_action" && asked !== null,
    settling: (session?.session ?? intent)._attempt !== null,
    isLate: lastErrorOf(intent)?.code === LATE_CODE,
    amount: amountOf(intent),
    outcome: outcomeOf(intent),
    error: errorOf(intent),
  };
}

function amountOf(intent: AnyIntent): Money | null {
  return intent.object === "payment_intent" ? { value: intent.amount, currency: intent.currency } : null;
}

/** The method that an intent is being paid with, as pages show it; null if they do not show its type. */
async function triedMethod(
  reader: Reader,
  { payment_method: id }: AnyIntent,
): Promise<FoundChallenge["tried"]> {
  const method = id === null ? null : await reader.get<PaymentMethod>("payment_method", id);
  return method === null ? null : shownMethod(method);
}

/** A method as pages show it; null if they do not show its type. */
function shownMethod(method: PaymentMethod): FoundChallenge["tried"] {
  const { family, name } = typeNamed(method.type);
  const look = family.saved(heldOf(method));
  return look === null ? null : { id: method.id, name, ...look };
}

/** The error of a payment whose payer has not acted in time. */
const LATE_CODE = "payment_intent_payment_attempt_expired";

/** The id of the session that drives the intent; null if another object does, or nothing. */
function sessionOf({ _driven_by: driver }: AnyIntent): string | null {
  return driver?.kind === "checkout.session" ? driver.id : null;
}

/** How the last attempt ended; null if none has ended yet. */
function outcomeOf(intent: AnyIntent): FoundChallenge["outcome"] {
  if (intent.status === "processing") return "pending";
  if (intent.status === "succeeded" || intent.status === "requires_capture") return "succeeded";
  // While an attempt is under way, the last error is that of the attempt before.
  if (intent.status !== "requires_payment_method" || intent._attempt !== null) return null;
  return lastErrorOf(intent) === null ? null : "failed";
}

/** Why the last attempt failed; null if it did not. */
function errorOf(intent: AnyIntent): ApiError | null {
  const error = outcomeOf(intent) === "failed" ? lastErrorOf(intent) : null;
  return error === null ? null : toldAgain(intent, error).refused;
}

async function authenticate(
  store: Store,
  units: Units,
  account: Account,
  id: string,
  secret: string,
  outcome: "failed" | "passed",
): Promise<AuthenticateResult> {
  try {
    const intent = await store.read(account, (reader) => anyIntent(reader, id));
    if (intent === null || !sameSecret(intent.client_secret, secret)) {
      throw errors.missingPathResource(nounOf(intentKind(id)), id, "intent");
    }
    const answer = await authenticateIntent(units, intent, outcome);
    return "refused" in answer ? { kind: "refused", error: answer.refused } : { kind: "complete" };
  } catch (error) {
    return refusalOf(error);
  }
}

function authenticateIntent(units: Units, intent: AnyIntent, outcome: "failed" | "passed"): Promise<Answer> {
  const session = sessionOf(intent);
  if (session !== null) return authenticatedSession(units, session, outcome);
  const run = intent.object === "setup_intent" ? authenticatedSetup : authenticated;
  return run(units, intent.id, outcome);
}

/** Waits until the completion of the session was sent once to each endpoint that listens to it. */
async function untilDelivered({ store, watch, waitSeconds }: Given, found: FoundSession): Promise<void> {
  const { account, session } = found;
  const event = await store.read(account, (reader) => completionOf(reader, session.id));
  if (event === null) return;
  const isOver = () => store.read(account, (reader) => allTried(reader, event.id));
  await watch.until(event.id, isOver, waitSeconds * 1000);
}
