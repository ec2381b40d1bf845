/** 3-D Secure over the shop's page: a frame in which the payer answers their bank. */

import type { Intent } from "../elements/options.ts";
import { frameName } from "../frame.ts";
import type { Shop } from "../shop.ts";

/**
 * Shows the challenge until the payer has answered. The frame sends the answer to the server itself, and says only that
 * there is one.
 * @returns false if the payer has closed it.
 */
export function showChallenge({ home, locale }: Shop, { id, clientSecret }: Intent): Promise<boolean> {
  const query = new URLSearchParams({ client_secret: clientSecret, by: "stripe_js", locale });
  const box = document.createElement("div");
  box.style.cssText =
    "position:fixed;inset:0;z-index:2147483647;display:flex;align-items:center;justify-content:center;" +
    "background:rgba(0,0,0,.5);overflow:auto";
  const frame = document.createElement("iframe");
  frame.name = frameName();
  frame.title = "3D Secure";
  frame.allow = "payment *; publickey-credentials-get *";
  frame.style.cssText =
    "border:0;width:min(500px,100%);height:min(600px,100%);background:#fff;border-radius:8px";
  frame.src = `${home.frames}/c/3ds/${encodeURIComponent(id)}/three-ds-2-challenge?${query}`;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "\u00d7";
  close.setAttribute("aria-label", "Close");
  close.style.cssText =
    "position:absolute;top:12px;right:12px;width:40px;height:40px;border:0;border-radius:20px;font-size:24px";
  box.append(frame, close);
  document.body.append(box);
  return new Promise((resolve) => {
    const end = (isAnswered: boolean) => {
      removeEventListener("message", hear);
      removeEventListener("keydown", hearKey);
      box.remove();
      resolve(isAnswered);
    };
    const hear = ({ data, origin, source }: MessageEvent<unknown>) => {
      const isFrames = origin === home.frames && source === frame.contentWindow?.[0];
      if (isFrames && isAnswer(data)) end(true);
    };
    const hearKey = ({ key }: KeyboardEvent) => {
      if (key === "Escape") end(false);
    };
    addEventListener("message", hear);
    addEventListener("keydown", hearKey);
    close.addEventListener("click", () => end(false));
  });
}

function isAnswer(data: unknown): boolean {
  return typeof data === "object" && data !== null && Reflect.get(data, "checkstand") === "3ds";
}
