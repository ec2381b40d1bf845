/** Upgrades of stored sessions to the newest shape. A released upgrade is never edited. */
import type { Data } from "../../../../storage/port.ts";

/** Version 2: options of a payment method type are stored once, in `payment_method_options`. */
function optionsOnce(row: Data): Data {
  const { card: _card, three_d_secure: _asked, ...payment } = row._payment as Data; // version 1 always has it
  return { ...row, _payment: payment };
}

/** Version 3: buyers may give a name of their own, and invoices of subscriptions have tax ids and custom fields. */
function namesAndFields(row: Data): Data {
  const subscription = row._subscription as Data | null;
  const settings = {
    account_tax_ids: null,
    custom_fields: null,
    ...(subscription?.invoice_settings as Data),
  };
  return {
    ...row,
    _buyer: { ...(row._buyer as Data), individual_name: null },
    _subscription: subscription === null ? null : { ...subscription, invoice_settings: settings },
  };
}

export const SESSION_UPGRADES = [optionsOnce, namesAndFields];
