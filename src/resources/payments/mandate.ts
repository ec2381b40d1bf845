/**
 * Mandates: payers' permissions to take money from their bank accounts. They are made with the payment or set-up for
 * which the payer gave them; clients can only read them.
 */
import { errors } from "../../core/errors.ts";
import { addressToken } from "../../core/ids.ts";
import { optionsOf, typeNamed } from "../../method_types/index.ts";
import { p, type Value } from "../../params/param.ts";
import type { Reader, Row, Tx } from "../../storage/port.ts";
import type { PaymentMethod } from "../customers/payment_method/index.ts";
import {
  defineResource,
  publicPart,
  reference,
  retrieves,
  updateAndTell,
  type Wire,
  withOrigin,
} from "../resource.ts";
import { INTENT_NAMES, type IntentKind } from "./intents.ts";

export interface Mandate extends Row {
  readonly object: "mandate";
  readonly customer_acceptance: Acceptance & { readonly accepted_at: number | null };
  readonly livemode: false;
  /** For any number of payments; a mandate has either this or `single_use`. */
  readonly multi_use?: Wire;
  readonly payment_method: string;
  readonly payment_method_details: Wire;
  readonly single_use?: { readonly amount: number; readonly currency: string };
  readonly status: "active" | "inactive";
  readonly type: "multi_use" | "single_use";
  /** The secret in the URL of its page. Mandates of older databases have none, and no page. */
  readonly _token?: string;
}

/** How the payer gave the mandate. */
export interface Acceptance {
  readonly accepted_at: number | null;
  readonly offline?: Wire;
  readonly online?: { readonly ip_address: string | null; readonly user_agent: string | null };
  readonly type: "offline" | "online";
}

const IP_ADDRESS_MAX = 45;

/** `mandate_data` of a confirmation. */
export const mandateData = p.nullable(
  p.object({
    customer_acceptance: p.required(
      p.object({
        accepted_at: p.timestamp(),
        offline: p.object({}),
        online: p.object({
          infer_from_client: p.boolean(),
          ip_address: p.string({ max: IP_ADDRESS_MAX }),
          user_agent: p.string(),
        }),
        type: p.required(p.oneOf("offline", "online")),
      }),
    ),
  }),
);

/** How a payer accepts on the page. Nothing is stored of who they are. */
const ON_THE_PAGE: Acceptance = {
  accepted_at: null,
  online: { ip_address: null, user_agent: null },
  type: "online",
};

/** What a request says of the payer's acceptance; null if it says nothing. */
export function acceptanceOf(given: Value<typeof mandateData> | undefined): Acceptance | null {
  if (given === undefined || given === null) return null;
  const { accepted_at = null, online, type } = given.customer_acceptance;
  if (type === "offline") return { accepted_at, offline: {}, type };
  const at = "mandate_data[customer_acceptance][online]";
  if (online === undefined) throw errors.missingParam(at);
  const { infer_from_client: inferred, ip_address = null, user_agent = null } = online;
  if (!inferred && ip_address === null) throw errors.missingParam(`${at}[ip_address]`);
  if (!inferred && user_agent === null) throw errors.missingParam(`${at}[user_agent]`);
  return { accepted_at, online: { ip_address, user_agent }, type };
}

/** Refuses an attempt with a method that needs a mandate, if its payer gave none now or earlier. */
export async function checkMandate(
  reader: Reader,
  method: PaymentMethod,
  acceptance: Acceptance | null,
  kind: IntentKind,
): Promise<void> {
  const { action, mandateDetails } = typeNamed(method.type).family;
  // Who approves in an app gives the mandate there.
  if (acceptance !== null || mandateDetails === null || action === "approval") return;
  if ((await standing(reader, method)) !== null) return;
  throw errors.rule(
    `This ${INTENT_NAMES[kind]} requires a mandate, but no existing mandate was found. Collect mandate acceptance from ` +
      "the customer and try again, providing acceptance data in the mandate_data parameter.",
    undefined,
    `${kind}_mandate_invalid`,
  );
}

/** The mandate for any number of payments that the payer gave earlier; null if there is none. */
async function standing(reader: Reader, method: PaymentMethod): Promise<Mandate | null> {
  const { rows } = await reader.list<Mandate>(
    "mandate",
    { payment_method: method.id, status: "active", type: "multi_use" },
    { limit: 1 },
  );
  return rows[0] ?? null;
}

/** Ends the payer's mandate, because their bank says that they did not give it or have withdrawn it. */
export async function endMandate(tx: Tx, method: PaymentMethod): Promise<void> {
  const found = await standing(tx, method);
  const mandate = found === null ? null : await tx.get<Mandate>("mandate", found.id);
  if (mandate === null) return;
  await updateAndTell(tx, "mandate.updated", mandate, { ...mandate, status: "inactive" });
}

/**
 * The id of the mandate for an attempt: that of earlier, or a new one; null if the method needs none. `once` is the
 * payment that a new one is for; null if it is for all later ones too. `options` are those of the intent, by type.
 */
export async function mandateFor(
  tx: Tx,
  method: PaymentMethod,
  acceptance: Acceptance | null,
  once: { readonly amount: number; readonly currency: string } | null,
  options: Wire,
): Promise<string | null> {
  const { mandateDetails } = typeNamed(method.type).family;
  if (mandateDetails === null) return null;
  const earlier = await standing(tx, method);
  if (earlier !== null) return earlier.id;
  const id = tx.newId("mandate_");
  const token = addressToken(tx, tx.account);
  const { accepted_at, ...accepted } = acceptance ?? ON_THE_PAGE;
  const details = mandateDetails({
    reference: id.slice(-REFERENCE_CHARS).toUpperCase(),
    url: `/c/mandate/${token}`,
    options: optionsOf(method.type, options),
    once: once?.amount ?? null,
  });
  await tx.insert<Mandate>({
    id,
    object: "mandate",
    customer_acceptance: { accepted_at: accepted_at ?? tx.now, ...accepted },
    livemode: false,
    ...(once === null ? { multi_use: {} } : {}),
    payment_method: method.id,
    payment_method_details: { [method.type]: details, type: method.type },
    ...(once === null ? {} : { single_use: once }),
    status: "active",
    type: once === null ? "multi_use" : "single_use",
    _token: token,
  });
  return id;
}

const REFERENCE_CHARS = 16;

/** The mandate whose page has this token in its URL, or null. */
export async function mandateByToken(reader: Reader, token: string): Promise<Mandate | null> {
  const { rows } = await reader.list<Mandate>("mandate", { token }, { limit: 1 });
  return rows[0] ?? null;
}

/** The reference by which the payer knows the mandate; null for types whose mandates have none. */
export function referenceOf({ payment_method_details: details }: Mandate): string | null {
  const ofType = details[String(details.type)];
  const reference = typeof ofType === "object" && ofType !== null ? Reflect.get(ofType, "reference") : null;
  return typeof reference === "string" ? reference : null;
}

export const mandate = defineResource<Mandate>({
  object: "mandate",
  path: "/v1/mandates",
  permission: "mandate",
  keys: ({ payment_method, status, type, _token }) => ({
    payment_method,
    status,
    token: _token ?? null,
    type,
  }),
  expands: { payment_method: reference("payment_method") },
  operations: { "GET /:id": retrieves("mandate") },
  view: (row, { checkoutOrigin }) => withOrigin(publicPart(row), checkoutOrigin) as Wire,
});
