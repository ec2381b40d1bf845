/** The lines of the order, if there are several, and its totals. */

import { count } from "../../../words/languages.ts";
import { Chevron } from "../../controls/icons.tsx";
import type { PricedProps } from "./order_form.ts";
import { Line } from "./order_line.tsx";
import { OrderTotals } from "./order_totals.tsx";

/** An order with more lines than the first number is folded: it shows as many as the second, until it is opened. */
const [LINES_MAX, LINES_FOLDED] = [10, 6];

/** Of an order with a single line, that line is in the summary above. */
export function OrderDetails(props: PricedProps) {
  const { summary } = props.language.messages;
  return (
    <section class="OrderDetails" id="order-details" data-testid="order-details-mobile">
      <div data-testid="order-details">
        <h2 class="VisuallyHidden">{summary.order}</h2>
        {props.session._line_items.length > 1 && <Lines {...props} />}
        <OrderTotals {...props} />
      </div>
    </section>
  );
}

/** Without JavaScript all lines are shown. */
function Lines(props: PricedProps) {
  const { session, language } = props;
  const { summary } = language.messages;
  const lines = session._line_items;
  const isLong = lines.length > LINES_MAX;
  return (
    <>
      <ul class="OrderDetails-items" id="order-items">
        {lines.map((line, at) => (
          <li
            key={line.id}
            class={
              isLong && at >= LINES_FOLDED
                ? "OrderDetails-item OrderDetails-item--folded"
                : "OrderDetails-item"
            }
            data-key={line.id}
          >
            <Line {...props} line={line} />
          </li>
        ))}
      </ul>
      {isLong && (
        <button
          type="button"
          class="Link OrderDetails-showAll"
          id="show-all-items"
          aria-expanded="false"
          aria-controls="order-items"
        >
          <span>{summary.showAll(count(lines.length, language.tag))}</span>
          <span>{summary.showFewer}</span>
          <Chevron />
        </button>
      )}
    </>
  );
}
