/** What surrounds the page: a window of its own, or the page of a shop in which it is a frame. */
import { openChannel } from "./channel.ts";
import type { EmbeddedMessage } from "./config.ts";

const channel =
  document.body.dataset.embedded === undefined ? null : openChannel<EmbeddedMessage, never>(() => {});

/** Tells the page around an embedded page how high it is, whenever that changes. */
export function runEmbedded(): void {
  if (channel === null) return;
  const tell = () =>
    channel.tell({ kind: "height", px: Math.ceil(document.body.getBoundingClientRect().height) });
  new ResizeObserver(tell).observe(document.body);
}

/** Goes to another page, in the whole window: an embedded page asks the one around it. */
export function leave(url: string): void {
  if (channel === null) location.assign(url);
  else channel.tell({ kind: "leave", url: new URL(url, location.href).href });
}

/** Tells the shop that its embedded session is complete, and shows so. */
export function stay(): void {
  channel?.tell({ kind: "complete" });
  location.reload();
}
