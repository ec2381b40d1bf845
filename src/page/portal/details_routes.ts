/** The routes on which a customer manages payment methods and changes their details. */
import type { FastifyReply } from "fastify";
import type { ApiError } from "../../core/errors.ts";
import { TAX_ID_TYPES, taxIdCountry, taxIdLabel } from "../../core/tax_ids.ts";
import { readExpiry } from "../../form/card_formats.ts";
import { CONTROL, type FieldTexts, TICKED } from "../../form/fields.ts";
import { type Typed, textOf } from "../../form/typed.ts";
import type { Address } from "../../params/common.ts";
import type { Branch } from "../../params/form.ts";
import type { RequestParams } from "../../resources/billing/portal/index.ts";
import type { Language } from "../../words/languages.ts";
import type { FoundPortal, PortalResult } from "../portal_port.ts";
import { html } from "../server/replies.ts";
import { ADDRESS_PARTS, AS_DEFAULT, addMethodPage, DETAIL, detailsPage, partName } from "./details.tsx";
import { ended } from "./ending.ts";
import { homePage } from "./home.tsx";
import { faultText } from "./portal_view.ts";
import { again, type Routes, toChallenge, toHome, urlOf, type Visit } from "./visit.ts";

/** Every type of tax id with its name. A European VAT number says of which country it is. */
const TAX_IDS = TAX_ID_TYPES.map((type) => [type, taxIdLabel(type, taxIdCountry(type, "") || "EU")] as const);

export function detailsRoutes(routes: Routes): void {
  methodRoutes(routes);
  routes("get", "/customer", (visit) => {
    if (allowedIn(visit.view.found).size === 0) return toHome(visit);
    const shown = { typed: knownOf(visit.view.found), errors: {} };
    return html(visit.reply, 200, detailsPage(visit.view, shown, TAX_IDS));
  });
  routes("post", "/customer", (visit) => saveDetails(visit));
  routes("post", "/tax-ids/:id/remove", async (visit) => {
    const { request, server, view } = visit;
    return toHomeOr(visit, await server.parts.portal.removeTaxId(view.found, request.params.id));
  });
}

function methodRoutes(routes: Routes): void {
  routes("get", "/add-payment-method", (visit) => {
    const { found } = visit.view;
    if (!found.configuration.features.payment_method_update.enabled) return toHome(visit);
    return html(visit.reply, 200, addMethodPage(visit.view));
  });
  routes("post", "/add-payment-method", (visit) => addCard(visit));
  // Payers come back from their bank to here.
  routes("get", "/add-payment-method/done", (visit) => cardReturned(visit));
  routes("post", "/payment-methods/:id/default", async (visit) => {
    const { request, server, view } = visit;
    return toHomeOr(visit, await server.parts.portal.makeDefault(view.found, request.params.id));
  });
  routes("post", "/payment-methods/:id/remove", async (visit) => {
    const { request, server, view } = visit;
    return toHomeOr(visit, await server.parts.portal.removeMethod(view.found, request.params.id));
  });
}

/** The home page, with why something was refused. */
function toHomeOr(visit: Visit, result: PortalResult): FastifyReply {
  return result.kind === "refused" ? again(visit, result, homePage) : toHome(visit);
}

// --- payment methods --------------------------------------------------------------------------------------

async function addCard(visit: Visit): Promise<FastifyReply> {
  const { form, reply, server, view } = visit;
  const asDefault = textOf(form, AS_DEFAULT) === TICKED;
  const back = urlOf(visit, `/add-payment-method/done${asDefault ? `?${AS_DEFAULT}=${TICKED}` : ""}`);
  const result = await server.parts.portal.addCard(view.found, cardIn(form), back);
  if (result.kind === "needs_action") return toChallenge(visit, result);
  if (result.kind === "refused") {
    return html(reply, 400, addMethodPage(view, cardFaults(result.error, view.language), asDefault));
  }
  return result.kind === "added" ? cardAdded(visit, result.card, asDefault) : toHome(visit);
}

/** Why a card was refused, at the field that it concerns. */
function cardFaults(error: ApiError, language: Language): FieldTexts {
  const { param, type } = error.body;
  const { faults } = language.messages;
  const isOf = (part: string) => param?.endsWith(`[${part}]`) ?? false;
  const isExpiry = isOf("exp_month") || isOf("exp_year");
  const id = isExpiry ? CONTROL.exp : isOf("cvc") ? CONTROL.cvc : CONTROL.number;
  if (type === "card_error" || param === undefined) return { [id]: faultText(error, language) };
  const incomplete: FieldTexts = {
    [CONTROL.exp]: faults.exp_incomplete,
    [CONTROL.cvc]: faults.cvc_incomplete,
  };
  return { [id]: incomplete[id] ?? faults.number_incomplete };
}

