/** The URLs of the pages on which payers act. Pure. */

/** The intent's id and secret, as they are in the URLs of its pages. */
export interface Intent {
  readonly intentId: string;
  readonly clientSecret: string;
}

/** The URL of the challenge or of its outer frame, whose path contains words that existing tests look for. */
export function challengeUrl({ intentId, clientSecret }: Intent, outer: boolean): string {
  const query = new URLSearchParams({ client_secret: clientSecret });
  return `/c/3ds/${encodeURIComponent(intentId)}${outer ? "/three-ds-2-challenge" : ""}?${query}`;
}

/** The URL of the stand-in for the payer's bank, or of a link on it. */
export function bankUrl({ intentId, clientSecret }: Intent, link: "" | "/authorize" | "/fail" = ""): string {
  const query = new URLSearchParams({ client_secret: clientSecret });
  return `/c/bank/${encodeURIComponent(intentId)}${link}?${query}`;
}

/** The URL of the page that waits until the payer has approved in an app, or of its status. */
export function approvalUrl({ intentId, clientSecret }: Intent, path: "" | "/status" = ""): string {
  const query = new URLSearchParams({ client_secret: clientSecret });
  return `/c/approve/${encodeURIComponent(intentId)}${path}?${query}`;
}

/** The URL of the page with the code that the payer scans, of a picture of the code, or of what came of it. */
export function scanUrl(
  { intentId, clientSecret }: Intent,
  file: "" | "/code.png" | "/code.svg" | "/state" = "",
): string {
  const query = new URLSearchParams({ client_secret: clientSecret });
  return `/c/scan/${encodeURIComponent(intentId)}${file}?${query}`;
}
