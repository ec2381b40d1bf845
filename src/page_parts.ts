/**
 * Hands the hosted page what it needs of the house: sessions found without a key, and the one way to confirm them.
 * Part of the composition root.
 */
import { sameSecret } from "./core/canonical.ts";
import { ApiError, errors } from "./core/errors.ts";
import { accountIdIn, accountIdOfSecret } from "./core/ids.ts";
import type {
  AuthenticateResult,
  ConfirmResult,
  FoundChallenge,
  FoundInvoice,
  FoundSession,
  PageParts,
  UpdateResult,
} from "./page/port.ts";
import type { Branch } from "./params/form.ts";
import { type Fields, readParams } from "./params/param.ts";
import {
  accountOfRecovery,
  authenticatedSession,
  confirmSession,
  isOver,
  isPaymentPage,
  pageUpdate,
  recoverSession,
  removeSavedCard,
  type Session,
  savedCardsOf,
} from "./resources/checkout_session/index.ts";
import type { Customer } from "./resources/customer/index.ts";
import type { Event } from "./resources/event.ts";
import { invoiceByToken } from "./resources/invoice/index.ts";
import { authenticated, type PaymentIntent } from "./resources/payment_intent/index.ts";
import { accountOfLink, openPaymentLink } from "./resources/payment_link/index.ts";
import { type Answer, type Call, inStages, nounOf, type Units } from "./resources/resource.ts";
import { authenticatedSetup, type SetupIntent } from "./resources/setup_intent/index.ts";
import type { ShippingRate } from "./resources/shipping_rate.ts";
import type { TaxId } from "./resources/tax_id.ts";
import type { TaxRate } from "./resources/tax_rate.ts";
import {
  type Account,
  accountOf,
  NO_CAUSE,
  type Reader,
  type Row,
  type Store,
  sessionHome,
} from "./storage/port.ts";
import { allTried } from "./work/deliver.ts";

/** How often deliveries are looked at while the buyer is held for them. */
const LOOK_MS = 100;
/** Completed sessions among which the event is looked for; the buyer's is one of the newest. */
const NEWEST_EVENTS = 100;

type Given = Pick<PageParts, "layout" | "now" | "pageSecret" | "publicOrigin" | "report" | "settings"> & {
  readonly store: Store;
  /** How long the buyer is held for the webhook of completion. */
  readonly waitSeconds: number;
};

export function pageParts(given: Given): PageParts {
  const { store, now } = given;
  const unitsOf =
    (account: Account): Units =>
    (work) =>
      store.transact(account, NO_CAUSE, work);
  /** An update of a session, and the session as it is then. */
  const updated = async (found: FoundSession, run: () => Promise<unknown>): Promise<UpdateResult> => {
    try {
      await run();
    } catch (error) {
      if (error instanceof ApiError) return { kind: "refused", error };
      throw error;
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
        store.transact(found.account, NO_CAUSE, (tx) =>
          pageUpdate.run(tx, callOf(found, pageUpdate.params, form)),
        ),
      ),
    confirm: (found, form) =>
      resultOf(async () =>
        inStages(unitsOf(found.account), confirmSession, callOf(found, confirmSession.params, form)),
      ),
    removeMethod: (found, id) =>
      updated(found, () =>
        store.transact(found.account, NO_CAUSE, (tx) => removeSavedCard(tx, found.session.id, id)),
      ),
    recover: (token) => store.transact(accountOfRecovery(token), NO_CAUSE, (tx) => recoverSession(tx, token)),
    openLink: (token, query) =>
      store.transact(accountOfLink(token), NO_CAUSE, (tx) => openPaymentLink(tx, token, query)),
    findInvoice: (token) => store.read(accountOf(accountIdIn(token)), (reader) => findInvoice(reader, token)),
    findChallenge: (id, secret) => findChallenge(store, id, secret, now()),
    authenticate: (account, id, secret, outcome) =>
      authenticate(store, unitsOf(account), account, id, secret, outcome),
    untilDelivered: (found) => untilDelivered(store, found, given.waitSeconds),
  };
}

/** A posted form as an operation takes it. Throws the refusal of a form that says what the operation does not know. */
function callOf(found: FoundSession, params: Fields, form: Branch): Call<never> {
  return {
    input: readParams(params, form) as never, // read by the operation's own definition
    id: found.session.id,
    sub: "",
    path: "",
    fromBrowser: true,
  };
}

/** Most ids tell whose session it is; a setting does for those that were not made here, or say so by chance. */
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
      customerEmail: customer?.email ?? null,
      savedCards: (await savedCardsOf(reader, session)).map(({ id, card }) => ({
        id,
        brand: card.brand,
        last4: card.last4,
        exp_month: card.exp_month,
        exp_year: card.exp_year,
      })),
    };
  });
}

/** A session past its time is expired, even where the worker has not come round to saying so. */
function asOf(session: Session, now: number): Session {
  return isOver(session, now) ? { ...session, status: "expired" } : session;
}