/** The typed card as parameters of a payment method. */
function cardIn(form: Branch): RequestParams {
  const expiry = readExpiry(textOf(form, CONTROL.exp));
  return {
    type: "card",
    card: {
      number: textOf(form, CONTROL.number).replace(/\D/g, ""),
      exp_month: String(expiry?.month ?? ""),
      exp_year: String(expiry?.year ?? ""),
      cvc: textOf(form, CONTROL.cvc).trim(),
    },
  };
}

async function cardAdded(visit: Visit, card: string, asDefault: boolean): Promise<FastifyReply> {
  const { server, view } = visit;
  if (asDefault) {
    const result = await server.parts.portal.makeDefault(view.found, card);
    if (result.kind === "refused") return again(visit, result, homePage);
  }
  return ended(visit, "payment_method_update");
}

async function cardReturned(visit: Visit): Promise<FastifyReply> {
  const { reply, request, server, view } = visit;
  const query = request.query as Readonly<Record<string, unknown>>;
  const intent = typeof query.setup_intent === "string" ? query.setup_intent : "";
  const card = await server.parts.portal.cardOf(view.found, intent);
  const asDefault = query[AS_DEFAULT] === TICKED;
  if (card !== null) return cardAdded(visit, card, asDefault);
  const errors = { [CONTROL.number]: view.language.messages.authenticationFailed };
  return html(reply, 400, addMethodPage(view, errors, asDefault));
}

// --- the customer -----------------------------------------------------------------------------------------

/** What of their details a customer may change. */
function allowedIn({ configuration }: FoundPortal): ReadonlySet<string> {
  const { allowed_updates, enabled } = configuration.features.customer_update;
  return new Set(enabled ? allowed_updates : []);
}

/** The fields of the form, as the customer's details are. */
function knownOf({ customer }: FoundPortal): Typed {
  const { address, email, name, phone, shipping } = customer;
  const texts: [string, string | null | undefined][] = [
    [DETAIL.name, name],
    [DETAIL.email, email],
    [DETAIL.phone, phone],
    [DETAIL.shippingName, shipping?.name],
    ...ADDRESS_PARTS.flatMap((part): [string, string | null | undefined][] => [
      [partName("billing", part), address?.[part]],
      [partName("shipping", part), shipping?.address[part]],
    ]),
  ];
  return new Map(texts.flatMap(([field, text]) => (text ? [[field, text] as const] : [])));
}

async function saveDetails(visit: Visit): Promise<FastifyReply> {
  const { form, reply, server, view } = visit;
  const { found } = view;
  const allowed = allowedIn(found);
  if (allowed.size === 0) return toHome(visit);
  const { portal } = server.parts;
  const update = await portal.updateCustomer(found, detailsIn(form, allowed));
  const value = textOf(form, DETAIL.taxId).trim();
  const result =
    update.kind === "done" && allowed.has("tax_id") && value !== ""
      ? await portal.addTaxId(found, { type: textOf(form, DETAIL.taxIdType), value })
      : update;
  if (result.kind !== "refused") return ended(visit, "customer_update");
  const typed = new Map([...form].flatMap(([name]) => [[name, textOf(form, name)] as const]));
  const refused = { ...view, fault: faultText(result.error, view.language) };
  return html(reply, 400, detailsPage(refused, { typed, errors: {} }, TAX_IDS));
}

/** The form as parameters of the customer; an empty field unsets what it is for. */
function detailsIn(form: Branch, allowed: ReadonlySet<string>): RequestParams {
  const text = (name: string) => textOf(form, name).trim() || null;
  const billing = addressIn(form, "billing");
  const shipping = addressIn(form, "shipping");
  const recipient = text(DETAIL.shippingName);
  return {
    ...(allowed.has("name") ? { name: text(DETAIL.name) } : {}),
    ...(allowed.has("email") ? { email: text(DETAIL.email) } : {}),
    ...(allowed.has("phone") ? { phone: text(DETAIL.phone) } : {}),
    ...(allowed.has("address") ? { address: billing } : {}),
    ...(allowed.has("shipping")
      ? {
          shipping:
            shipping === null && recipient === null ? null : { address: shipping ?? {}, name: recipient },
        }
      : {}),
  };
}

/** The postal address in the form; null if all of it is empty. */
function addressIn(form: Branch, of: "billing" | "shipping"): Partial<Address> | null {
  const parts = ADDRESS_PARTS.map((part) => [part, textOf(form, partName(of, part)).trim() || null] as const);
  return parts.every(([, text]) => text === null) ? null : Object.fromEntries(parts);
}
