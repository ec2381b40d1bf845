/**
 * The parts of the page that depend on the order, each rendered by itself for the client script to replace.
 */
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { PaymentMethod } from "./methods/index.tsx";
import { ShippingOptions } from "./order/shipping_options.tsx";
import { OrderStatus, OrderSummary } from "./order/summary.tsx";
import type { SessionPage } from "./page_props.ts";
import { SubmitLabel } from "./submit_button.tsx";

/**
 * The HTML of each part by the id of the element that it replaces. The client script ignores ids that the
 * page does not have. `told`: announce the total to screen readers; false if there are errors to announce
 * instead.
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
