/** What the fields of a new payment method are drawn from. Types only. */
import type { AskedMethod } from "../../../form/fields.ts";
import type { SessionPage } from "../page_props.ts";

export interface FieldsProps extends SessionPage {
  readonly method: AskedMethod;
  /** Whether the billing address is among them. False if it has a section of its own. */
  readonly billing: boolean;
  /** Whether it is the chosen method. Of the others, the client script draws the lists when they are opened. */
  readonly chosen: boolean;
}
