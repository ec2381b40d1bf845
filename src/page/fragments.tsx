/** The parts of the page that follow from the order, each drawn by itself for the client script to put in place. */
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { PaymentMethod } from "./card_form.tsx";
import type { SessionPage } from "./session_page.tsx";
import { ShippingOptions } from "./shipping_options.tsx";
import { SubmitLabel } from "./submit_button.tsx";
import { OrderStatus, OrderSummary } from "./summary.tsx";

/**
 * By the id of the element that each stands in for. A part that is not on the page is not put anywhere. `told`: those
 * who do not see it are told of the total; not where they are told what is wrong.
 */
export function fragmentsOf(page: SessionPage, told: boolean): Record<string, string> {
  const parts: Readonly<Record<string, VNode>> = {
    "order-status": <OrderStatus {...page} told={told} />,
    "order-summary": <OrderSummary {...page} />,
    "shipping-options": <ShippingOptions {...page} />,
    "payment-method": <PaymentMethod {...page} />,
    "submit-label": <SubmitLabel {...page} />,
  };
  return Object.fromEntries(Object.entries(parts).map(([id, part]) => [id, renderToString(part)]));
}
