/** The script inside a frame: what is typed, its faults, and the requests that it goes into. */

import { openChannel } from "../../page/client/channel.ts";
import { homeOf } from "../client/home.ts";
import type { FrameData, FromFrame, Question, ToFrame } from "../wire.ts";
import { applyAppearance } from "./appearance.ts";
import { FrameForm } from "./form.ts";
import { sendTyped } from "./typed.ts";

function run(node: HTMLFormElement): void {
  const data = JSON.parse(node.dataset.frame ?? "{}") as FrameData; // the server wrote it
  const { api } = homeOf(location.href, location.origin);
  const form = new FrameForm(node, data, {
    changed: (state) => channel.tell({ kind: "change", state }),
    happened: (name) => channel.tell({ kind: "event", name }),
  });
  const answer = async (id: number, question: Question) => {
    const reply = question.what === "validate" ? form.validate() : await sendTyped(api, form, question);
    channel.tell({ kind: "answer", id, answer: reply });
  };
  const hear = (message: ToFrame): void => {
    if (message.kind === "appearance") applyAppearance(message.appearance);
    else if (message.kind === "ask") void answer(message.id, message.question);
    else form[message.kind]();
  };
  const channel = openChannel<FromFrame, ToFrame>(hear);
  channel.tell({ kind: "ready", state: form.state() });
  const tellHeight = () =>
    channel.tell({ kind: "height", px: Math.ceil(node.getBoundingClientRect().height) });
  new ResizeObserver(tellHeight).observe(node);
}

const form = document.querySelector<HTMLFormElement>("form[data-frame]");
if (form !== null) run(form);
