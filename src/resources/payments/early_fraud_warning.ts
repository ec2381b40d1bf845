/** Early fraud warnings: the issuer of a card thinks that a payment was fraud, before its payer disputes it. */
import type { UnixSeconds } from "../../core/clock.ts";
import { type Fields, p } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import { byPath, defineResource, lists, reference, retrieves, updateAndTell } from "../resource.ts";
import type { Charge } from "./charge.ts";
import { raisedAgainst } from "./complaints.ts";

interface EarlyFraudWarning extends Row {
  readonly object: "radar.early_fraud_warning";
  /** Whether a refund could still prevent a dispute. */
  readonly actionable: boolean;
  readonly charge: string;
  readonly created: UnixSeconds;
  readonly fraud_type: string;
  readonly livemode: false;
  readonly payment_intent: string;
}

/** Sends the warnings that follow from the method of an intent that was just paid. */
async function warn(tx: Tx, paid: Row): Promise<void> {
  const raised = await raisedAgainst(tx, paid, "fraud_warning");
  if (raised === null) return;
  const real = tx.at(null); // as the charge
  for (const { fraud_type } of raised.complaints) {
    const warning: EarlyFraudWarning = {
      id: real.newId("issfr_"),
      object: "radar.early_fraud_warning",
      actionable: true,
      charge: raised.charge.id,
      created: real.now,
      fraud_type,
      livemode: false,
      payment_intent: raised.charge.payment_intent,
    };
    await real.insert(warning);
    await real.emit("radar.early_fraud_warning.created", warning);
  }
}

/** A charge has at most one warning here. */
const WARNINGS_READ_MAX = 10;

/** Once a charge is disputed or given back whole, there is nothing more to do about its warnings. */
async function settle(tx: Tx, charge: string): Promise<void> {
  const { rows } = await tx.list<EarlyFraudWarning>(
    "radar.early_fraud_warning",
    { charge },
    { limit: WARNINGS_READ_MAX },
  );
  for (const { id } of rows) {
    const before = await byPath<EarlyFraudWarning>(tx, "radar.early_fraud_warning", id);
    const after = { ...before, actionable: false };
    await updateAndTell(tx.at(null), "radar.early_fraud_warning.updated", before, after);
  }
}

const listParams = { charge: p.string(), payment_intent: p.string() } as const satisfies Fields;

export const earlyFraudWarning = defineResource<EarlyFraudWarning>({
  object: "radar.early_fraud_warning",
  path: "/v1/radar/early_fraud_warnings",
  permission: "early_fraud_warning",
  keys: (row) => ({ charge: row.charge, payment_intent: row.payment_intent }),
  expands: { charge: reference("charge"), payment_intent: reference("payment_intent") },
  operations: {
    "GET /": lists("radar.early_fraud_warning", listParams, ({ charge, payment_intent }) => ({
      charge,
      payment_intent,
    })),
    "GET /:id": retrieves("radar.early_fraud_warning"),
  },
  reacts: {
    "charge.dispute.created": (tx, row) => settle(tx, (row as Row & { readonly charge: string }).charge),
    "charge.refunded": async (tx, row) => {
      if ((row as Charge).refunded) await settle(tx, row.id);
    },
    "payment_intent.succeeded": warn,
  },
});
