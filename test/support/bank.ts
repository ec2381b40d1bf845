/** The payer at the stand-in for their bank, without a browser: opens the page, and follows one of its links. */

/** Where the bank sends the payer. Fails the test if there is no such page, or no such link on it. */
export async function atBank(url: string, choice: "authorize" | "fail"): Promise<URL> {
  const reply = await choose(url, choice);
  const location = reply.headers.get("location");
  if (location === null) throw new Error(`the bank sends the payer nowhere: ${reply.status}`);
  return new URL(location, url);
}

/** The page that the payer is shown after their choice, where they are sent nowhere. */
export async function shownAtBank(url: string, choice: "authorize" | "fail"): Promise<string> {
  const reply = await choose(url, choice);
  if (reply.status !== 200) throw new Error(`the bank shows the payer nothing: ${reply.status}`);
  return reply.text();
}

async function choose(url: string, choice: "authorize" | "fail"): Promise<Response> {
  const page = await fetch(url);
  const text = await page.text();
  const href = new RegExp(`id="${choice}-test-payment"[^>]* href="([^"]+)"`).exec(text)?.[1];
  if (href === undefined) throw new Error(`no link to ${choice} at ${url}: ${page.status} ${text}`);
  return fetch(new URL(href.replaceAll("&amp;", "&"), url), { redirect: "manual" });
}
