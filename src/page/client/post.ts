/** Posts from the page to its server, which answers with what to do next. */
import type { PostReply } from "./config.ts";

/** `unreachable`: what to say where nobody answers. */
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
