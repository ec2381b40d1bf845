/** `confirmPayment` and `confirmSetup`: an intent is confirmed with what was typed in a group of Elements. */

import { type Group, groupOf } from "../elements/group.ts";
import { type Intent, intentIn } from "../elements/options.ts";
import { IntegrationError } from "../errors.ts";
import { ask, type Shop } from "../shop.ts";
import { mandateFor } from "./mandate.ts";
import { follow, leaveTo, pathOf } from "./next_action.ts";
import { failed, type Result } from "./results.ts";
import { sendTyped } from "./typed.ts";

interface Given {
  readonly elements?: unknown;
  readonly clientSecret?: unknown;
  readonly confirmParams?: Readonly<Record<string, unknown>>;
  readonly redirect?: unknown;
}

/** Confirms, lets the payer act, and goes to `return_url` unless `redirect` is `if_required`. */
export async function confirmIntent(
  shop: Shop,
  method: "confirmPayment" | "confirmSetup",
  given: unknown,
): Promise<Result> {
  const options = (given ?? {}) as Given; // every rule below reads it as unknown
  const group = groupOf(options.elements);
  const intent = intentOf(method, options, group);
  const confirmParams = options.confirmParams ?? {};
  const staysHere = options.redirect === "if_required";
  checkParams(method, confirmParams, staysHere, shop, group);
  if (group !== null && options.clientSecret !== undefined && !group.isSubmitted) {
    const text = "elements.submit() must be called before stripe.confirmPayment().";
    throw new IntegrationError(text.replace("confirmPayment", method));
  }
  const reply = await confirmWith(shop, intent, group, confirmParams);
  if (!reply.ok) return failed(reply.error);
  const result = await follow(shop, intent, reply.body);
  if ("error" in result || staysHere) return result;
  return leaveTo(returnUrl(String(confirmParams.return_url), intent));
}

/** Confirms with the Element of the group, or with the method that the parameters name. */
async function confirmWith(
  shop: Shop,
  intent: Intent,
  group: Group | null,
  confirmParams: Readonly<Record<string, unknown>>,
) {
  const { payment_method_data: data, save_payment_method: _saved, ...rest } = confirmParams;
  const path = `${pathOf(intent)}/confirm`;
  const params = { ...rest, client_secret: intent.clientSecret, use_stripe_sdk: true };
  const paying = group?.paying ?? null;
  const isNamed = rest.payment_method !== undefined || rest.confirmation_token !== undefined;
  if (paying === null || isNamed) {
    return ask(shop, "POST", path, {
      ...params,
      ...(data === undefined ? {} : { payment_method_data: data }),
    });
  }
  const validity = (await group?.validate()) ?? { isValid: true };
  if (!validity.isValid) return { ok: false as const, error: validity.error };
  const type = paying.state.type ?? "card";
  const whole = {
    ...params,
    expected_payment_method_type: type,
    ...mandateFor(type),
    ...shippingOf(group, rest),
    payment_method_data: withBilling(group, data),
  };
  return sendTyped(shop, paying, path, whole, "payment_method_data");
}

/** The method's data with what other Elements of the group say of the payer; the shop's own words count. */
function withBilling(group: Group | null, data: unknown): object {
  const given = (data ?? {}) as { readonly billing_details?: object }; // handed on to the API, which checks it
  return { ...given, billing_details: { ...group?.billing, ...given.billing_details } };
}

function shippingOf(group: Group | null, { shipping }: Readonly<Record<string, unknown>>): object {
  const typed = group?.shipping ?? null;
  return typed === null || shipping !== undefined ? {} : { shipping: typed };
}

function intentOf(method: string, { clientSecret, elements }: Given, group: Group | null): Intent {
  const where = `stripe.${method}(): `;
  if (elements === undefined && clientSecret === undefined) {
    throw new IntegrationError(`${where}expected either \`elements\` or \`clientSecret\`, but got neither.`);
  }
  if (elements !== undefined && group === null) {
    throw new IntegrationError(
      `Invalid value for ${where}the 'elements' provided was created by a different Stripe instance. Please use the ` +
        "same Stripe instance to create 'elements' and to confirm.",
    );
  }
  const intent = intentIn(clientSecret ?? group?.options.clientSecret);
  if (intent === null) {
    throw new IntegrationError(
      `Invalid value for ${where}clientSecret should be a client secret of the form \${id}_secret_\${secret}.`,
    );
  }
  return intent;
}

function checkParams(
  method: string,
  { return_url, setup_future_usage }: Readonly<Record<string, unknown>>,
  staysHere: boolean,
  shop: Shop,
  group: Group | null,
): void {
  const where = `stripe.${method}(): `;
  if (group !== null && group.shop !== shop) {
    throw new IntegrationError(
      `Invalid value for ${where}the 'elements' provided was created by a different Stripe instance.`,
    );
  }
  if (return_url === undefined && !staysHere) {
    const text =
      "the `confirmParams.return_url` argument is required unless passing `redirect: 'if_required'`";
    throw new IntegrationError(`${where}${text}.`);
  }
  if (setup_future_usage !== undefined) {
    throw new IntegrationError(
      `${where}do not pass setup_future_usage at confirm time. Instead, pass setup_future_usage when the ` +
        "PaymentIntent is created.",
    );
  }
}

/** The shop's URL with what Stripe.js adds to it. `redirect_status` says `succeeded` whatever the status is. */
function returnUrl(url: string, { kind, id, clientSecret }: Intent): string {
  const to = new URL(url, location.href);
  const added = { [kind]: id, [`${kind}_client_secret`]: clientSecret, redirect_status: "succeeded" };
  for (const [name, value] of Object.entries(added)) to.searchParams.set(name, value);
  return to.href;
}
