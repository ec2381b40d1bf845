/** Keeps a shop from calling a method again while it runs: a button pressed twice must not pay twice. */
import { IntegrationError } from "../errors.ts";

/** The method, which throws while a call of it has not ended. */
export function guarded<Args extends readonly unknown[], Result>(
  name: string,
  run: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  let isRunning = false;
  return async (...args) => {
    if (isRunning) {
      throw new IntegrationError(
        `You have an in-flight ${name}! Please be sure to disable your form submit button when ${name} is called.`,
      );
    }
    isRunning = true;
    try {
      return await run(...args);
    } finally {
      isRunning = false;
    }
  };
}
