/**
 * The minimum time for which the page shows that a payment is processing, and that it succeeded. Replies take
 * milliseconds here, so tests that poll for these states would miss them otherwise.
 */

export interface Pace {
  readonly processingMs: number;
  readonly successMs: number;
}
export type PaceName = "fast" | "real";

/** The measurements behind `real` are in docs/decisions/0026-pace-of-the-page.md. */
export const PACES: Readonly<Record<PaceName, Pace>> = {
  fast: { processingMs: 0, successMs: 0 },
  real: { processingMs: 600, successMs: 1_500 },
};
