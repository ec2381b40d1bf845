/** The payer at the stand-in for their bank, without a browser: opens the page, and follows one of its links. */

/** Where the bank sends the payer. Fails the test if there is no such page, or no such link on it. */
export async function atBank(url: string, choice: "authorize" | "fail"): Promise<URL> {
  const page = await fetch(url);
  const text = await page.text();
  const href = new RegExp(`id="${choice}-test-payment"[^>]* href="([^"]+)"`).exec(text)?.[1];
  if (href === undefined) throw new Error(`no link to ${choice} at ${url}: ${page.status} ${text}`);
  const reply = await fetch(new URL(href.replaceAll("&amp;", "&"), url), { redirect: "manual" });
  const location = reply.headers.get("location");
  if (location === null) throw new Error(`the bank sends the payer nowhere: ${reply.status}`);
  return new URL(location, url);
}
