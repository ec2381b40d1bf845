/** The stub that DELETE returns, and that GET still returns for a deleted customer. */
import type { Row } from "../storage/port.ts";

export interface Deleted extends Row {
  readonly deleted: true;
}
