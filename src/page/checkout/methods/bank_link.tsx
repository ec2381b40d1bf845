/**
 * The choice of a bank account that must be verified: one that the payer links at their bank, for which test accounts
 * stand in, or one whose number is typed. With a script a button leads to the accounts (`client/bank_link.ts`); without,
 * they are there to choose from. The names are those of Stripe's test bank.
 */
import { type AskedLinking, CONTROL, TYPED_ACCOUNT } from "../../../form/fields.ts";
import type { Language } from "../../../words/languages.ts";
import { FieldErrors, type Shown } from "../../controls/controls.tsx";

interface BankLinkProps {
  readonly language: Language;
  readonly linking: AskedLinking;
  readonly shown: Shown;
}

export function BankLink({ language, linking, shown }: BankLinkProps) {
  const { form } = language.messages;
  return (
    <fieldset class="BankLink FormFieldGroup" id={`${CONTROL.linkedAccount}-fieldset`}>
      <legend class="FormFieldGroup-label">{form.bankAccount}</legend>
      <div class="RadioButtonList">
        <button type="button" class="BankLink-open RadioButtonList-item" data-link-bank="">
          Test (Non-OAuth)
        </button>
        {linking.accounts.map(({ id, name, last4 }) => (
          <Choice key={id} value={id} name={name} last4={last4} shown={shown} />
        ))}
        <Choice value={TYPED_ACCOUNT} name={form.enterManually} shown={shown} />
      </div>
      <FieldErrors group={CONTROL.linkedAccount} errors={shown.errors} />
    </fieldset>
  );
}

interface ChoiceProps {
  readonly value: string;
  readonly name: string;
  /** Of an account that can be linked. */
  readonly last4?: string;
  readonly shown: Shown;
}

function Choice({ value, name, last4, shown }: ChoiceProps) {
  const id = `${CONTROL.linkedAccount}-${value}`;
  const data = last4 === undefined ? {} : { "data-account": "" };
  return (
    <label class="RadioButtonList-item" for={id} {...data}>
      <input
        type="radio"
        class="RadioButtonList-radio"
        id={id}
        name={CONTROL.linkedAccount}
        value={value}
        checked={shown.typed.get(CONTROL.linkedAccount) === value}
      />
      <span class="RadioButtonList-text">
        <span class="RadioButtonList-name">{name}</span>
        {last4 !== undefined && <span class="RadioButtonList-detail">•••• {last4}</span>}
      </span>
    </label>
  );
}
