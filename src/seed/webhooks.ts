/**
 * The webhook endpoints of the configuration, which every account has. Their ids are derived from their URLs,
 * so a restart finds them again, updates them to the present configuration, and disables those that it no
 * longer lists. One that was deleted through the API stays deleted.
 */
import type { ConfiguredWebhook } from "../config.ts";
import { sha256 } from "../core/canonical.ts";
import { ENDPOINTS_READ_MAX, type WebhookEndpoint } from "../resources/events/webhook_endpoint.ts";
import { type Account, NO_CAUSE, type Store, type Tx } from "../storage/port.ts";

const KIND = "webhook_endpoint";
const ID_START = "we_config";
const ID_HASH_CHARS = 18;

/**
 * `ownSecret` signs for endpoints without a configured secret. Call this before an account's first unit of
 * work.
 */
export async function applyWebhooks(
  store: Store,
  account: Account,
  webhooks: readonly ConfiguredWebhook[],
  ownSecret: string,
): Promise<void> {
  await store.transact(account, NO_CAUSE, async (tx) => {
    const wished = webhooks.map((webhook) => rowOf(webhook, ownSecret, tx.now));
    const present = await tx.list<WebhookEndpoint>(KIND, {}, { limit: ENDPOINTS_READ_MAX });
    for (const { id } of present.rows) {
      if (id.startsWith(ID_START) && !wished.some((row) => row.id === id)) await disable(tx, id);
    }
    for (const row of wished) await put(tx, row);
  });
}

function rowOf(webhook: ConfiguredWebhook, ownSecret: string, now: number): WebhookEndpoint {
  return {
    id: ID_START + sha256(webhook.url).slice(0, ID_HASH_CHARS),
    object: KIND,
    api_version: webhook.api_version,
    application: null,
    created: now,
    description: "From the configuration of this server",
    enabled_events: webhook.enabled_events,
    livemode: false,
    metadata: {},
    status: "enabled",
    url: webhook.url,
    _secret: webhook.secret ?? ownSecret,
  };
}

async function put(tx: Tx, row: WebhookEndpoint): Promise<void> {
  const found = await tx.get<WebhookEndpoint>(KIND, row.id);
  if (found !== null) {
    const wished = { ...row, created: found.created };
    if (JSON.stringify(wished) !== JSON.stringify(found)) await tx.update(wished);
  } else if (!(await tx.exists(KIND, row.id))) {
    await tx.insert(row);
  }
}

async function disable(tx: Tx, id: string): Promise<void> {
  const row = await tx.get<WebhookEndpoint>(KIND, id);
  if (row === null || row.status === "disabled") return;
  const disabled: WebhookEndpoint = { ...row, status: "disabled" };
  await tx.update(disabled);
}
