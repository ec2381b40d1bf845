/** Controls for browsers without JavaScript: buttons that recalculate the order. */
import type { Language } from "../../words/languages.ts";
import { ACTION, type Action, ENTER } from "./order/order_form.ts";

interface UpdateProps {
  readonly language: Language;
  readonly updateAction: string;
  readonly action: Action;
  readonly label?: string;
}

/** Posts the form to recalculate the order. Only without JavaScript, since Enter would press this button. */
export function UpdateButton({ language, updateAction, action, label }: UpdateProps) {
  return (
    <noscript>
      <button
        type="submit"
        class="Button Button--small"
        form="payment-form"
        formaction={updateAction}
        formnovalidate
        name={ACTION}
        value={action}
      >
        {label ?? language.messages.order.update}
      </button>
    </noscript>
  );
}

/** Enter presses the first button of a form. This one comes before all others, so that Enter pays. */
export function EnterPays() {
  return (
    <noscript>
      <button type="submit" form="payment-form" name={ENTER} value="1" hidden />
    </noscript>
  );
}
