/**
 * Polls whether the session has ended elsewhere. Pauses while the page is hidden; ignores the result while it
 * is paying.
 */
import type { StatusReply } from "./config.ts";

/** With this interval, an open page notices within two seconds that its session has ended. */
const POLL_MS = 1500;

export function watch(url: string, isBusy: () => boolean): void {
  let timer = 0;
  const ask = async () => {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      const response = await fetch(url, { headers: { accept: "application/json" } });
      const { status } = (await response.json()) as StatusReply;
      if (status !== "open" && !isBusy()) return location.reload();
    } catch {
      // The server may be restarting. The next poll tries again.
    }
    timer = window.setTimeout(() => void ask(), POLL_MS);
  };
  document.addEventListener("visibilitychange", () => void ask());
  timer = window.setTimeout(() => void ask(), POLL_MS);
  // Back from the shop, the cached page would still show that it is paying.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
