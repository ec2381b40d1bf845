/**
 * New payment links, and changes to them. A link keeps what its sessions are made with; whether such a session can be
 * made at all, and what it begins with, a draft of one says.
 */
import { inWireOrder } from "../../core/canonical.ts";
import { errors } from "../../core/errors.ts";
import { addressToken } from "../../core/ids.ts";
import { mergeMetadata } from "../../params/common.ts";
import type { Tx } from "../../storage/port.ts";
import { draftSession } from "../checkout_session/index.ts";
import type { LineItemInput } from "../checkout_session/params.ts";
import type { Price } from "../price/index.ts";
import { byPath, type Call, isHash, nounOf, updateAndTell, type Wire } from "../resource.ts";
import {
  afterCompletionRow,
  type Drafted,
  draftedRow,
  isSoldOut,
  type LinkLine,
  lineInput,
  type PaymentLink,
  type SessionSettings,
  sessionInput,
} from "./link.ts";
import { type CreateInput, handedOn, type UpdateInput } from "./params.ts";

/** Where links lead; the token follows. */
export const LINK_PATH = "/b/";
const TEST_MODE = "test_";

const DEFAULTS: SessionSettings = {
  allow_promotion_codes: false,
  billing_address_collection: "auto",
  customer_creation: "if_required",
  submit_type: "auto",
};

// --- create -----------------------------------------------------------------------------------------------

export async function createLink(tx: Tx, { input }: Call<CreateInput>): Promise<PaymentLink> {
  const after_completion = afterCompletionRow(input.after_completion);
  await refuseRecurring(tx, input.line_items);
  const { lines, drafted } = await draftedWith(tx, settingsWith(DEFAULTS, input), input.line_items);
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

/** What a link's sessions begin with; refuses what no session can be made with, in the session's words. */
async function draftedWith(tx: Tx, settings: SessionSettings, lines: readonly LineItemInput[]) {
  const draft = await draftSession(tx, sessionInput(settings, lines));
  return { lines: draft._line_items, drafted: draftedRow(draft, settings) };
}

/** Recurring prices make links of subscriptions, which are not there yet. */
async function refuseRecurring(tx: Tx, lines: CreateInput["line_items"]): Promise<void> {
  for (const [i, { price: id, price_data }] of lines.entries()) {
    if (price_data?.recurring !== undefined) {
      throw errors.notSupportedYet(`line_items[${i}][price_data][recurring]`);
    }
    const price = id === undefined ? null : await tx.get<Price>("price", id);
    if (price?.recurring) throw errors.notSupportedYet(`line_items[${i}][price]`, " with a recurring price");
  }
}

function restrictionsRow(given: UpdateInput["restrictions"], count: number): PaymentLink["restrictions"] {
  if (given === undefined || given === null) return null;
  return { completed_sessions: { count, limit: given.completed_sessions.limit } };
}

// --- settings ---------------------------------------------------------------------------------------------

const HANDED_ON: ReadonlySet<string> = new Set([
  ...Object.keys(handedOn),
  "_capture_default",
  "_payment_method_collection",
]);

/**
 * The settings with what was sent of them; what was emptied is gone. Names and values fit, because `handedOn` is made of
 * the session's own parameters.
 */
function settingsWith(before: SessionSettings, given: CreateInput | UpdateInput): SessionSettings {
  const { custom_text: text, payment_intent_data: data, payment_method_types: types } = given;
  const sent = Object.entries(given).filter(([name]) => HANDED_ON.has(name));
  return withoutEmptied({
    ...before,
    ...Object.fromEntries(sent),
    ...(text === undefined ? {} : { custom_text: { ...before.custom_text, ...text } }),
    ...(data === undefined
      ? {}
      : { payment_intent_data: withoutEmptied({ ...before.payment_intent_data, ...data }) }),
    ...(types === undefined ? {} : { _payment_method_types: types }),
  });
}

function withoutEmptied(hash: Wire): Wire {
  const kept = Object.entries(hash).filter(([, value]) => value !== null);
  return Object.fromEntries(
    kept.map(([name, value]) => [name, isHash(value) ? withoutEmptied(value) : value]),
  );
}

// --- update -----------------------------------------------------------------------------------------------

/** `POST /:id`. What sessions are made with is checked anew where it changes, and where the link is activated. */
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
  const concernsSessions = names.some(
    (name) => HANDED_ON.has(name) || name === "line_items" || name === "payment_method_types",
  );
  if (!concernsSessions && !(input.active && !before.active)) return {};
  const inputs = changedLines(before._line_items, input.line_items ?? []);
  const { lines, drafted } = await draftedWith(tx, settingsWith(before._settings, input), inputs);
  const _line_items = before._line_items.map(({ id, _uses }, i): LinkLine => {
    const line = lines[i];
    if (line === undefined) throw new Error("a draft has the lines it was made with");
    return { ...line, id, _uses };
  });
  return { ...drafted, _line_items };
}

/** The lines as they were, but for what was sent of them. */
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
