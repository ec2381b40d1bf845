/** The Payment Element: the methods that are offered, and the fields of the chosen one. */
import { shownFormats } from "../../form/address_formats.ts";
import { COUNTRIES } from "../../form/countries.ts";
import { type AskedField, type AskedMethod, addressControls, CONTROL, methodIn } from "../../form/fields.ts";
import { type ShownFormats, writeFormats } from "../../form/shown_address.ts";
import { CardBrands, CvcMark, MethodMark } from "../../page/controls/marks.tsx";
import { choicesOf, INPUT_MODES, labelOf, nextOf, placeholderOf } from "../../page/controls/method_fields.ts";
import { countriesIn } from "../../words/languages.ts";
import { isSince } from "../trains.ts";
import { isHash } from "./config.ts";
import { Field } from "./fields.tsx";
import type { FrameProps } from "./frame_props.ts";

interface MethodProps extends FrameProps {
  readonly method: AskedMethod;
  /** Whether it is open at first. */
  readonly isChosen: boolean;
}

const BILLING = addressControls("billing");
const ONLY_US: readonly string[] = ["US"];

/** Whether the shop leaves the billing address to the Element: unless its `fields` say never. */
export function isPlaced({ fields }: FrameProps["config"]["options"]): boolean {
  if (!isHash(fields)) return true;
  const { billingDetails } = fields;
  return billingDetails !== "never" && !(isHash(billingDetails) && billingDetails.address === "never");
}

export function PaymentFrame(props: FrameProps) {
  const { asked } = props;
  const { type, isCollapsed } = layoutOf(props);
  const first = methodIn(() => "", asked);
  const items = asked.methods.map((method) => ({
    ...props,
    method,
    isChosen: method === first && !(isCollapsed && asked.methods.length > 1),
  }));
  const [only] = items;
  if (items.length === 1 && only !== undefined) {
    return (
      <div class="p-PaymentElement Block" data-method={only.method.type} data-open="">
        <MethodFields {...only} />
      </div>
    );
  }
  return type === "tabs" ? <Tabs items={items} /> : <Accordion items={items} />;
}

/** Trains from basil on begin with an accordion that is closed; those before with tabs. */
function layoutOf({ config }: FrameProps): { type: "accordion" | "tabs"; isCollapsed: boolean } {
  const { layout } = config.options;
  const given = isHash(layout) ? layout : { type: layout };
  const usual = isSince(config.train, "basil") ? "accordion" : "tabs";
  const type = given.type === "tabs" || given.type === "accordion" ? given.type : usual;
  const isCollapsed =
    typeof given.defaultCollapsed === "boolean"
      ? given.defaultCollapsed
      : type === "accordion" && isSince(config.train, "basil");
  return { type, isCollapsed };
}

function Tabs({ items }: { readonly items: readonly MethodProps[] }) {
  return (
    <div class="p-PaymentElement">
      <div class="p-Tabs" role="tablist">
        {items.map(({ method, isChosen, ...props }) => (
          <button
            key={method.type}
            type="button"
            role="tab"
            class={isChosen ? "p-Tab Tab Tab--selected" : "p-Tab Tab"}
            id={`${method.type}-tab`}
            data-testid={method.type}
            data-choose={method.type}
            aria-controls={`${method.type}-panel`}
            aria-selected={isChosen ? "true" : "false"}
          >
            <MethodMark {...method} />
            <span class="p-TabLabel TabLabel">{nameOf(method, props)}</span>
          </button>
        ))}
      </div>
      {items.map((item) => (
        <div
          key={item.method.type}
          id={`${item.method.type}-panel`}
          role="tabpanel"
          aria-labelledby={`${item.method.type}-tab`}
          data-method={item.method.type}
          {...(item.isChosen ? { "data-open": "" } : {})}
        >
          <Panel {...item} />
        </div>
      ))}
    </div>
  );
}

function Accordion({ items }: { readonly items: readonly MethodProps[] }) {
  return (
    <div class="p-PaymentElement p-Accordion">
      {items.map((item) => {
        const { method, isChosen } = item;
        return (
          <div
            key={method.type}
            class={
              isChosen
                ? "p-AccordionItem AccordionItem AccordionItem--selected"
                : "p-AccordionItem AccordionItem"
            }
            data-method={method.type}
            {...(isChosen ? { "data-open": "" } : {})}
          >
            <button
              type="button"
              class="p-AccordionButton"
              id={`${method.type}-tab`}
              data-testid={method.type}
              data-value={method.type}
              data-choose={method.type}
              aria-controls={`${method.type}-panel`}
              aria-expanded={isChosen ? "true" : "false"}
            >
              <MethodMark {...method} />
              <span class="p-AccordionButtonText">{nameOf(method, item)}</span>
            </button>
            <div class="p-AccordionPanel" id={`${method.type}-panel`}>
              <Panel {...item} />
            </div>
          </div>
        );
      })}
    </div>
  );
}

/** The fields of a method that is not open wait in a template, so that each id occurs once. */
function Panel(props: MethodProps) {
  return props.isChosen ? (
    <MethodFields {...props} />
  ) : (
    <template>
      <MethodFields {...props} />
    </template>
  );
}

