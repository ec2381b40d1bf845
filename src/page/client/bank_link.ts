/**
 * The dialog in which a payer links an account at their bank, in the browser: stand-ins for the steps of Stripe's, with
 * the texts that existing tests click on. Its outcome is the choice of a radio that the page has anyway.
 */
import { CONTROL } from "../../form/fields.ts";

/** The buttons of Stripe's dialog for its test bank, in order. */
const AGREE = "Agree and continue";
const CONNECT = "Connect account";
const FINISH = "Finish without saving";

/** Opens the dialog for whoever presses the button of the bank. Without a script the radios are there by themselves. */
export function runBankLink(form: HTMLFormElement): void {
  form.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-link-bank]") : null;
    const choices = button?.closest("fieldset")?.querySelectorAll<HTMLLabelElement>("[data-account]");
    if (button === null || choices === undefined) return;
    linkAccount(button.textContent ?? "", [...choices], (chosen) => {
      const radio = chosen.querySelector("input");
      if (radio === null) return;
      radio.checked = true;
      radio.dispatchEvent(new Event("input", { bubbles: true }));
      radio.focus();
    });
  });
}

function linkAccount(
  bank: string,
  choices: readonly HTMLLabelElement[],
  done: (chosen: HTMLLabelElement) => void,
): void {
  const dialog = document.createElement("dialog");
  dialog.className = "BankLinkModal";
  dialog.lang = "en";
  dialog.setAttribute("aria-label", bank);
  dialog.addEventListener("close", () => dialog.remove());
  const finish = (chosen: HTMLLabelElement) =>
    dialog.replaceChildren(
      step(FINISH, () => {
        dialog.close();
        done(chosen);
      }),
    );
  const connect = () => {
    const radios = choices.map((choice) => accountOf(choice));
    const button = step(CONNECT, () => {
      const i = radios.findIndex((label) => label.querySelector("input")?.checked);
      const chosen = choices[i];
      if (chosen !== undefined) finish(chosen);
    });
    dialog.replaceChildren(...radios, button);
    radios[0]?.querySelector("input")?.focus();
  };
  dialog.append(step(AGREE, connect));
  document.body.append(dialog);
  dialog.showModal();
}

function step(text: string, next: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "LinkButton LinkButton--strong";
  button.textContent = text;
  button.addEventListener("click", next);
  return button;
}

/** A radio of its own for an account, with the texts of that on the page. */
function accountOf(choice: HTMLLabelElement): HTMLLabelElement {
  const label = document.createElement("label");
  label.className = "BankLinkModal-account";
  const radio = document.createElement("input");
  radio.type = "radio";
  radio.name = `${CONTROL.linkedAccount}-modal`;
  const text = document.createElement("span");
  text.textContent = [...choice.querySelectorAll("span > span")].map((part) => part.textContent).join(" ");
  label.append(radio, text);
  return label;
}
