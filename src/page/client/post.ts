/** Posts from the page to its server. The reply says what to do next. */
import type { PostReply } from "./config.ts";

/** Posts fields to a URL. `unreachable` is the error text if the server does not reply. */
export async function post(
  url: string | URL,
  fields: Iterable<readonly [string, FormDataEntryValue]>,
  unreachable: string,
): Promise<PostReply> {
  const body = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]));
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: body.toString(),
    });
    return (await response.json()) as PostReply;
  } catch {
    return { kind: "errors", errors: { fields: {}, payment: unreachable } };
  }
}
