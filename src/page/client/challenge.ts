/** 3-D Secure in the browser: shows the frames over the page and passes on the inner frame's message. */
import type { ChallengeMessage, ClientConfig } from "./config.ts";

type Outcome = Exclude<ChallengeMessage["outcome"], "answered">;

/** A dialog over the page that is not open yet, and the button in it that closes it. */
export function newDialog(closeText: string) {
  const dialog = document.createElement("dialog");
  dialog.className = "LightboxModal";
  const close = document.createElement("button");
  close.type = "button";
  close.className = "LightboxModalClose LightboxModal-close";
  close.setAttribute("aria-label", closeText);
  close.textContent = "\u00d7";
  dialog.append(close);
  document.body.append(dialog);
  return { dialog, close };
}

/** Shows the challenge over the page until it is answered. Closing it counts as failing. */
export function showChallenge(url: string, texts: ClientConfig["texts"]): Promise<Outcome> {
  const { dialog, close } = newDialog(texts.close);
  dialog.setAttribute("aria-label", texts.challengeTitle);
  const frame = document.createElement("iframe");
  frame.name = `__privateStripeFrame${Math.trunc(performance.now())}`;
  frame.id = "__stripeJSChallengeFrame";
  frame.title = texts.challengeTitle;
  frame.src = url;
  dialog.append(frame);
  dialog.showModal();

  return new Promise((resolve) => {
    const end = (outcome: Outcome) => {
      removeEventListener("message", hear);
      dialog.remove();
      resolve(outcome);
    };
    const hear = (event: MessageEvent<unknown>) => {
      const ours = event.origin === location.origin && event.source === (frame.contentWindow?.[0] ?? frame);
      if (ours && isChallengeMessage(event.data)) end(event.data.outcome);
    };
    addEventListener("message", hear);
    close.addEventListener("click", () => end("failed"));
    dialog.addEventListener("cancel", () => end("failed"));
  });
}

/**
 * In the inner frame, a button sends a message to the page around both frames. On a page of its own, the form posts; so
 * does a challenge of Stripe.js, whose page may be anybody's and is told only that there is an answer.
 */
export function runChallenge(): void {
  if (document.querySelector("[data-challenge-answered]") !== null) {
    tellAround({ checkstand: "3ds", outcome: "answered" }, "*");
  }
  const form = document.querySelector<HTMLFormElement>("#challenge-form");
  if (form === null || parent === window || form.dataset.by !== undefined) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const passed = (event.submitter as HTMLButtonElement | null)?.value === "passed";
    tellAround({ checkstand: "3ds", outcome: passed ? "passed" : "failed" }, location.origin);
  });
}

/** Tells the page around the outer frame. */
function tellAround(message: ChallengeMessage, origin: string): void {
  parent.parent.postMessage(message, origin);
}

function isChallengeMessage(data: unknown): data is { readonly outcome: Outcome } {
  if (typeof data !== "object" || data === null) return false;
  const { checkstand, outcome } = data as Partial<ChallengeMessage>;
  return checkstand === "3ds" && (outcome === "passed" || outcome === "failed");
}
