/**
 * Makes the page pleasant: formats while typing, shows faults early, posts without leaving the page. Without it the
 * form still works. It judges nothing: the server checks everything again.
 */
import { PayButton } from "./client/button.ts";
import { runChallenge, showChallenge } from "./client/challenge.ts";
import type { PageErrors, PostReply } from "./client/config.ts";
import { filledForm, formatWhileTyping, showBrand, textIn } from "./client/controls.ts";
import { clearErrors, showErrors, showFieldErrors } from "./client/errors.ts";
import { Leaving } from "./client/leaving.ts";
import { openAddress, runAddresses, showPlaces } from "./client/places.ts";
import { post } from "./client/post.ts";
import { PricedControls } from "./client/priced.ts";
import { runSavedCards } from "./client/saved_cards.ts";
import { runSummary } from "./client/summary.ts";
import { configOf, drawOrder, ORDER_EVENT, orderSettled } from "./client/update.ts";
import { watch } from "./client/watch.ts";
import { CONTROL, type FieldTexts, faultsOf, groupOf } from "./fields.ts";

/** Long enough to see the tick. */
const SUCCESS_MS = 350;

function run(form: HTMLFormElement, button: PayButton): void {
  let config = configOf(form);
  let held = false;

  const filled = () => filledForm(form, config);
  const priced = new PricedControls(form, filled(), config);
  /** Faults of the form as it is, in words. */
  const wordsNow = (): FieldTexts => {
    const { own, all } = config.words;
    const faults = Object.entries(faultsOf(filled(), config.asked));
    return Object.fromEntries(faults.map(([id, fault]) => [id, own[id]?.[fault] ?? all[fault] ?? ""]));
  };
  /** After a change of any kind: what depends on the countries, and whether all is there. */
  const refresh = () => {
    showPlaces(filled().read, config.asked);
    button.become(Object.keys(wordsNow()).length === 0 ? "complete" : "incomplete");
  };
  /** Unlocked, the form can be read again. */
  const resume = () => {
    button.become("incomplete");
    refresh();
  };

  const fail = (errors: PageErrors) => {
    resume();
    showErrors(errors);
    const wrong = "#payment-form [aria-invalid=true], #order-summary [aria-invalid=true]";
    (document.querySelector<HTMLElement>(wrong) ?? button).focus();
  };

  /** What a reply asks for; a challenge leads to another reply. */
  const follow = async (reply: PostReply): Promise<void> => {
    switch (reply.kind) {
      case "errors":
        if (reply.order !== undefined) drawOrder(form, reply.order);
        return fail(reply.errors);
      case "updated":
        drawOrder(form, reply.order);
        return resume();
      case "reload":
        return location.reload();
      case "redirect":
        button.succeed(config.texts.paid);
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
    button.become("processing");
    await follow(await post(form.action, fields, config.texts.unreachable));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!held && !button.isBusy) void submit();
  });
  form.addEventListener(ORDER_EVENT, () => {
    config = configOf(form);
    if (!button.isBusy) refresh();
  });

  const leaving = new Leaving(form, (id) => {
    if (button.isBusy || textIn(id) === "") return;
    const words = wordsNow()[id];
    if (words !== undefined) showFieldErrors(groupOf(id), { [id]: words });
  });
  // On the form as a whole, because parts of it come and go.
  form.addEventListener("input", (event) => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement) || button.isBusy) return;
    if (target instanceof HTMLInputElement) formatWhileTyping(target, event);
    if (target.role === "combobox") openAddress(target);
    if (target.id === CONTROL.number) showBrand();
    leaving.touch(target.id);
    clearErrors(groupOf(target.type === "radio" ? target.name : target.id));
    refresh();
    priced.changed(filled(), config);
  });
  form.addEventListener("change", () => {
    if (!button.isBusy) priced.settle(filled(), config);
  });

  runAddresses(form);
  runSavedCards(form);
  watch(config.statusUrl, () => button.isBusy);
  // A browser may have kept what was typed before a reload.
  showBrand();
  refresh();
}

const form = document.querySelector<HTMLFormElement>("#payment-form");
const button = form?.querySelector<HTMLButtonElement>(".SubmitButton");
if (form && button) {
  runSummary(form);
  run(form, new PayButton(form, button));
}
runChallenge();