function nameOf(
  { family, name }: AskedMethod,
  { language }: FrameProps | Omit<MethodProps, "isChosen" | "method">,
) {
  const { form, transfer } = language.messages;
  if (family === "bank_transfer") return transfer.name;
  return family === "card" ? form.card : name;
}

function MethodFields(props: MethodProps) {
  return props.method.family === "card" ? <CardFields {...props} /> : <OtherFields {...props} />;
}

function CardFields(props: MethodProps) {
  const { form } = props.language.messages;
  return (
    <div class="p-Grid">
      <Field
        {...named(props, CONTROL.number, "number")}
        label={form.cardNumber}
        placeholder={form.cardNumberPlaceholder}
        autocomplete="cc-number"
        inputmode="numeric"
      >
        <CardBrands />
      </Field>
      <div class="p-GridRow">
        <Field
          {...named(props, CONTROL.exp, "expiry")}
          label={form.expiration}
          placeholder={form.expirationPlaceholder}
          autocomplete="cc-exp"
          inputmode="numeric"
        />
        <Field
          {...named(props, CONTROL.cvc, "cvc")}
          label={form.cvc}
          placeholder={form.cvc}
          autocomplete="cc-csc"
          inputmode="numeric"
        >
          <CvcMark />
        </Field>
      </div>
      <BillingFields {...props} />
    </div>
  );
}

function OtherFields(props: MethodProps) {
  const { method, language } = props;
  const { form } = language.messages;
  const { asks, type } = method;
  return (
    <div class="p-Grid">
      {asks.name && (
        <Field
          {...named(props, CONTROL.name, "name")}
          label={method.family === "bank_debit" ? form.nameOnAccount : form.fullName}
          placeholder={form.fullNamePlaceholder}
          autocomplete="name"
        />
      )}
      {props.emailTypes.includes(type) && (
        <Field
          {...named(props, CONTROL.email, "email")}
          label={form.email}
          placeholder={form.emailPlaceholder}
          autocomplete="email"
          inputmode="email"
        />
      )}
      {asks.fields.map((field) => (
        <OwnField key={field.control} {...props} field={field} />
      ))}
      <BillingFields {...props} />
      <p class="p-Next">{nextOf(method, props.businessName, language.messages)}</p>
    </div>
  );
}

function OwnField({ field, language, ...props }: MethodProps & { readonly field: AskedField }) {
  const { messages } = language;
  const { control, kind } = field;
  const name = /Bank$/.test(control) ? "bank" : control;
  return (
    <Field
      {...named(props, CONTROL[control], name)}
      label={labelOf(field, messages)}
      placeholder={placeholderOf(field)}
      autocomplete={kind === "phone" ? "tel" : "off"}
      inputmode={INPUT_MODES[kind]}
      {...(kind === "choice" ? { options: choicesOf(field, messages) } : {})}
    />
  );
}

/** As much of the billing address as the method needs. The script shows what the country has. */
function BillingFields(props: MethodProps) {
  const { method, language, country } = props;
  const { billing, countries } = method.asks;
  if (billing === "none") return null;
  const offered = new Set(countries ?? COUNTRIES);
  const options = countriesIn(language.tag).flatMap(({ code, name }) =>
    offered.has(code) ? [[code, name] as const] : [],
  );
  const { address, fields, form } = language.messages;
  const formats = formatsOf(props, billing);
  const [line1, line2] = [address.line1, fields.optional(address.line2)];
  return (
    <div class="p-Address" data-formats={writeFormats(formats)}>
      <Field
        {...named(props, BILLING.country, "country")}
        label={form.country}
        autocomplete="billing country"
        options={options}
        value={offered.has(country) ? country : (options[0]?.[0] ?? "")}
      />
      {billing === "whole" && (
        <>
          <Field
            {...named(props, BILLING.line1, "addressLine1")}
            label={line1}
            autocomplete="billing address-line1"
          />
          <Field
            {...named(props, BILLING.line2, "addressLine2")}
            label={line2}
            autocomplete="billing address-line2"
          />
          <Field {...named(props, BILLING.city, "locality")} label="" autocomplete="billing address-level2" />
          <Field
            {...named(props, BILLING.region, "administrativeArea")}
            label=""
            autocomplete="billing address-level1"
          />
        </>
      )}
      <Field {...named(props, BILLING.postal, "postalCode")} label="" autocomplete="billing postal-code" />
    </div>
  );
}

/** From clover on, cards of other countries than the United States need no postal code. */
function formatsOf({ config, language }: FrameProps, extent: "postal" | "whole"): ShownFormats {
  const all = extent === "postal" && isSince(config.train, "clover") ? ONLY_US : COUNTRIES;
  return shownFormats(all, extent, language.messages);
}

/** The control with the id that tests of the train look for. */
function named({ config }: Pick<FrameProps, "config">, control: string, name: string) {
  const prefix = isSince(config.train, "basil") ? "payment" : "Field";
  return { control, id: `${prefix}-${name}Input`, name };
}
