/** The controls of the form. Existing browser tests rely on their ids, names, labels and test ids. */
import type { ComponentChildren } from "preact";
import { type FieldTexts, groupOf, TICKED } from "../../form/fields.ts";
import type { Typed } from "../../form/typed.ts";
import { Chevron } from "./icons.tsx";

/** The values and errors that a form shows. */
export interface Shown {
  /** The values of the controls by name; never card data. */
  readonly typed: Typed;
  /** Error texts by the id of the control. */
  readonly errors: FieldTexts;
}

interface InputProps {
  readonly id: string;
  /** The id is used if there is no name. */
  readonly name?: string;
  readonly shown: Shown;
  readonly type?: "tel" | "text";
  readonly autocomplete: string;
  readonly placeholder?: string;
  readonly inputmode?: "email" | "numeric" | "tel" | "text";
  readonly autocapitalize?: "off" | "words";
  /** For a control without a visible label. */
  readonly "aria-label"?: string;
  /** Gives it the role that existing tests look for. There is no list to open. */
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
  // biome-ignore lint/a11y/noRedundantRoles: without a list the input has no such role by itself
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
  /** The country whose regions it lists. The client script replaces them for another country. */
  readonly "data-country"?: string;
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

/** The classes of a checkbox label on Stripe's page. An existing test looks for exactly these. */
const LABEL_TEXT = "Checkbox-Label Text Text-color--gray600 Text-fontSize--13 Text-fontWeight--500";

/** A checkbox with its label beside it and its error texts below. */
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
          <span class={LABEL_TEXT}>{children}</span>
        </label>
      </div>
      <FieldErrors group={groupOf(id)} errors={shown.errors} />
    </div>
  );
}

export function inputClass(base: string, error: string | undefined): string {
  return error === undefined ? base : `${base} CheckoutInput--invalid Input--invalid`;
}

/** The attributes that connect a control to its error text. The client script sets the same ones. */
function describedBy(id: string, errors: FieldTexts) {
  return errors[id] === undefined
    ? { "aria-invalid": "false" as const }
    : { "aria-invalid": "true" as const, "aria-describedby": errorId(groupOf(id)) };
}

function errorId(group: string): string {
  return `required-${group}-fieldset`;
}

/** The error texts of a group, each once. If empty, it is a place for the client script to fill. */
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
  /** The group is used if there is no id. */
  readonly id?: string;
  readonly label: string;
  /** Whether the label is a text of the shop, which may be written from the right. */
  readonly ofShop?: boolean;
  /** The control that the label is for; without one, the label names the group. */
  readonly for?: string;
  readonly errors: FieldTexts;
  /** Further attributes of the fieldset, and (next field) further classes. */
  readonly data?: Readonly<Record<`data-${string}`, string>>;
  readonly class?: string;
  /** Shown below the controls. */
  readonly after?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** One or several related controls, with a label above and error texts below. */
export function FieldGroup({ group, id = group, label, data = {}, after, ...props }: GroupProps) {
  const kind = props.class === undefined ? "" : ` ${props.class}`;
  return (
    <fieldset {...data} class={`FormFieldGroup${kind}`} id={`${id}-fieldset`}>
      {props.for === undefined ? (
        <legend class="FormFieldGroup-label">{label}</legend>
      ) : (
        <label class="FormFieldGroup-label" for={props.for} {...(props.ofShop ? { dir: "auto" } : {})}>
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
  /** The part of a postal address: the client script shows those that the country has. */
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
