/**
 * Reads objects that tests got in the versions of four clients: most tests use the newest alone, and what they bring
 * about is worth to be seen in old versions too. Each object is read once for each set of members that it has, because
 * a member that has a value is what versions differ in.
 */
import type { IncomingMessage } from "node:http";

/** The versions that stripe 14, 18, 20 and 23 send. */
const CLIENT_VERSIONS = ["2023-10-16", "2025-08-27.basil", "2026-02-25.clover", "2026-10-28.endive"];
/** How many objects are read again after a test at most. */
const OBJECTS_MAX = 50;
const MARK = "x-read-again";

interface Seen {
  readonly url: string;
  readonly authorization: string;
  readonly version: string;
}

const known = new Set<string>();
let waiting: Seen[] = [];

export const isReadAgain = ({ headers }: IncomingMessage): boolean => headers[MARK] !== undefined;

/** Remembers an object that is unlike those before it. */
export function remember({ headers }: IncomingMessage, path: string, version: string, body: unknown): void {
  const { authorization = "", host } = headers;
  const { id, object, deleted } = body as Readonly<Record<string, unknown>>; // every answer is an object
  if (typeof id !== "string" || deleted === true || waiting.length >= OBJECTS_MAX) return;
  const parts = `${String(object)} ${membersIn(body).join()}`;
  if (known.has(parts)) return;
  known.add(parts);
  const at = path.indexOf(id);
  const place = at === -1 ? `${path}/${id}` : path.slice(0, at + id.length);
  waiting.push({ url: `http://${host}${place}`, authorization, version });
}

/** The paths of all members that have a value, in hashes within hashes too. */
function membersIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    one === null ? [] : [key, ...membersIn(one).map((inner) => `${key}.${inner}`)],
  );
}

/** Reads what was remembered; the answers are checked like all others. */
export async function readAgain(): Promise<void> {
  const seen = waiting;
  waiting = [];
  for (const { url, authorization, version } of seen)
    for (const other of CLIENT_VERSIONS.filter((one) => one !== version)) {
      const headers = { authorization, "stripe-version": other, [MARK]: "yes" };
      // A test may have closed its server.
      const answer = await fetch(url, { headers }).catch(() => null);
      await answer?.arrayBuffer();
    }
}
