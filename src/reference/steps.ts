/** The steps that the examples of the reference are made with, and short ways to write them. */
export interface Step {
  /** The name of the endpoint's route. */
  readonly route: string;
  /** The ids in the path, and the parameters. "$name.field" stands for a field of a kept answer. */
  readonly id?: string;
  readonly sub?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** The version that asks, for what newer ones refuse. */
  readonly version?: string;
  /** Keeps the answer under this name. */
  readonly keep?: string;
}

export const post = (path: string, params: Step["params"] = {}, keep?: string): Step => ({
  route: `POST ${path}`,
  params,
  ...(keep === undefined ? {} : { keep }),
});
export const on = (id: string, step: Step, sub?: string): Step => ({
  ...step,
  id,
  ...(sub === undefined ? {} : { sub }),
});
