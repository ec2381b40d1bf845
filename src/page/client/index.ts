/**
 * The client script: formats while typing, shows faults early, posts without leaving the page. The form works
 * without it, and the server checks everything again.
 */

import { faultsOf } from "../../form/faults.ts";
import { CONTROL, type FieldTexts, groupOf } from "../../form/fields.ts";
import { leave, runEmbedded, stay } from "./around.ts";
import { runBankLink } from "./bank_link.ts";
import { PayButton } from "./button.ts";
import { openAddress, runAddresses, showPlaces } from "./by_country.ts";
import { runChallenge, showChallenge } from "./challenge.ts";
import type { PageErrors, PostReply } from "./config.ts";
import { filledForm, showBrand, textIn } from "./controls.ts";
import { clearErrors, showErrors, showFieldErrors } from "./errors.ts";
import { Leaving } from "./leaving.ts";
import { openChosen, runMethods } from "./methods.ts";
import { runOverview } from "./overview.ts";
import { post } from "./post.ts";
import { PricedControls } from "./priced.ts";
import { loadRegions } from "./regions.ts";
import { runSavedCards } from "./saved_cards.ts";
import { runScan, showScan } from "./scan.ts";
import { runSummary } from "./summary.ts";
import { formatWhileTyping } from "./typing.ts";
import { configOf, drawOrder, ORDER_EVENT, orderSettled } from "./update.ts";
import { watch } from "./watch.ts";

function run(form: HTMLFormElement, button: PayButton): void {
  let config = configOf(form);
  let held = false;

  const filled = () => filledForm(form, config);
  const priced = new PricedControls(form, filled(), config);
  /** The error texts of the form as it is now. */
  const wordsNow = (): FieldTexts => {
    const { own, all } = config.words;
    const faults = Object.entries(faultsOf(filled(), config.asked));
    return Object.fromEntries(faults.map(([id, fault]) => [id, own[id]?.[fault] ?? all[fault] ?? ""]));
  };
  /** After any change: updates the parts that depend on countries, and whether the form is complete. */
  const refresh = () => {
    showPlaces(filled().read, config.asked);
    button.become(Object.keys(wordsNow()).length === 0 ? "complete" : "incomplete");
  };
  /** Loads the region lists of all countries if the form has a whole address. */
  const fetchRegions = async () => {
    if (form.querySelector(".Address--whole") === null) return;
    await loadRegions(config.regionsUrl);
    if (!button.isBusy) refresh();
  };
  /** Unlocks the form first, because the values of disabled controls cannot be read. */
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

  /** Does what a reply asks for. A challenge leads to another reply. */
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
      case "bank":
        return leave(reply.url);
      case "complete":
      case "redirect":
        button.succeed(reply.isOwed ? config.texts.owed : config.texts.paid);
        await wait(config.pace.successMs);
        return reply.kind === "complete" ? stay() : leave(reply.url);
      case "scan": {
        const came = await showScan(reply, config.texts.closeScan);
        if (came !== null) return follow(came);
        resume();
        return button.focus();
      }
      case "waiting":
        return;
      case "challenge": {
        const outcome = await showChallenge(reply.url, config.texts);
        const answer = Object.entries({ client_secret: reply.secret, outcome });
        return follow(await post(reply.answerUrl, answer, config.texts.unreachable));
      }
    }
  };

  const submit = async () => {
    // Send the last change first, so that it is part of the payment.
    held = true;
    priced.settle(filled(), config);
    await orderSettled();
    held = false;
    clearErrors();
    const faults = wordsNow();
    if (Object.keys(faults).length > 0) return fail({ fields: faults, payment: null });
    const fields = [...new FormData(form)];
    button.become("processing");
    const seen = wait(config.pace.processingMs);
    const reply = await post(form.action, fields, config.texts.unreachable);
    await seen;
    await follow(reply);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!held && !button.isBusy) void submit();
  });
  form.addEventListener(ORDER_EVENT, () => {
    config = configOf(form);
    openChosen(form);
    if (!button.isBusy) refresh();
  });

  const leaving = new Leaving(form, (id) => {
    if (button.isBusy || textIn(id) === "") return;
    const words = wordsNow()[id];
    if (words !== undefined) showFieldErrors(groupOf(id), { [id]: words });
  });
  // Listen on the whole form, because parts of it are replaced.
  form.addEventListener("input", (event) => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement) || button.isBusy) return;
    if (target instanceof HTMLInputElement) formatWhileTyping(target, event, target.id, textIn);
    if (target.role === "combobox") openAddress(target);
    if (target.id === CONTROL.number) showBrand();
    if (target.name === CONTROL.method) openChosen(form);
    leaving.touch(target.id);
    clearErrors(groupOf(target.type === "radio" ? target.name : target.id));
    refresh();
    priced.changed(filled(), config);
  });
  form.addEventListener("change", () => {
    void fetchRegions();
    if (!button.isBusy) priced.settle(filled(), config);
  });

  runAddresses(form);
  runMethods(form);
  runSavedCards(form);
  runBankLink(form);
  watch(config.statusUrl, () => button.isBusy);
  // The browser may have restored typed values after a reload.
  openChosen(form);
  showBrand();
  refresh();
  void fetchRegions();
}

function wait(ms: number): Promise<void> {
  return ms === 0 ? Promise.resolve() : new Promise((done) => setTimeout(done, ms));
}

const form = document.querySelector<HTMLFormElement>("#payment-form");
const button = form?.querySelector<HTMLButtonElement>(".SubmitButton");
if (form && button) {
  runSummary(form);
  runOverview();
  run(form, new PayButton(form, button));
}
runEmbedded();
runChallenge();
// A page that waits for something to happen elsewhere.
const waitsFor = document.querySelector<HTMLElement>("[data-waits-for]")?.dataset.waitsFor;
if (waitsFor !== undefined) watch(waitsFor, () => false);
runScan();
