/**
 * The choice of a bank account that must be verified: one that the payer links at their bank, for which test accounts
 * stand in, or one whose number is typed. Needs no script. The names are those of Stripe's test bank.
 */
import { type AskedLinking, CONTROL, TYPED_ACCOUNT } from "../../../form/fields.ts";
import type { Language } from "../../../words/languages.ts";
import { FieldErrors, type Shown } from "../../controls/controls.tsx";

interface BankLinkProps {
  readonly language: Language;
  readonly linking: AskedLinking;
  readonly shown: Shown;
}

/** What Stripe's test bank is called. */
const TEST_BANK = "Test (Non-OAuth)";

export function BankLink({ language, linking, shown }: BankLinkProps) {
  const { form } = language.messages;
  return (
    <fieldset class="FormFieldGroup" id={`${CONTROL.linkedAccount}-fieldset`}>
      <legend class="FormFieldGroup-label">{form.bankAccount}</legend>
      <div class="RadioButtonList">
        {linking.accounts.map(({ id, name, last4 }) => (
          <Choice key={id} value={id} name={name} detail={`${TEST_BANK} •••• ${last4}`} shown={shown} />
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
  readonly detail?: string;
  readonly shown: Shown;
}

function Choice({ value, name, detail, shown }: ChoiceProps) {
  const id = `${CONTROL.linkedAccount}-${value}`;
  return (
    <label class="RadioButtonList-item" for={id}>
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
        {detail !== undefined && <span class="RadioButtonList-detail">{detail}</span>}
      </span>
    </label>
  );
}
