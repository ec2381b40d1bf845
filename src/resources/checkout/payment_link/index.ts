/** Payment links: URLs that make a new session for everybody who opens them. */
import { inWireOrder } from "../../../core/canonical.ts";
import { listFields } from "../../../params/common.ts";
import {
  byPath,
  defineResource,
  inclusion,
  listed,
  pageOf,
  publicPart,
  reads,
  reference,
  retrieves,
  whereOf,
  writes,
} from "../../resource.ts";
import { createLink, LINK_PATH, updateLink } from "./change.ts";
import { reacts, timers, useKeys } from "./ends.ts";
import { LINK_UPGRADES, type PaymentLink, viewSubscriptionData } from "./link.ts";
import { createParams, listParams, updateParams } from "./params.ts";

export { accountOfLink, openPaymentLink } from "./open.ts";

function lineItemsUrl(id: string): string {
  return `/v1/payment_links/${id}/line_items`;
}

export const paymentLink = defineResource<PaymentLink>({
  object: "payment_link",
  path: "/v1/payment_links",
  permission: "payment_link",
  row: { upgrades: LINK_UPGRADES },
  keys: (row) => ({ active: String(row.active), token: row.url.slice(LINK_PATH.length), ...useKeys(row) }),
  expands: {
    application: reference("application"),
    "automatic_tax.liability.account": reference("account"),
    line_items: inclusion("item", async (reader, shown) => {
      const link = await reader.get<PaymentLink>("payment_link", String(shown.id));
      return pageOf(link?._line_items ?? [], "item", {}, lineItemsUrl(String(shown.id)));
    }),
    on_behalf_of: reference("account"),
    "shipping_options.shipping_rate": reference("shipping_rate"),
    "transfer_data.destination": reference("account"),
  },
  operations: {
    "POST /": writes(createParams, createLink),
    // Payment links have no `created`, so the list cannot be filtered by it.
    "GET /": reads({ ...listParams, ...listFields }, (reader, { input, path }) =>
      listed(reader, "payment_link", whereOf({ active: input.active }), input, path),
    ),
    "GET /:id": retrieves("payment_link"),
    "POST /:id": writes(updateParams, updateLink),
    "GET /:id/line_items": reads(
      listFields,
      async (reader, call) => {
        const link = await byPath<PaymentLink>(reader, "payment_link", call.id);
        return pageOf(link._line_items, "item", call.input, lineItemsUrl(link.id));
      },
      { answers: { kind: "item", list: true } },
    ),
  },
  timers,
  reacts,
  // A key that an update has added stands last in the row.
  view: (row, { checkoutOrigin }) =>
    inWireOrder({
      ...publicPart(row),
      subscription_data: viewSubscriptionData(row),
      url: checkoutOrigin + row.url,
    }),
});
