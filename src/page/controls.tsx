/** Controls of the form: their ids, names, labels and test ids are a contract with existing browser tests. */
import type { ComponentChildren } from "preact";
import { CONTROL, FIELDS, type Field, type FieldTexts, GROUP } from "./fields.ts";

export interface Shown {
  /** What was typed; never card data. */
  readonly values: FieldTexts;
  readonly errors: FieldTexts;
}

interface InputProps {
  readonly field: Field;
  readonly shown: Shown;
  readonly autocomplete: string;
  readonly placeholder: string;
  readonly inputmode?: "email" | "numeric" | "text";
  readonly autocapitalize?: "off" | "words";
  /** Where no label stands beside it. */
  readonly "aria-label"?: string;
  readonly disabled?: boolean;
}

export function TextInput({ field, shown, ...rest }: InputProps) {
  const value = shown.values[field];
  return (
    <input
      type="text"
      {...rest}
      class={inputClass("CheckoutInput Input", shown.errors[field])}
      id={CONTROL[field]}
      name={CONTROL[field]}
      autocorrect="off"
      spellcheck={false}
      required
      {...describedBy(field, shown.errors)}
      {...(value === undefined ? {} : { value })}
    />
  );
}

export function inputClass(base: string, error: string | undefined): string {
  return error === undefined ? base : `${base} CheckoutInput--invalid Input--invalid`;
}

/** The client script ties texts to controls in the same way. */
export function describedBy(field: Field, errors: FieldTexts) {
  return errors[field] === undefined
    ? { "aria-invalid": "false" as const }
    : { "aria-invalid": "true" as const, "aria-describedby": errorId(GROUP[field]) };
}

function errorId(group: string): string {
  return `required-${group}-fieldset`;
}

/** The texts of a group, each once. Empty, it holds the place for the client script. */
function FieldErrors({ group, errors }: { group: string; errors: FieldTexts }) {
  const texts = new Set(
    FIELDS.filter((field) => GROUP[field] === group).flatMap((field) => errors[field] ?? []),
  );
  return (
    <div class="FieldError-container" data-group={group}>
      {texts.size > 0 && (
        <div class="FieldError" id={errorId(group)} role="alert">
          {[...texts].map((text) => (
            <span key={text} class="FieldError-text">
              {text}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

/** A control, or several that belong together, with its label above and its texts below. */
export function FieldGroup(props: {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  /** The control that the label is for; without one, the label names the group. */
  readonly for?: string;
  readonly errors: FieldTexts;
  readonly children: ComponentChildren;
}) {
  return (
    <fieldset class="FormFieldGroup" id={props.id}>
      {props.for === undefined ? (
        <legend class="FormFieldGroup-label">{props.label}</legend>
      ) : (
        <label class="FormFieldGroup-label" for={props.for}>
          {props.label}
        </label>
      )}
      <div class="FormFieldGroup-box">{props.children}</div>
      <FieldErrors group={props.group} errors={props.errors} />
    </fieldset>
  );
}
