/** Controls of the form: their ids, names, labels and test ids are a contract with existing browser tests. */
import type { ComponentChildren } from "preact";
import { type FieldTexts, groupOf, TICKED } from "./fields.ts";
import { Chevron } from "./icons.tsx";
import type { Typed } from "./posted.ts";

/** What a form shows again. */
export interface Shown {
  /** What stands in the controls, by name; never card data. */
  readonly typed: Typed;
  /** By the id of the control. */
  readonly errors: FieldTexts;
}

interface InputProps {
  readonly id: string;
  /** Where it is not the id. */
  readonly name?: string;
  readonly shown: Shown;
  readonly type?: "tel" | "text";
  readonly autocomplete: string;
  readonly placeholder?: string;
  readonly inputmode?: "email" | "numeric" | "tel" | "text";
  readonly autocapitalize?: "off" | "words";
  /** Where no label stands beside it. */
  readonly "aria-label"?: string;
  /** As existing tests look for it; nothing is there to unfold. */
  readonly combobox?: boolean;
  readonly required?: boolean;
}

export function TextInput({ id, name = id, shown, type = "text", required = true, ...props }: InputProps) {
  const { combobox = false, ...rest } = props;
  const value = shown.typed.get(name);
  const attributes = {
    ...rest,
    class: inputClass("CheckoutInput Input", shown.errors[id]),
    id,
    name,
    autocorrect: "off",
    spellcheck: false,
    required,
    ...describedBy(id, shown.errors),
    ...(value === undefined ? {} : { value }),
  } as const;
  if (type === "tel") return <input {...attributes} type="tel" />;
  if (!combobox) return <input {...attributes} type="text" />;
  // biome-ignore lint/a11y/noRedundantRoles: there is no list that would make it one
  return <input {...attributes} type="text" role="combobox" list={undefined} aria-expanded={false} />;
}

interface SelectProps {
  readonly id: string;
  readonly name?: string;
  readonly shown: Shown;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly autocomplete: string;
  readonly "aria-label"?: string;
  readonly class?: string;
  readonly required?: boolean;
}

export function Select({ id, name = id, shown, options, required = true, ...rest }: SelectProps) {
  const chosen = shown.typed.get(name) ?? "";
  return (
    <>
      <select
        {...rest}
        id={id}
        name={name}
        class={inputClass(rest.class ?? "Select-source", shown.errors[id])}
        required={required}
        {...describedBy(id, shown.errors)}
      >
        {options.map(([value, text]) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
      <Chevron />
    </>
  );
}

interface CheckboxProps {
  readonly id: string;
  readonly shown: Shown;
  readonly children: ComponentChildren;
}

/** A box to tick, with its words as its label and its faults below. */
export function Checkbox({ id, shown, children }: CheckboxProps) {
  return (
    <div class="CheckboxField">
      <div class="CheckboxField-row">
        <input
          type="checkbox"
          class={inputClass("Checkbox", shown.errors[id])}
          id={id}
          name={id}
          value={TICKED}
          checked={shown.typed.get(id) === TICKED}
          {...describedBy(id, shown.errors)}
        />
        <label class="CheckboxField-label" for={id}>
          {children}
        </label>
      </div>
      <FieldErrors group={groupOf(id)} errors={shown.errors} />
    </div>
  );
}

export function inputClass(base: string, error: string | undefined): string {
  return error === undefined ? base : `${base} CheckoutInput--invalid Input--invalid`;
}

/** The client script ties texts to controls in the same way. */
function describedBy(id: string, errors: FieldTexts) {
  return errors[id] === undefined
    ? { "aria-invalid": "false" as const }
    : { "aria-invalid": "true" as const, "aria-describedby": errorId(groupOf(id)) };
}

function errorId(group: string): string {
  return `required-${group}-fieldset`;
}

/** The texts of a group, each once. Empty, it holds the place for the client script. */
export function FieldErrors({ group, errors }: { group: string; errors: FieldTexts }) {
  const texts = new Set(
    Object.keys(errors).flatMap((id) => (groupOf(id) === group ? (errors[id] ?? []) : [])),
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

interface GroupProps {
  readonly group: string;
  /** Where it is not the group's. */
  readonly id?: string;
  readonly label: string;
  /** The control that the label is for; without one, the label names the group. */
  readonly for?: string;
  readonly errors: FieldTexts;
  /** More of the fieldset's attributes, and its classes. */
  readonly data?: Readonly<Record<`data-${string}`, string>>;
  readonly class?: string;
  /** Below the box of controls. */
  readonly after?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A control, or several that belong together, with its label above and its texts below. */
export function FieldGroup({ group, id = group, label, data = {}, after, ...props }: GroupProps) {
  const kind = props.class === undefined ? "" : ` ${props.class}`;
  return (
    <fieldset {...data} class={`FormFieldGroup${kind}`} id={`${id}-fieldset`}>
      {props.for === undefined ? (
        <legend class="FormFieldGroup-label">{label}</legend>
      ) : (
        <label class="FormFieldGroup-label" for={props.for}>
          {label}
        </label>
      )}
      <div class="FormFieldGroup-box">{props.children}</div>
      {after}
      <FieldErrors group={group} errors={props.errors} />
    </fieldset>
  );
}

/** One cell of a group's box. */
export function Cell(props: {
  readonly half?: "left" | "right";
  /** Which part of an address it is: the client script shows those that the country's addresses have. */
  readonly part?: string;
  readonly hidden?: boolean;
  readonly children: ComponentChildren;
}) {
  const { half, part, hidden = false, children } = props;
  return (
    <div
      class={half === undefined ? "FormFieldInput" : `FormFieldInput FormFieldInput--${half}`}
      hidden={hidden}
      {...(part === undefined ? {} : { "data-part": part })}
    >
      {children}
    </div>
  );
}
