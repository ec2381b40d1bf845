/**
 * Makes the page pleasant: formats while typing, shows faults early, posts without leaving the page. Without it the
 * form still works. It judges nothing: the server checks everything again.
 */
import { runChallenge, showChallenge } from "./client_challenge.ts";
import type { ClientConfig, PageErrors, PostReply, StatusReply } from "./client_config.ts";
import { controlOf, formatWhileTyping, showBrand, showPostalCode, textIn } from "./client_controls.ts";
import { clearErrors, showErrors, showFieldErrors } from "./client_errors.ts";
import { lockOrder, runSummary } from "./client_summary.ts";
import { drawOrder, ORDER_EVENT, orderSettled } from "./client_update.ts";
import { FIELDS, type Field, type FieldTexts, faultsOf, GROUP, type Typed } from "./fields.ts";

/** Asked this often, an open page learns within two seconds that its session is over. */
const POLL_MS = 1500;
/** Long enough to see the tick. */
const SUCCESS_MS = 350;

type ButtonState = "complete" | "incomplete" | "processing" | "success";

function run(form: HTMLFormElement, button: HTMLButtonElement): void {
  let config = configOf(form);
  let state: ButtonState = "incomplete";
  let held = false;
  let pressing = false;
  let leftBehind: Field | null = null;
  const touched = new Set<Field>();

  const typed = () => Object.fromEntries(FIELDS.map((field) => [field, textIn(field)])) as Typed;
  const faults = () => faultsOf(typed(), config.asked, config.today);
  const wordsOf = (fields: readonly Field[]): FieldTexts => {
    const now = faults();
    return Object.fromEntries(
      fields.flatMap((field) => (now[field] === undefined ? [] : [[field, config.faults[now[field]]]])),
    );
  };

  const become = (next: ButtonState) => {
    button.classList.replace(`SubmitButton--${state}`, `SubmitButton--${next}`);
    state = next;
    const busy = next === "processing" || next === "success";
    const [label, processing] = button.querySelectorAll(".SubmitButton-Text");
    label?.classList.toggle("SubmitButton-Text--current", !busy);
    label?.setAttribute("aria-hidden", String(busy));
    processing?.classList.toggle("SubmitButton-Text--current", busy);
    processing?.setAttribute("aria-hidden", String(!busy));
    button.setAttribute("aria-disabled", String(busy));
    form.toggleAttribute("data-locked", busy);
    for (const field of FIELDS) lock(controlOf(field), busy);
    lockOrder(busy);
    if (!busy) showPostalCode(config.postal);
  };
  const settle = () => become(Object.keys(faults()).length === 0 ? "complete" : "incomplete");

  const fail = (errors: PageErrors) => {
    settle();
    showErrors(errors);
    const first = FIELDS.find((field) => errors.fields[field] !== undefined);
    const inOrder = document.querySelector<HTMLElement>("#order-summary [aria-invalid=true]");
    (first === undefined ? (inOrder ?? button) : controlOf(first))?.focus();
  };

  /** What a reply asks for; a challenge leads to another reply. */
  const follow = async (reply: PostReply): Promise<void> => {
    switch (reply.kind) {
      case "errors":
        if (reply.order !== undefined) drawOrder(form, reply.order);
        return fail(reply.errors);
      case "updated":
        drawOrder(form, reply.order);
        return settle();
      case "reload":
        return location.reload();
      case "redirect":
        become("success");
        button.setAttribute("aria-label", config.texts.paid);
        await new Promise((done) => setTimeout(done, SUCCESS_MS));
        return location.assign(reply.url);
      case "challenge": {
        const outcome = await showChallenge(reply.url, config.texts);
        return follow(await send(reply.answerUrl, { client_secret: reply.secret, outcome }, config));
      }
    }
  };

  const submit = async () => {
    // What was changed last is part of what is paid.
    held = true;
    await orderSettled();
    held = false;
    clearErrors();
    const found = wordsOf(FIELDS);
    if (Object.keys(found).length > 0) return fail({ fields: found, payment: null });
    const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    become("processing");
    await follow(await send(form.action, fields, config));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!held && state !== "processing" && state !== "success") void submit();
  });
  form.addEventListener(ORDER_EVENT, () => {
    config = configOf(form);
    if (state !== "processing" && state !== "success") settle();
  });

  /** A fault may show when the control is left, but must not move the button from under a click on its way. */
  const check = (field: Field) => {
    if (state === "processing" || state === "success" || textIn(field) === "") return;
    const words = wordsOf([field]);
    if (words[field] !== undefined) showFieldErrors(GROUP[field], words);
  };
  document.addEventListener("pointerdown", () => {
    pressing = true;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      pressing = false;
      const field = leftBehind;
      leftBehind = null;
      if (field !== null) setTimeout(() => check(field));
    });
  }

  for (const field of FIELDS) {
    const control = controlOf(field);
    control?.addEventListener("input", (event) => {
      if (control instanceof HTMLInputElement) formatWhileTyping(field, control, event);
      touched.add(field);
      clearErrors(GROUP[field]);
      if (field === "number") showBrand();
      if (field === "country") showPostalCode(config.postal);
      settle();
    });
    control?.addEventListener("blur", () => {
      if (!touched.has(field)) return;
      if (pressing) leftBehind = field;
      else check(field);
    });
  }

  watch(config.statusUrl, () => state === "processing" || state === "success");
  // A browser may have kept what was typed before a reload.
  showBrand();
  showPostalCode(config.postal);
  settle();
}

/** Of the order as it is now. */
function configOf(form: HTMLFormElement): ClientConfig {
  return JSON.parse(form.dataset.page ?? "") as ClientConfig;
}

function lock(control: HTMLInputElement | HTMLSelectElement | null, locked: boolean): void {
  if (control !== null) control.disabled = locked;
}

async function send(url: string, fields: Record<string, string>, config: ClientConfig): Promise<PostReply> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
    });
    return (await response.json()) as PostReply;
  } catch {
    return { kind: "errors", errors: { fields: {}, payment: config.texts.unreachable } };
  }
}

/** Learns of an end made elsewhere. It rests while nobody looks, and while the page itself is paying. */
function watch(url: string, isBusy: () => boolean): void {
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

const form = document.querySelector<HTMLFormElement>("#payment-form");
const button = form?.querySelector<HTMLButtonElement>(".SubmitButton");
if (form && button) {
  runSummary(form);
  run(form, button);
}
runChallenge();
