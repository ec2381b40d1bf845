/** A reader for one answer that reads each row and each list from the store only once. */
import type { Listing, Reader, Row } from "../storage/port.ts";

/** Wraps a reader and caches its results without ever refreshing them: use it for one answer only. */
export function rememberingReader(reader: Reader): Reader {
  const rows = new Map<string, Promise<Row | null>>();
  const lists = new Map<string, Promise<Listing<Row>>>();
  return {
    account: reader.account,
    settings: reader.settings,
    now: reader.now,
    // The casts are as safe as those of any reader: all rows of a kind have the same type.
    get: <R extends Row>(kind: string, id: string) =>
      once(rows, `${kind} ${id}`, () => reader.get<R>(kind, id)) as Promise<R | null>,
    list: <R extends Row>(...asked: Parameters<Reader["list"]>) =>
      once(lists, JSON.stringify(asked), () => reader.list<R>(...asked)) as Promise<Listing<R>>,
    keeps: (row) => reader.keeps(row),
    exists: (kind, id) => reader.exists(kind, id),
  };
}

function once<T>(known: Map<string, Promise<T>>, name: string, ask: () => Promise<T>): Promise<T> {
  let answer = known.get(name);
  if (answer === undefined) {
    answer = ask();
    known.set(name, answer);
  }
  return answer;
}
