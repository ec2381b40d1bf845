/** Controls for browsers without a script: the order is worked out anew when a button is pressed. */
import type { Language } from "./languages.ts";
import { ACTION, type Action, ENTER } from "./order_form.ts";

interface UpdateProps {
  readonly language: Language;
  readonly updateAction: string;
  readonly action: Action;
  readonly label?: string;
}

/** Posts the form to be worked out anew. Only where there is no script: it would be in the way of Enter. */
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

/** Enter presses the first button of a form. This one is before all others, and pays. */
export function EnterPays() {
  return (
    <noscript>
      <button type="submit" form="payment-form" name={ENTER} value="1" hidden />
    </noscript>
  );
}
