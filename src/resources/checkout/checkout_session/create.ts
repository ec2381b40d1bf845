/** Creates a session: check the rules → look up what the ids name → calculate the figures → write. */
import type { Behaviour } from "../../../core/behaviour.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import { checkOwnTaxIds } from "../../customers/tax_id.ts";
import { timeOf } from "../../customers/test_clock/index.ts";
import { byParam, type Call } from "../../resource.ts";
import { checkCustomer, checkTogether } from "./create_rules.ts";
import { modeOf } from "./modes/index.ts";
import { chosenMethods, withinLimits } from "./modes/offered_methods.ts";
import { newSession } from "./new_session.ts";
import { discountFor } from "./order/discounts.ts";
import { gatherLines } from "./order/lines.ts";
import { checkCount } from "./order/options.ts";
import { gatherShipping, NO_SHIPPING } from "./order/shipping.ts";
import { checkSessionTotal } from "./order/total_rules.ts";
import { repriced } from "./order/totals.ts";
import type { CreateInput } from "./params/session_params.ts";
import { isPriced, type Session } from "./row/session.ts";
import { EXPIRE_TIMER } from "./row/timers.ts";

export async function createSession(tx: Tx, call: Call<CreateInput>): Promise<Session> {
  const session = await draftSession(tx, { ...call, ownPrices: NO_PRICES });
  await insertSession(tx, session);
  return session;
}

/** What a session is made from; a request or a payment link gives it. */
export interface Wanted {
  readonly input: CreateInput;
  readonly behaviour: Behaviour;
  /** Prices that a payment link made for these lines: they are inactive, and may be used all the same. */
  readonly ownPrices: ReadonlySet<string>;
}
const NO_PRICES: ReadonlySet<string> = new Set();

/** A session from parameters, whatever their source: checked, looked up and calculated, but not written. */
export async function draftSession(tx: Tx, { input, behaviour, ownPrices }: Wanted): Promise<Session> {
  const mode = checkTogether(input, tx.settings, behaviour);
  const customer =
    input.customer === undefined ? null : await byParam<Customer>(tx, "customer", input.customer, "customer");
  checkCustomer(input, customer);
  await checkTaxIds(tx, input);
  const gathered = await gatherLines(tx, input, { checkPrice: mode.checkPrice, ownPrices });
  mode.checkLines(gathered.lines);
  const offered = [...gathered.lines, ...(gathered.options ?? [])];
  mode.checkLines(offered);
  checkCount(offered);
  const methods = await chosenMethods(tx, mode, input, gathered.currency);
  const shipping =
    input.shipping_options === undefined || gathered.currency === null
      ? NO_SHIPPING
      : await gatherShipping(tx, input.shipping_options, gathered.currency);
  const from = (await timeOf(tx, customer?.id ?? null))?.now ?? tx.now;
  const bare = newSession(tx, mode, input, customer, { behaviour, from, gathered, shipping, methods });
  if (!isPriced(bare)) return bare;
  const discount = await discountFor(tx, input.discounts, bare, customer);
  const session = repriced({ ...bare, ...discount }, tx);
  checkSessionTotal(session);
  return withinLimits(session);
}

/** The tax ids that the session's invoices shall name. */
async function checkTaxIds(tx: Tx, { invoice_creation, subscription_data }: CreateInput): Promise<void> {
  const named = {
    "invoice_creation[invoice_data]": invoice_creation?.invoice_data?.account_tax_ids,
    "subscription_data[invoice_settings]": subscription_data?.invoice_settings?.account_tax_ids,
  };
  for (const [at, ids] of Object.entries(named))
    await checkOwnTaxIds(tx, ids ?? [], `${at}[account_tax_ids]`);
}

/** Writes a new session with what its mode begins with, and schedules its expiry. */
export async function insertSession(tx: Tx, session: Session): Promise<void> {
  await tx.insert(session);
  await modeOf(session).begin(tx, session);
  await tx.schedule({ kind: EXPIRE_TIMER, subject: session.id, due: session.expires_at });
}
