/** What Stripe.js and Stripe's page read of a payment page, besides the plain keys of its session. */
import { sha256 } from "../../../core/canonical.ts";
import { publicPrice } from "../../catalog/price/index.ts";
import type { Surroundings, Wire } from "../../resource.ts";
import { isPriced, type LineItem, type Session } from "./row/session.ts";
import { hostedUrl } from "./view.ts";

const CHECKSUM_CHARS = 32;

/** The keys that `init` has in Stripe's recorded answers, as far as they mean something here. */
export function shownToScripts(session: Session, { checkoutOrigin, settings }: Surroundings): Wire {
  return {
    account_settings: { country: settings.country, display_name: settings.business_name },
    feature_flags: {},
    init_checksum: sha256(`page ${session.id} ${session.amount_total}`).slice(0, CHECKSUM_CHARS),
    invoice: session.invoice,
    line_item_group: isPriced(session) ? groupOf(session) : null,
    stripe_hosted_url: hostedUrl(session, checkoutOrigin),
    tax_context: { tax_id_collection_enabled: session._tax_id_collection?.enabled ?? false },
    total_summary: isPriced(session)
      ? { due: session.amount_total, subtotal: session.amount_subtotal, total: session.amount_total }
      : null,
  };
}

function groupOf(session: Session): Wire {
  return {
    currency: session.currency,
    due: session.amount_total,
    line_items: (session._line_items ?? []).map(lineOf),
    subtotal: session.amount_subtotal,
    total: session.amount_total,
  };
}

function lineOf(line: LineItem): Wire {
  return {
    id: line.id,
    name: line.description,
    price: publicPrice(line.price),
    quantity: line.quantity,
    subtotal: line.amount_subtotal,
    total: line.amount_total,
  };
}
