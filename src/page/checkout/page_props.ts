/** The properties of the page of an open session and of its parts. Types only. */

import type { Asked, Month } from "../../form/fields.ts";
import type { Shown } from "../controls/controls.tsx";
import type { Pace } from "../pace.ts";
import type { Frame } from "../server/document.tsx";
import type { OrderProps } from "./order/order_form.ts";

export type ShownLayout = "accordion" | "single" | "tabs";

/** The properties of every part of the page. */
export interface SessionPage extends Frame, OrderProps {
  readonly layout: ShownLayout;
  readonly pace: Pace;
  readonly token: string;
  readonly today: Month;
  /** The URL that the form posts to: this page with its query. */
  readonly action: string;
  /** The URL that it posts to in order to remove a saved card. */
  readonly removeAction: string;
  /** URLs of the shop's own pages. */
  readonly links: { readonly terms: string | null; readonly privacy: string | null };
  readonly asked: Asked;
  readonly shown: Shown;
  /** The error of the payment as a whole. */
  readonly trouble: string | null;
}
