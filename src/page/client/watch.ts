/** Learns of an end of the session that was made elsewhere. It rests while nobody looks, and while the page is paying. */
import type { StatusReply } from "./config.ts";

/** Asked this often, an open page learns within two seconds that its session is over. */
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
      // The server may be restarting; the next question will tell.
    }
    timer = window.setTimeout(() => void ask(), POLL_MS);
  };
  document.addEventListener("visibilitychange", () => void ask());
  timer = window.setTimeout(() => void ask(), POLL_MS);
  // Back from the shop: the page as it was left would say that it is still paying.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
