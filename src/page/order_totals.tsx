/** What the order comes to: subtotal, discount, shipping, taxes, total. */
import type { ComponentChildren } from "preact";
import type { Session, TaxAmount } from "../resources/checkout_session/session.ts";
import type { TaxRate } from "../resources/tax_rate.ts";
import { type Language, money, percent } from "./languages.ts";
import type { OrderProps } from "./order_form.ts";
import { AppliedDiscount, PromotionCodeEntry } from "./promotion_code.tsx";

export function OrderTotals(props: OrderProps) {
  const { session } = props.found;
  const { summary } = props.language.messages;
  const shown = (amount: number) => money(amount, session.currency, props.language.tag);
  return (
    <div class="OrderDetailsFooter">
      <div class="OrderDetailsFooter-subtotal">
        <span class="Text-fontWeight--500">{summary.subtotal}</span>
        <span
          class="Text--tabularNumbers Text-fontWeight--500"
          id="OrderDetailsFooter-SubtotalAmount"
          data-testid="order-details-footer-subtotal-amount"
        >
          {shown(session.amount_subtotal)}
        </span>
      </div>
      <div class="OrderDetailsFooter-subtotalItems">
        <PromotionCodeEntry {...props} />
        <AppliedDiscount {...props} />
        <Shipping session={session} language={props.language} />
        <Taxes session={session} language={props.language} />
      </div>
      <div class="OrderDetails-total">
        <span class="Text-fontWeight--500">{summary.total}</span>
        <span class="Text--tabularNumbers Text-fontWeight--500" id="OrderDetails-TotalAmount">
          {shown(session.amount_total)}
        </span>
      </div>
    </div>
  );
}

interface PartProps {
  readonly session: Session;
  readonly language: Language;
}

function Row(props: {
  readonly id: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly muted?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="OrderDetailsSubtotalItem" data-key={props.id} data-testid={props.id}>
      <span class="OrderDetails-subtotalItemLabel">
        <span class="OrderDetails-subtotalItemLabel-Text">{props.label}</span>
        {props.detail !== undefined && <span class="OrderDetails-subtotalItemDetail">{props.detail}</span>}
      </span>
      <span class={props.muted ? "Text--tabularNumbers Text--muted" : "Text--tabularNumbers"}>
        {props.children}
      </span>
    </div>
  );
}

function Shipping({ session, language: { messages, tag } }: PartProps) {
  const { shipping_cost: cost } = session;
  if (cost === null) return null;
  const rate = session._shipping_rates.find(({ id }) => id === cost.shipping_rate);
  return (
    <Row id="order-shipping" label={messages.order.shipping} detail={rate?.display_name}>
      {cost.amount_subtotal === 0 ? messages.order.free : money(cost.amount_subtotal, session.currency, tag)}
    </Row>
  );
}

/** Each rate with what it makes of the whole order; or why there is nothing to say yet. */
function Taxes({ session, language }: PartProps) {
  const { tax } = language.messages;
  const { status } = session.automatic_tax;
  if (status === "requires_location_inputs" || status === "failed") {
    return (
      <Row id="order-tax" label={tax.tax} muted>
        {status === "failed" ? tax.failed : tax.pending}
      </Row>
    );
  }
  return (
    <>
      {taxesOf(session).map((one) => (
        <Row
          key={one.rate.id}
          id={`order-tax-${one.rate.id}`}
          label={taxLabel(one, one.rate.inclusive, language)}
          muted={one.rate.inclusive}
        >
          {money(one.amount, session.currency, language.tag)}
        </Row>
      ))}
    </>
  );
}

interface TaxShown {
  readonly rate: TaxRate;
  readonly amount: number;
  readonly reason: TaxAmount["taxability_reason"];
}

/** Pure: what each rate comes to over lines and shipping. Those that tax nothing here are not spoken of. */
export function taxesOf(session: Session): TaxShown[] {
  const all = [...session._line_items.flatMap((line) => line._taxes), ...session._shipping_taxes];
  return session._tax_rates.flatMap((rate) => {
    const own = all.filter((tax) => tax.rate === rate.id);
    const spoken = own.find((tax) => tax.taxability_reason !== "product_exempt");
    const amount = own.reduce((sum, tax) => sum + tax.amount, 0);
    return spoken === undefined ? [] : [{ rate, amount, reason: spoken.taxability_reason }];
  });
}

/** What a tax is called; `isIncluded` where the amounts above it hold it already. */
export function taxLabel(
  { rate, reason }: { readonly rate: TaxRate; readonly reason: string | null },
  isIncluded: boolean,
  { messages: { tax }, tag }: Language,
): string {
  const { display_name: name, percentage } = rate;
  if (reason === "customer_exempt") return tax.exempt(name);
  if (reason === "reverse_charge") return tax.reverseCharge(name);
  const shown = percent(percentage, tag);
  return isIncluded ? tax.included(name, shown) : tax.rate(name, shown);
}
