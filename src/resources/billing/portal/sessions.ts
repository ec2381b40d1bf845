/** Portal sessions: a customer's way into the portal. They cannot be retrieved; their URL works for a while. */
import { inWireOrder } from "../../../core/canonical.ts";
import { errors } from "../../../core/errors.ts";
import { addressToken } from "../../../core/ids.ts";
import type { Tx } from "../../../storage/port.ts";
import type { Customer } from "../../customers/customer/index.ts";
import {
  byParam,
  type Call,
  defineResource,
  publicPart,
  reference,
  type Surroundings,
  type Wire,
  writes,
} from "../../resource.ts";
import { CONFIGURATION, type PortalConfiguration } from "./configuration.ts";
import { defaultConfiguration } from "./configurations.ts";
import { flowOf } from "./flow.ts";
import { firstEnd, laterEnd, type PortalSession, SESSION } from "./session.ts";
import { createParams, type SessionInput } from "./session_params.ts";

/** What stands before the token in the path of a session's URL, in test mode, as on Stripe. */
const PATH = "/p/session/test_";
/** Where a session with a flow begins, below its URL. */
const FLOW_PATH = "/flow";

async function create(tx: Tx, { input }: Call<SessionInput>): Promise<PortalSession> {
  const customer = await byParam<Customer>(tx, "customer", input.customer, "customer");
  const configuration = await configurationFor(tx, input.configuration);
  const flow =
    input.flow_data === undefined ? null : await flowOf(tx, customer.id, configuration, input.flow_data);
  const row: PortalSession = {
    id: tx.newId("bps_"),
    object: SESSION,
    configuration: configuration.id,
    created: tx.now,
    customer: customer.id,
    customer_account: null,
    flow,
    livemode: false,
    locale: input.locale ?? null,
    on_behalf_of: null,
    return_url: input.return_url ?? configuration.default_return_url,
    _token: addressToken(tx, tx.account),
    _expires_at: firstEnd(tx.now),
  };
  await tx.insert(row);
  await tx.emit("billing_portal.session.created", row);
  return row;
}

async function configurationFor(tx: Tx, id: string | undefined): Promise<PortalConfiguration> {
  if (id === undefined) return defaultConfiguration(tx);
  const named = await byParam<PortalConfiguration>(tx, CONFIGURATION, id, "configuration");
  if (!named.active) throw errors.rule(`The portal configuration ${id} is not active.`, "configuration");
  return named;
}

/**
 * The session whose URL has this token, as it is used now, which keeps it open; "expired" if it has ended, and null
 * if there is none.
 */
export async function visitPortal(tx: Tx, token: string): Promise<PortalSession | "expired" | null> {
  const [found] = (await tx.list<PortalSession>(SESSION, { token }, { limit: 1 })).rows;
  if (found === undefined) return null;
  if (found._expires_at <= tx.now) return "expired";
  const end = laterEnd(found, tx.now);
  if (end === null) return found;
  const session = await tx.get<PortalSession>(SESSION, found.id);
  if (session === null) return null;
  const visited = { ...session, _expires_at: end };
  await tx.update(visited);
  return visited;
}

function view(row: PortalSession, { checkoutOrigin }: Surroundings): Wire {
  const begins = row.flow === null ? "" : FLOW_PATH;
  return inWireOrder({ ...publicPart(row), url: `${checkoutOrigin}${PATH}${row._token}${begins}` });
}

export const portalSession = defineResource<PortalSession>({
  object: SESSION,
  path: "/v1/billing_portal/sessions",
  permission: "customer_portal",
  keys: ({ _token }) => ({ token: _token }),
  expands: { configuration: reference(CONFIGURATION) },
  operations: { "POST /": writes(createParams, create) },
  view,
});
