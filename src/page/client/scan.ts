/** A code that the payer scans: asks the server what has come of it until something has. */
import { newDialog } from "./challenge.ts";
import type { PostReply } from "./config.ts";

const POLL_MS = 1000;

/** Asks until the payer has scanned the code and answered, or no longer can. Null if it was stopped before. */
async function outcomeOf(stateUrl: string, isOver: () => boolean): Promise<PostReply | null> {
  while (!isOver()) {
    await new Promise((done) => setTimeout(done, POLL_MS));
    try {
      const response = await fetch(stateUrl, { headers: { accept: "application/json" } });
      const reply = (await response.json()) as PostReply;
      if (reply.kind !== "waiting" && !isOver()) return reply;
    } catch {
      // The server may be restarting. The next question tries again.
    }
  }
  return null;
}

/** Shows the code over the page until something has come of it. Null if the payer closes it before. */
export async function showScan(
  { html, stateUrl }: Extract<PostReply, { kind: "scan" }>,
  closeText: string,
): Promise<PostReply | null> {
  const { dialog, close } = newDialog(closeText);
  dialog.classList.add("LightboxModal--scan");
  dialog.setAttribute("aria-labelledby", "scan-title");
  const panel = document.createElement("template");
  panel.innerHTML = html; // drawn by the server, which escapes text
  dialog.append(panel.content);
  dialog.showModal();
  let isClosed = false;
  const stop = () => {
    isClosed = true;
    dialog.remove();
  };
  return new Promise((resolve) => {
    const end = (reply: PostReply | null) => {
      stop();
      resolve(reply);
    };
    close.addEventListener("click", () => end(null));
    dialog.addEventListener("cancel", () => end(null));
    void outcomeOf(stateUrl, () => isClosed).then(end);
  });
}

/** On a page of its own, which its server sends on once something has come of the code. */
export function runScan(): void {
  const url = document.querySelector<HTMLElement>("[data-scan-state]")?.dataset.scanState;
  if (url !== undefined) void outcomeOf(url, () => false).then(() => location.reload());
}
