/**
 * Creates and updates payment links. A link stores the parameters that its sessions are made with. To check
 * them, and to show what the sessions begin with, it makes a draft of such a session.
 */
import type { Behaviour } from "../../../core/behaviour.ts";
import { inWireOrder } from "../../../core/canonical.ts";
import { errors } from "../../../core/errors.ts";
import { addressToken } from "../../../core/ids.ts";
import { mergeMetadata } from "../../../params/common.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Price } from "../../catalog/price/index.ts";
import { byPath, type Call, isHash, nounOf, updateAndTell, type Wire } from "../../resource.ts";
import type { LineItemInput } from "../checkout_session/index.ts";
import { checkCount, draftSession, offeredLines } from "../checkout_session/index.ts";
import {
  afterCompletionRow,
  type Drafted,
  draftedRow,
  isSoldOut,
  type LinkLine,
  lineInput,
  ownPrices,
  type PaymentLink,
  type SessionSettings,
  sellsSubscriptions,
  sessionInput,
} from "./link.ts";
import { type CreateInput, handedOn, LINE_ITEMS_MAX, type UpdateInput } from "./params.ts";

/** Path of a link's URL; the token follows. */
export const LINK_PATH = "/b/";
const TEST_MODE = "test_";

const DEFAULTS: SessionSettings = {
  allow_promotion_codes: false,
  billing_address_collection: "auto",
  submit_type: "auto",
};
/** Subscriptions always have a customer. */
const SALE_DEFAULTS: SessionSettings = { ...DEFAULTS, customer_creation: "if_required" };

// --- create -----------------------------------------------------------------------------------------------

export async function createLink(tx: Tx, { input, behaviour }: Call<CreateInput>): Promise<PaymentLink> {
  const after_completion = afterCompletionRow(input.after_completion);
  const isSubscription = await namesRecurring(tx, input.line_items);
  const settings = settingsWith(isSubscription ? DEFAULTS : SALE_DEFAULTS, input);
  const { lines, drafted } = await draftedWith(tx, {
    settings,
    behaviour,
    isSubscription,
    lines: input.line_items,
  });
  const link: PaymentLink = inWireOrder({
    ...drafted,
    id: tx.newId("plink_"),
    object: "payment_link",
    active: true,
    after_completion,
    inactive_message: input.inactive_message ?? null,
    metadata: mergeMetadata({}, input.metadata),
    restrictions: restrictionsRow(input.restrictions, 0),
    url: `${LINK_PATH}${TEST_MODE}${addressToken(tx, tx.account)}`,
    _behaviour: behaviour,
    _line_items: lines.map((line, i) => {
      const { price, price_data } = input.line_items[i] ?? {};
      const product = price_data?.product_data === undefined ? line.price.product : null;
      return { ...line, _uses: { price: price ?? null, product } };
    }),
  });
  await tx.insert(link);
  await tx.emit("payment_link.created", link);
  return link;
}

interface DraftedFrom {
  readonly settings: SessionSettings;
  readonly behaviour: Behaviour;
  readonly isSubscription: boolean;
  readonly lines: readonly LineItemInput[];
  readonly ownPrices?: ReadonlySet<string>;
}

/**
 * What a link's sessions begin with. Settings that no session can be made with are refused with the session's
 * own error.
 */
async function draftedWith(
  tx: Tx,
  { settings, behaviour, isSubscription, lines, ownPrices = new Set() }: DraftedFrom,
) {
  const input = sessionInput(settings, lines, isSubscription);
  const draft = await draftSession(tx, { input, behaviour, ownPrices });
  checkCount(offeredLines(draft), LINE_ITEMS_MAX);
  return { lines: draft._line_items, drafted: draftedRow(draft, settings) };
}

/** Whether any of the prices recurs: such a link sells subscriptions. */
async function namesRecurring(tx: Tx, lines: CreateInput["line_items"]): Promise<boolean> {
  for (const { price: id, price_data } of lines) {
    if (price_data?.recurring !== undefined) return true;
    const price = id === undefined ? null : await tx.get<Price>("price", id);
    if (price?.recurring) return true;
  }
  return false;
}

function restrictionsRow(given: UpdateInput["restrictions"], count: number): PaymentLink["restrictions"] {
  if (given === undefined || given === null) return null;
  return { completed_sessions: { count, limit: given.completed_sessions.limit } };
}

