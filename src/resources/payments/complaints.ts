/** What is raised against a payment, as the family of its method says. Nothing of it is stored before it happens. */
import type { Complaint } from "../../method_types/complaint.ts";
import { typeNamed } from "../../method_types/index.ts";
import type { Reader, Row, Tx } from "../../storage/port.ts";
import { heldOf, type PaymentMethod } from "../customers/payment_method/index.ts";
import { byPath } from "../resource.ts";
import type { Charge } from "./charge.ts";

/** The part of a paid intent that is needed here. `PaymentIntent` cannot be imported, since its files import these. */
interface Paid extends Row {
  readonly latest_charge: string | null;
  readonly payment_method: string | null;
}

/** The complaints of one kind about an intent that was just paid, and its charge; null if there are none. */
export async function raisedAgainst<K extends Complaint["raises"]>(
  tx: Tx,
  row: Row,
  kind: K,
): Promise<{ charge: Charge; complaints: readonly Extract<Complaint, { raises: K }>[] } | null> {
  const { latest_charge, payment_method } = row as Paid;
  const complaints = await complaintsAbout(tx, payment_method ?? "", kind);
  return complaints.length === 0
    ? null
    : { charge: await byPath<Charge>(tx, "charge", latest_charge ?? ""), complaints };
}

/** The complaints of one kind that follow from a payment method. */
export async function complaintsAbout<K extends Complaint["raises"]>(
  reader: Reader,
  payment_method: string,
  kind: K,
): Promise<readonly Extract<Complaint, { raises: K }>[]> {
  const method = await reader.get<PaymentMethod>("payment_method", payment_method);
  const all = method === null ? [] : (typeNamed(method.type).family.complaints?.(heldOf(method)) ?? []);
  return all.filter((one): one is Extract<Complaint, { raises: K }> => one.raises === kind);
}
