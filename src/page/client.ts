/**
 * Makes the page pleasant: formats while typing, shows faults early, posts without leaving the page. Without it the
 * form still works. It judges nothing: the server checks everything again.
 */
import { runChallenge, showChallenge } from "./client_challenge.ts";
import type { PageErrors, PostReply } from "./client_config.ts";
import { filledForm, formatWhileTyping, showBrand } from "./client_controls.ts";
import { clearErrors, showErrors, showFieldErrors } from "./client_errors.ts";
import { openAddress, showPlaces } from "./client_places.ts";
import { post } from "./client_post.ts";
import { PricedControls } from "./client_priced.ts";
import { runSavedCards } from "./client_saved_cards.ts";
import { lockOrder, runSummary } from "./client_summary.ts";
import { configOf, drawOrder, ORDER_EVENT, orderSettled } from "./client_update.ts";
import { watch } from "./client_watch.ts";
import { CONTROL, type FieldTexts, faultsOf, groupOf } from "./fields.ts";

/** Long enough to see the tick. */
const SUCCESS_MS = 350;

type ButtonState = "complete" | "incomplete" | "processing" | "success";

function run(form: HTMLFormElement, button: HTMLButtonElement): void {
  let config = configOf(form);
  let state: ButtonState = "incomplete";
  let held = false;
  let pressing = false;
  let leftBehind: string | null = null;
  let locked: readonly HTMLInputElement[] = [];
  const touched = new Set<string>();

  const filled = () => filledForm(form, config);
  const priced = new PricedControls(form, filled(), config);
  /** Faults of the form as it is, in words. */
  const wordsNow = (): FieldTexts => {
    const { own, all } = config.words;
    const faults = Object.entries(faultsOf(filled(), config.asked));
    return Object.fromEntries(faults.map(([id, fault]) => [id, own[id]?.[fault] ?? all[fault] ?? ""]));
  };
  const isBusy = () => state === "processing" || state === "success";

  const become = (next: ButtonState) => {
    button.classList.replace(`SubmitButton--${state}`, `SubmitButton--${next}`);
    state = next;
    const busy = isBusy();
    const [label, processing] = button.querySelectorAll(".SubmitButton-Text");
    label?.classList.toggle("SubmitButton-Text--current", !busy);
    label?.setAttribute("aria-hidden", String(busy));
    processing?.classList.toggle("SubmitButton-Text--current", busy);
    processing?.setAttribute("aria-hidden", String(!busy));
    button.setAttribute("aria-disabled", String(busy));
    form.toggleAttribute("data-locked", busy);
    lockOrder(busy);
    for (const control of locked) control.disabled = false;
    locked = busy ? controlsIn(form, button) : [];
    for (const control of locked) control.disabled = true;
  };
  const settle = () =>
    become(Object.keys(faultsOf(filled(), config.asked)).length === 0 ? "complete" : "incomplete");
  /** After a change of any kind: what depends on the countries, and whether all is there. */
  const refresh = () => {
    if (isBusy()) return;
    showPlaces(filled().read, config.asked);
    settle();
  };

  const fail = (errors: PageErrors) => {
    become("incomplete");
    settle();
    showErrors(errors);
    const first = document.querySelector<HTMLElement>(
      "#payment-form [aria-invalid=true], #order-summary [aria-invalid=true]",
    );
    (first ?? button).focus();
  };

  /** What a reply asks for; a challenge leads to another reply. */
  const follow = async (reply: PostReply): Promise<void> => {
    switch (reply.kind) {
      case "errors":
        if (reply.order !== undefined) drawOrder(form, reply.order);
        return fail(reply.errors);
      case "updated":
        become("incomplete");
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
        const answer = Object.entries({ client_secret: reply.secret, outcome });
        return follow(await post(reply.answerUrl, answer, config.texts.unreachable));
      }
    }
  };

  const submit = async () => {
    // What was changed last is part of what is paid.
    held = true;
    priced.settle(filled(), config);
    await orderSettled();
    held = false;
    clearErrors();
    const faults = wordsNow();
    if (Object.keys(faults).length > 0) return fail({ fields: faults, payment: null });
    const fields = [...new FormData(form)];
    become("processing");
    await follow(await post(form.action, fields, config.texts.unreachable));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!held && !isBusy()) void submit();
  });
  form.addEventListener(ORDER_EVENT, () => {
    config = configOf(form);
    refresh();
  });

  /** A fault may show when the control is left, but must not move the button from under a click on its way. */
  const check = (id: string) => {
    if (isBusy() || (document.getElementById(id) as HTMLInputElement | null)?.value === "") return;
    const words = wordsNow()[id];
    if (words !== undefined) showFieldErrors(groupOf(id), { [id]: words });
  };
  document.addEventListener("pointerdown", () => {
    pressing = true;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      pressing = false;
      const id = leftBehind;
      leftBehind = null;
      if (id !== null) setTimeout(() => check(id));
    });
  }

  // On the form as a whole, because parts of it come and go.
  form.addEventListener("input", (event) => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement) || isBusy()) return;
    if (target instanceof HTMLInputElement && target.type !== "checkbox" && target.type !== "radio") {
      formatWhileTyping(target, event);
      openAddress(target.role === "combobox" ? target : null);
    }
    touched.add(target.id);
    clearErrors(groupOf(target.name === CONTROL.savedCard ? target.name : target.id));
    if (target.id === CONTROL.number) showBrand();
    refresh();
    priced.changed(filled(), config);
  });
  form.addEventListener("change", () => {
    if (!isBusy()) priced.settle(filled(), config);
  });
  form.addEventListener("focusout", ({ target }) => {
    const id = target instanceof HTMLElement ? target.id : "";
    if (!touched.has(id)) return;
    if (pressing) leftBehind = id;
    else check(id);
  });
  form.addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape" && target instanceof HTMLElement && target.role === "combobox") openAddress(target);
  });
  form.addEventListener("click", ({ target }) => {
    const manual = target instanceof Element ? target.closest(".AddressAutocomplete-manual-entry") : null;
    if (manual === null) return;
    openAddress(manual);
    manual.parentElement?.querySelector<HTMLElement>("[role=combobox]")?.focus();
  });

  runSavedCards(form);
  watch(config.statusUrl, isBusy);
  // A browser may have kept what was typed before a reload.
  showBrand();
  refresh();
}

/** What can be typed in or chosen, as far as it is not locked already. */
function controlsIn(form: HTMLFormElement, button: HTMLButtonElement): HTMLInputElement[] {
  const controls = form.querySelectorAll<HTMLInputElement>("input:not([type=hidden]), select, button");
  return [...controls].filter((control) => control !== (button as Element) && !control.disabled);
}

const form = document.querySelector<HTMLFormElement>("#payment-form");
const button = form?.querySelector<HTMLButtonElement>(".SubmitButton");
if (form && button) {
  runSummary(form);
  run(form, button);
}
runChallenge();
