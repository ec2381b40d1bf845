/** Requests to the API with what was typed in the frame. It goes to the API's server, and nowhere else. */
import { addressControls, CONTROL } from "../../form/fields.ts";
import { cardData, fieldsWithin, methodData } from "../../form/method_data.ts";
import { formatIn } from "../../form/shown_address.ts";
import { callApi } from "../client/api.ts";
import type { ApiReply, Question } from "../wire.ts";
import type { FrameForm } from "./form.ts";

type Params = Readonly<Record<string, unknown>>;

/** Adds what was typed to the parameters, and sends them. Answers with the faults if there are any. */
export function sendTyped(
  api: string,
  form: FrameForm,
  { request, as }: Extract<Question, { what: "send" }>,
): Promise<ApiReply> | ApiReply {
  const validity = form.validate();
  if (!validity.isValid) return { ok: false, error: validity.error };
  return callApi(api, { ...request, params: withTyped(form, request.params, as) });
}

function withTyped(
  form: FrameForm,
  params: Params,
  as: "card" | "payment_method" | "payment_method_data",
): Params {
  if (as === "card") {
    const postal = form.read("cardPostal");
    const zip = postal === "" ? {} : { address_zip: postal };
    return { ...params, card: { ...Object.fromEntries(cardData(form)), ...zip, ...hash(params.card) } };
  }
  const { options, ...typed } = methodParams(form);
  if (as === "payment_method") return joined(typed, params);
  const own = { ...params, payment_method_data: joined(typed, hash(params.payment_method_data)) };
  return options === null ? own : joined({ payment_method_options: options }, own);
}

/** The chosen method as parameters; its options apart, since they belong to the intent. */
function methodParams(form: FrameForm): Params & { readonly options: Params | null } {
  const filled = form.filled();
  const method = form.method();
  if (method === null) throw new Error("a form without faults has a method");
  const options = fieldsWithin(filled, method, "confirm_options");
  const data = methodData(filled, method);
  return {
    type: method.type,
    ...(data.length === 0 ? {} : { [method.type]: Object.fromEntries(data) }),
    billing_details: {
      ...textsOf({
        email: form.asked().email ? form.read(CONTROL.email) : "",
        name: form.read(CONTROL.name),
      }),
      ...Object.fromEntries(fieldsWithin(filled, method, "billing_details")),
      ...addressOf(form),
    },
    options: options.length === 0 ? null : { [method.type]: Object.fromEntries(options) },
  };
}

/** Only the parts that the country has; hidden controls may contain text that was typed for another country. */
function addressOf(form: FrameForm): Params {
  const controls = addressControls("billing");
  const country = form.read(controls.country);
  const cardPostal = form.read("cardPostal");
  if (country === "") return cardPostal === "" ? {} : { address: { postal_code: cardPostal } };
  const format = formatIn(form.filled().formats("billing"), country);
  const address = textsOf({
    country,
    line1: form.read(controls.line1),
    line2: form.read(controls.line2),
    city: format.city === undefined ? "" : form.read(controls.city),
    state: format.region === undefined ? "" : form.read(controls.region),
    postal_code: format.postal === undefined ? "" : form.read(controls.postal),
  });
  return { address };
}

/** Without the empty ones. */
function textsOf(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text.trim() === "" ? [] : [[name, text.trim()]])),
  );
}

/** Both; of what both have, the shop's word counts. */
function joined(typed: Params, given: Params): Params {
  const both = { ...typed, ...given };
  const inner = Object.keys(typed).filter((name) => isHash(typed[name]) && isHash(given[name]));
  return {
    ...both,
    ...Object.fromEntries(inner.map((name) => [name, joined(hash(typed[name]), hash(given[name]))])),
  };
}

function isHash(value: unknown): value is Params {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hash(value: unknown): Params {
  return isHash(value) ? value : {};
}
