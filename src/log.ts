/**
 * Log lines in JSON, on standard error by default. Lines say what happened and where, but never what a
 * request contained: card numbers are removed from every text, and the values that errors may carry are left
 * out.
 */
import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "./config.ts";
import { withoutCardNumbers } from "./core/redact.ts";

const STANDARD_ERROR = 2;

/** A logger that drops card numbers and the values inside errors. Tests hand in a destination. */
export function openLog(
  level: Config["logLevel"],
  destination: DestinationStream = pino.destination({ dest: STANDARD_ERROR, sync: true }),
): Logger {
  return pino(
    { level, serializers: { err: withoutContent }, formatters: { log: withRedactedTexts } },
    destination,
  );
}

/** The fields of a line, with card numbers removed from every text. */
function withRedactedTexts(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name,
      typeof value === "string" ? withoutCardNumbers(value) : value,
    ]),
  );
}

/**
 * An error as it is logged: its type, message and stack, but not the rows, values or bodies that it may
 * carry.
 */
function withoutContent(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error };
  const { cause, message, stack } = error;
  return {
    type: error.constructor.name,
    ...("code" in error ? { code: String(error.code) } : {}),
    message: withoutCardNumbers(message),
    stack: withoutCardNumbers(stack ?? ""),
    ...(cause instanceof Error ? { cause: withoutCardNumbers(cause.message) } : {}),
  };
}
