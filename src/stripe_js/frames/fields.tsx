/** A field of a frame, with the classes that shops style and the ids that existing tests look for. */
import type { ComponentChildren } from "preact";

export interface FieldProps {
  /** One of `CONTROL` or of the controls of an address, by which the script knows it. */
  readonly control: string;
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly autocomplete: string;
  readonly inputmode?: "email" | "numeric" | "tel" | "text";
  /** Whether the label is above the field, or only read aloud. */
  readonly isLabelled?: boolean;
  readonly value?: string;
  /** Marks that stand in the field. */
  readonly children?: ComponentChildren;
  /** What there is to choose from; a field without is typed. */
  readonly options?: readonly (readonly [value: string, name: string])[];
  readonly isHidden?: boolean;
}

export function Field(props: FieldProps) {
  const { control, id, label, isLabelled = true, children, options, isHidden = false } = props;
  return (
    <div class="p-Field" data-field={control} hidden={isHidden}>
      {isLabelled && (
        <label class="p-FieldLabel Label" for={id}>
          {label}
        </label>
      )}
      <div class={options === undefined ? "p-Input" : "p-Input p-Select"}>
        <Control {...props} />
        {children}
      </div>
      <p class="p-FieldError Error" id={`${id}-error`} role="alert" hidden />
    </div>
  );
}

function Control(props: FieldProps) {
  const { control, id, name, label, placeholder, autocomplete, inputmode, isLabelled = true } = props;
  const { value = "", options } = props;
  const common = {
    id,
    name,
    autocomplete,
    "data-control": control,
    "aria-invalid": "false" as const,
    "aria-describedby": `${id}-error`,
    ...(isLabelled ? {} : { "aria-label": label }),
  };
  if (options !== undefined) {
    return (
      <select {...common} class="p-Select-select Input">
        {options.map(([code, text]) => (
          <option key={code} value={code} selected={code === value}>
            {text}
          </option>
        ))}
      </select>
    );
  }
  const typed = {
    ...common,
    class: "p-Input-input Input",
    inputmode: inputmode ?? "text",
    placeholder: placeholder ?? "",
    value,
    autocorrect: "off",
    spellcheck: false,
  } as const;
  if (inputmode === "tel") return <input {...typed} type="tel" />;
  return inputmode === "email" ? <input {...typed} type="email" /> : <input {...typed} type="text" />;
}
