/** The totals of the order: subtotal, discount, shipping, taxes, total. */
import type { ComponentChildren } from "preact";
import type { TaxRate } from "../../../resources/catalog/tax_rate.ts";
import type { PricedSession, TaxAmount } from "../../../resources/checkout/checkout_session/row/session.ts";
import { type Language, money } from "../../../words/languages.ts";
import { taxLabel } from "../../server/tax_label.ts";
import type { PricedProps } from "./order_form.ts";
import { planOf } from "./plan.ts";
import { AppliedDiscount, PromotionCodeEntry } from "./promotion_code.tsx";

export function OrderTotals(props: PricedProps) {
  const { session } = props;
  const { summary } = props.language.messages;
  const plan = planOf(props.found, props.businessName);
  const { recurring } = props.language.messages;
  const shown = (amount: number) => money(amount, session.currency, props.language.tag);
  return (
    <div class="OrderDetailsFooter">
      <div
        class={
          isTotal(session) ? "OrderDetailsFooter-subtotal VisuallyHidden" : "OrderDetailsFooter-subtotal"
        }
      >
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
      {plan !== null && plan.trialDays !== null && (
        <div class="OrderDetails-total" data-key="order-renewal">
          <span class="Text-fontWeight--500">{recurring.totalAfterTrial}</span>
          <span class="Text--tabularNumbers Text-fontWeight--500" id="OrderDetails-TrialAmount">
            {plan.isByUsage ? recurring.usage : shown(plan.renewal.next)}
          </span>
        </div>
      )}
      <div class="OrderDetails-total" data-key="order-total">
        <span class="Text-fontWeight--500">{plan === null ? summary.total : recurring.totalToday}</span>
        <span class="Text--tabularNumbers Text-fontWeight--500" id="OrderDetails-TotalAmount">
          {shown(session.amount_total)}
        </span>
      </div>
    </div>
  );
}

/** Whether the subtotal would only repeat the total: of a single line, to which nothing is added or taken off. */
function isTotal({
  amount_subtotal,
  amount_total,
  total_details,
  _line_items: lines,
}: PricedSession): boolean {
  return lines.length === 1 && amount_subtotal === amount_total && total_details.amount_discount === 0;
}

interface PartProps {
  readonly session: PricedSession;
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
        {props.detail !== undefined && (
          <span class="OrderDetails-subtotalItemDetail" dir="auto">
            {props.detail}
          </span>
        )}
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

/** The tax of each rate for the whole order, or a text why it is not known yet. */
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

/** Pure: the tax of each rate over lines and shipping, without rates that apply only to exempt products. */
export function taxesOf(session: PricedSession): TaxShown[] {
  const all = [...session._line_items.flatMap((line) => line._taxes), ...session._shipping_taxes];
  return session._tax_rates.flatMap((rate) => {
    const own = all.filter((tax) => tax.rate === rate.id);
    const spoken = own.find((tax) => tax.taxability_reason !== "product_exempt");
    const amount = own.reduce((sum, tax) => sum + tax.amount, 0);
    return spoken === undefined ? [] : [{ rate, amount, reason: spoken.taxability_reason }];
  });
}
