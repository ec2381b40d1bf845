/** Controls for browsers without JavaScript: buttons that recalculate the order. */
import type { Language } from "../../words/languages.ts";
import { ACTION, type Action, ENTER } from "./order/order_form.ts";

interface UpdateProps {
  readonly language: Language;
  readonly updateAction: string;
  readonly action: Action;
  readonly label?: string;
}

/** Posts the form to recalculate the order. */
export function UpdateButton({ language, updateAction, action, label }: UpdateProps) {
  const text = label ?? language.messages.order.update;
  return <ActionButton {...{ updateAction }} label={text} name={ACTION} value={action} />;
}

interface ActionProps {
  readonly updateAction: string;
  readonly label: string;
  /** What the button adds to the form. */
  readonly name: string;
  readonly value: string;
  /** The id of the element that says what it is for, where several buttons have the same label. */
  readonly named?: string;
}

/** Posts the form with one value more. Only without JavaScript, since Enter would press this button. */
export function ActionButton({ updateAction, label, name, value, named }: ActionProps) {
  const id = `${name}-${value}`;
  return (
    <noscript>
      <button
        type="submit"
        class="Button Button--small"
        form="payment-form"
        formaction={updateAction}
        formnovalidate
        name={name}
        value={value}
        {...(named === undefined ? {} : { id, "aria-labelledby": `${id} ${named}` })}
      >
        {label}
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
