/** Requests to the API from browsers, form-encoded and with a publishable key, as Stripe.js sends them. */
import type { ApiReply, ApiRequest } from "../wire.ts";

/** The text for a server that does not answer. It is Stripe's. */
const UNREACHABLE =
  "We are experiencing issues connecting to our payments provider. Please check your internet connection and try again.";

/** Sends a request to the API at `origin`. A refusal is a result. */
export async function callApi(origin: string, request: ApiRequest): Promise<ApiReply> {
  const { method, path, params, key, version } = request;
  const body = encode({ ...params, key, ...(version === null ? {} : { _stripe_version: version }) });
  try {
    const response =
      method === "GET"
        ? await fetch(`${origin}${path}?${body}`)
        : await fetch(`${origin}${path}`, { method, body: new URLSearchParams(body) });
    const answer = (await response.json()) as Readonly<Record<string, unknown>>; // the API answers with objects
    if (response.ok) return { ok: true, body: answer };
    return { ok: false, error: answer.error as never }; // in the shape of Stripe's errors
  } catch {
    return { ok: false, error: { type: "api_connection_error", message: UNREACHABLE } };
  }
}

/** `a[b]=1&a[c][0]=2`. What is undefined is left out, and null is empty. */
export function encode(params: Readonly<Record<string, unknown>>): string {
  const pairs: [string, string][] = [];
  const add = (name: string, value: unknown): void => {
    if (value === undefined) return;
    if (Array.isArray(value)) for (const [at, one] of value.entries()) add(`${name}[${at}]`, one);
    else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) add(`${name}[${key}]`, inner);
    } else pairs.push([name, value === null ? "" : String(value)]);
  };
  for (const [name, value] of Object.entries(params)) add(name, value);
  return new URLSearchParams(pairs).toString();
}
