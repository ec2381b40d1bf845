/** The payment method (a saved one or a new one) and the billing address. */

import { isPriced } from "../../../resources/checkout/checkout_session/index.ts";
import type { SessionPage } from "../page_props.ts";
import { Billing } from "./billing.tsx";
import { NewMethod } from "./choice.tsx";
import { SavedMethods } from "./saved_methods.tsx";

/** Method and billing address. An update of the order replaces this part, since the total may become zero. */
export function PaymentMethod(props: SessionPage) {
  const { asked, found, layout, language } = props;
  const { heading } = language.messages;
  const { methods } = asked;
  // A billing address that is needed for every method is outside the fields of one.
  const apart = asked.billingAlways && (methods.length !== 1 || found.savedMethods.length > 0);
  const isPaidByOne = methods.length === 1 && isPriced(found.session);
  const title = layout === "tabs" && isPaidByOne ? heading.methodTabs : heading.method;
  return (
    <div
      class="PaymentMethods"
      id="payment-method"
      data-drawn={[...methods.map(({ type }) => type), ...found.savedMethods.map(({ id }) => id)].join()}
    >
      {methods.length > 0 && (
        <section class="PaymentForm-section" aria-labelledby="method-heading">
          <h2 class="PaymentForm-heading PaymentMethod-Heading" id="method-heading">
            {title}
          </h2>
          {found.savedMethods.length > 0 && <SavedMethods {...props} />}
          <div class="NewCard">
            <NewMethod {...props} billing={!apart} />
          </div>
        </section>
      )}
      {apart && (
        <section class="PaymentForm-section" aria-labelledby="billing-heading">
          <h2 class="PaymentForm-heading" id="billing-heading">
            {heading.billing}
          </h2>
          <Billing {...props} extent={asked.billing} />
        </section>
      )}
    </div>
  );
}
