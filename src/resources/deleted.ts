/** What DELETE answers, and what a deleted customer still answers to GET. */
import type { Row } from "../storage/port.ts";

export interface Deleted extends Row {
  readonly deleted: true;
}