// --- settings ---------------------------------------------------------------------------------------------

const HANDED_ON: ReadonlySet<string> = new Set(Object.keys(handedOn));

/**
 * The settings with the sent values laid over them; a value that was sent empty is removed. Names and values
 * fit, because `handedOn` is made of the session's own parameters.
 */
function settingsWith(before: SessionSettings, given: CreateInput | UpdateInput): SessionSettings {
  const { custom_text: text, payment_intent_data: data, subscription_data: subscription } = given;
  const sent = Object.entries(given).filter(([name]) => HANDED_ON.has(name));
  return withoutEmptied({
    ...before,
    ...Object.fromEntries(sent),
    ...(text === undefined ? {} : { custom_text: { ...before.custom_text, ...text } }),
    ...(data === undefined
      ? {}
      : { payment_intent_data: withoutEmptied({ ...before.payment_intent_data, ...data }) }),
    ...(subscription === undefined
      ? {}
      : { subscription_data: withoutEmptied({ ...before.subscription_data, ...subscription }) }),
  });
}

function withoutEmptied(hash: Wire): Wire {
  const kept = Object.entries(hash).filter(([, value]) => value !== null);
  return Object.fromEntries(
    kept.map(([name, value]) => [name, isHash(value) ? withoutEmptied(value) : value]),
  );
}

// --- update -----------------------------------------------------------------------------------------------

/** `POST /:id`. The session settings are checked again when they change, and when the link is activated. */
export async function updateLink(tx: Tx, call: Call<UpdateInput>): Promise<PaymentLink> {
  const before = await byPath<PaymentLink>(tx, "payment_link", call.id);
  const { input } = call;
  const { active = before.active, after_completion, inactive_message, metadata, restrictions } = input;
  const count = before.restrictions?.completed_sessions.count ?? 0;
  const told: PaymentLink = {
    ...before,
    active,
    ...(after_completion === undefined ? {} : { after_completion: afterCompletionRow(after_completion) }),
    ...(inactive_message === undefined ? {} : { inactive_message }),
    metadata: mergeMetadata(before.metadata, metadata),
    ...(restrictions === undefined ? {} : { restrictions: restrictionsRow(restrictions, count) }),
  };
  if (input.active && isSoldOut(told)) {
    throw errors.rule(
      "This payment link cannot be activated because it has reached its limit of completed sessions.",
      "active",
    );
  }
  const after = { ...told, ...(await redrafted(tx, before, input)), active: active && !isSoldOut(told) };
  return updateAndTell(tx, "payment_link.updated", before, after);
}

async function redrafted(
  tx: Tx,
  before: PaymentLink,
  input: UpdateInput,
): Promise<Partial<Drafted & Pick<PaymentLink, "_line_items">>> {
  const names = Object.keys(input);
  const concernsSessions = names.some((name) => HANDED_ON.has(name) || name === "line_items");
  if (!concernsSessions && !(input.active && !before.active)) return {};
  const { lines, drafted } = await draftedWith(tx, {
    settings: settingsWith(before._settings, input),
    behaviour: before._behaviour,
    isSubscription: sellsSubscriptions(before._line_items),
    lines: changedLines(before._line_items, input.line_items ?? []),
    ownPrices: ownPrices(before._line_items),
  });
  const _line_items = before._line_items.map(({ id, _uses }, i): LinkLine => {
    const line = lines[i];
    if (line === undefined) throw new Error("a draft has the lines it was made with");
    return { ...line, id, _uses };
  });
  return { ...drafted, _line_items };
}

/** The stored lines as parameters, with the sent changes laid over them. */
function changedLines(
  lines: readonly LinkLine[],
  given: NonNullable<UpdateInput["line_items"]>,
): LineItemInput[] {
  const changes = new Map<string, (typeof given)[number]>();
  given.forEach((change, i) => {
    if (changes.has(change.id) || !lines.some(({ id }) => id === change.id)) {
      throw errors.missingResource(nounOf("item"), change.id, `line_items[${i}][id]`);
    }
    changes.set(change.id, change);
  });
  return lines.map((line) => {
    const { id: _, ...change } = changes.get(line.id) ?? { id: line.id };
    return { ...lineInput(line), ...change };
  });
}
