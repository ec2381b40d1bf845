/** Credit notes: what is taken off an invoice after it was finalized. The resource and its operations. */
import { inWireOrder } from "../../../core/canonical.ts";
import { accountIdIn } from "../../../core/ids.ts";
import { listFields, mergeMetadata } from "../../../params/common.ts";
import type { ObjectValue } from "../../../params/param.ts";
import type { Tx } from "../../../storage/port.ts";
import { dryRun } from "../../dry_run.ts";
import {
  byPath,
  type Call,
  defineResource,
  lists,
  noParams,
  pageOf,
  publicPart,
  reads,
  reference,
  retrieves,
  type Surroundings,
  updateAndTell,
  type Wire,
  writes,
} from "../../resource.ts";
import type { CreditNote, CreditNoteLine } from "./credit_note.ts";
import { compose, issue, voidNote } from "./issue.ts";
import { type CreateInput, createParams, listParams, olderParams, updateParams } from "./params.ts";

/** The most lines that a credit note shows within itself. */
const LINES_SHOWN_MAX = 10;

type Older = Partial<ObjectValue<typeof olderParams>>;

/** The input with the one refund of older versions as a list. */
function today({ refund, ...input }: CreateInput & Older): CreateInput {
  return refund === undefined ? input : { ...input, refunds: [{ refund, type: "refund" }] };
}

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<CreditNote> {
  const before = await byPath<CreditNote>(tx, "credit_note", call.id);
  const { memo, metadata } = call.input;
  return updateAndTell(tx, "credit_note.updated", before, {
    ...before,
    memo: memo ?? before.memo,
    metadata: mergeMetadata(before.metadata, metadata),
  });
}

/** A credit note as it would be. Nothing is written. */
async function preview(tx: Tx, input: CreateInput & Older): Promise<CreditNote> {
  return (await compose(dryRun(tx), today(input))).note;
}

function viewLine(row: CreditNoteLine): Wire {
  return inWireOrder(publicPart(row));
}

function view(row: CreditNote, { checkoutOrigin }: Surroundings): Wire {
  const shown = row._lines.slice(0, LINES_SHOWN_MAX);
  return inWireOrder({
    ...publicPart(row),
    lines: {
      object: "list",
      data: shown.map(viewLine),
      has_more: row._lines.length > shown.length,
      total_count: row._lines.length,
      url: `/v1/credit_notes/${row.id}/lines`,
    },
    pdf: `${checkoutOrigin}/credit_notes/${accountIdIn(row._token)}/test_${row._token}/pdf?s=ap`,
  });
}

const LINES = { answers: { kind: "credit_note_line_item", list: true } };

export const creditNote = defineResource<CreditNote>({
  object: "credit_note",
  path: "/v1/credit_notes",
  permission: "credit_note",
  keys: (row) => ({ customer: row.customer, invoice: row.invoice }),
  expands: {
    customer: reference("customer"),
    customer_balance_transaction: reference("customer_balance_transaction"),
    "discount_amounts.discount": reference("discount"),
    invoice: reference("invoice"),
    "pretax_credit_amounts.discount": reference("discount"),
    "refunds.refund": reference("refund"),
  },
  operations: {
    "POST /": writes(createParams, (tx, call) => issue(tx, today(call.input)), { olderParams }),
    "GET /": lists("credit_note", listParams, ({ customer, invoice }) => ({ customer, invoice })),
    "GET /preview": writes(createParams, (tx, call) => preview(tx, call.input), {
      olderParams,
      answers: { kind: "credit_note", list: false },
    }),
    "GET /preview/lines": writes(
      { ...createParams, ...listFields },
      async (tx, call) => {
        const { _lines } = await preview(tx, call.input);
        return pageOf(_lines, "line_item", call.input, call.path);
      },
      { olderParams, ...LINES },
    ),
    "GET /:id": retrieves("credit_note"),
    "POST /:id": writes(updateParams, update),
    "POST /:id/void": writes(noParams, async (tx, call) =>
      voidNote(tx, await byPath<CreditNote>(tx, "credit_note", call.id)),
    ),
    "GET /:id/lines": reads(
      listFields,
      async (reader, call) => {
        const { _lines } = await byPath<CreditNote>(reader, "credit_note", call.id);
        return pageOf(_lines, "line_item", call.input, call.path);
      },
      LINES,
    ),
  },
  view,
});

/** Lines have no URL of their own; they are registered so that their fields can be expanded. */
export const creditNoteLine = defineResource<CreditNoteLine>({
  object: "credit_note_line_item",
  path: "/v1/credit_notes",
  permission: "credit_note",
  expands: {
    "discount_amounts.discount": reference("discount"),
    "pretax_credit_amounts.discount": reference("discount"),
  },
  operations: {},
  view: viewLine,
});
