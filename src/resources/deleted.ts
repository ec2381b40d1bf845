import type { Row } from "../storage/port.ts";

/** What DELETE answers, and what a deleted customer still answers to GET. */
export interface Deleted extends Row {
  readonly deleted: true;
}