/** An answer as the page tells it; refusals are results. */
async function resultOf(run: () => Promise<Answer>): Promise<ConfirmResult> {
  try {
    const answer = await run();
    if ("refused" in answer) return { kind: "refused", error: answer.refused };
    if (!isPaymentPage(answer)) throw new Error("a confirmation answers with a payment page");
    const { intent } = answer;
    if (intent?.status === "requires_action") {
      return {
        kind: "needs_action",
        intentId: intent.id,
        clientSecret: intent.client_secret,
        session: answer.session,
      };
    }
    return { kind: "complete", session: answer.session };
  } catch (error) {
    if (error instanceof ApiError) return { kind: "refused", error };
    throw error;
  }
}

async function findInvoice(reader: Reader, token: string): Promise<FoundInvoice | null> {
  const invoice = await invoiceByToken(reader, token);
  if (invoice === null) return null;
  const taxIds = await there<TaxId>(reader, "tax_id", invoice.account_tax_ids ?? []);
  const rates = invoice.total_taxes.map((tax) => tax.tax_rate_details.tax_rate);
  const [shipping] = await there<ShippingRate>(reader, "shipping_rate", [
    String(invoice.shipping_cost?.shipping_rate),
  ]);
  return {
    invoice,
    accountTaxIds: taxIds.map(({ type, value }) => ({ type, value })),
    taxRates: await there<TaxRate>(reader, "tax_rate", [...new Set(rates)]),
    shippingName: shipping?.display_name ?? null,
  };
}

/** Those rows of some ids that are there. */
async function there<R extends Row>(reader: Reader, kind: string, ids: readonly string[]): Promise<R[]> {
  const rows: R[] = [];
  for (const id of ids) {
    const row = await reader.get<R>(kind, id);
    if (row !== null) rows.push(row);
  }
  return rows;
}

async function findChallenge(
  store: Store,
  id: string,
  secret: string,
  now: number,
): Promise<FoundChallenge | null> {
  const account = accountOf(accountIdOfSecret(secret));
  const intent = await store.read(account, (reader) => intentOf(reader, id));
  if (intent === null || !sameSecret(intent.client_secret, secret)) return null;
  const waiting = intent.status === "requires_action";
  const session = sessionOf(intent);
  return {
    account,
    session: session === null ? null : await findSession(store, session, now),
    returnUrl: intent._return_url,
    waiting,
    outcome: waiting ? null : outcomeOf(intent),
  };
}

type Intent = PaymentIntent | SetupIntent;

const SETUP_PREFIX = "seti_";

function intentOf(reader: Reader, id: string): Promise<Intent | null> {
  return id.startsWith(SETUP_PREFIX)
    ? reader.get<SetupIntent>("setup_intent", id)
    : reader.get<PaymentIntent>("payment_intent", id);
}

/** The session that drives the intent. */
function sessionOf(intent: Intent): string | null {
  return intent.object === "payment_intent" ? intent._checkout_session : null;
}

function outcomeOf(intent: Intent): "failed" | "succeeded" | null {
  if (intent.status === "succeeded" || intent.status === "requires_capture") return "succeeded";
  const error = intent.object === "payment_intent" ? intent.last_payment_error : intent.last_setup_error;
  return error === null ? null : "failed";
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
    const intent = await store.read(account, (reader) => intentOf(reader, id));
    if (intent === null || !sameSecret(intent.client_secret, secret)) {
      const kind = id.startsWith(SETUP_PREFIX) ? "setup_intent" : "payment_intent";
      throw errors.missingPathResource(nounOf(kind), id, "intent");
    }
    const answer = await authenticateIntent(units, intent, outcome);
    return "refused" in answer ? { kind: "refused", error: answer.refused } : { kind: "complete" };
  } catch (error) {
    if (error instanceof ApiError) return { kind: "refused", error };
    throw error;
  }
}

function authenticateIntent(units: Units, intent: Intent, outcome: "failed" | "passed"): Promise<Answer> {
  const session = sessionOf(intent);
  if (session !== null) return authenticatedSession(units, session, outcome);
  const run = intent.object === "setup_intent" ? authenticatedSetup : authenticated;
  return run(units, intent.id, outcome);
}

async function untilDelivered(store: Store, found: FoundSession, waitSeconds: number): Promise<void> {
  for (let looks = (waitSeconds * 1000) / LOOK_MS; looks > 0; looks--) {
    if (await isDelivered(store, found)) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function isDelivered(store: Store, { account, session }: FoundSession): Promise<boolean> {
  return store.read(account, async (reader) => {
    const where = { type: "checkout.session.completed" };
    const events = await reader.list<Event>("event", where, { limit: NEWEST_EVENTS });
    const own = events.rows.find((event) => event.data.object.id === session.id);
    return own === undefined || (await allTried(reader, own.id));
  });
}
