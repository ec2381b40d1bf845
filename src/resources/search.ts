/** `GET /search`: finds rows by a query, page by page. Rows are found as soon as they are written. */
import { errors } from "../core/errors.ts";
import { type Fields, p } from "../params/param.ts";
import type { Reader, Row } from "../storage/port.ts";
import { type Found, type ReadOperation, reads } from "./resource.ts";
import { matches, readQuery, type SearchFields } from "./search_query.ts";

const QUERY_MAX = 5000;
const LIMIT_MAX = 100;
const LIMIT_DEFAULT = 10;
/** How many rows are read at a time. All rows of a kind may have to be read, since no index holds them. */
const ROWS_READ_MAX = 100;

const searchParams = {
  limit: p.integer({ min: 1, max: LIMIT_MAX }),
  page: p.about("The `next_page` of the page before.", p.string()),
  query: p.required(
    p.about('Such as `currency:"usd" AND -metadata["key"]:null`.', p.string({ max: QUERY_MAX })),
  ),
} as const satisfies Fields;

type SearchedRow = Row & { readonly metadata?: Readonly<Record<string, string>> };

/** The search among rows of a kind, the newest first. `many` is what refusals call several of them. */
export function searches<R extends SearchedRow>(
  kind: string,
  many: string,
  fields: SearchFields<R>,
): ReadOperation {
  return reads(
    searchParams,
    async (reader, { input, path }): Promise<Found> => {
      const query = readQuery(input.query, fields, many);
      const limit = input.limit ?? LIMIT_DEFAULT;
      const after = input.page === undefined ? undefined : idOf(input.page);
      if (after !== undefined && !(await reader.exists(kind, after))) throw wrongPage();
      const rows: R[] = [];
      for await (const row of all<R>(reader, kind, after)) {
        if (matches(query, fields, row)) rows.push(row);
        if (rows.length > limit) break;
      }
      const data = rows.slice(0, limit);
      const last = data.at(-1);
      const hasMore = rows.length > limit;
      return {
        object: "search_result",
        data,
        has_more: hasMore,
        next_page: hasMore && last !== undefined ? pageAfter(last.id) : null,
        url: path,
        total: async () => {
          let count = 0;
          for await (const row of all<R>(reader, kind, undefined))
            if (matches(query, fields, row)) count += 1;
          return count;
        },
      };
    },
    { answers: { kind, list: true, search: true } },
  );
}

/** All rows of a kind that come after one of them. */
async function* all<R extends Row>(
  reader: Reader,
  kind: string,
  after: string | undefined,
): AsyncGenerator<R> {
  let last = after;
  for (;;) {
    const page = { limit: ROWS_READ_MAX, ...(last === undefined ? {} : { after: last }) };
    const { rows, hasMore } = await reader.list<R>(kind, {}, page);
    yield* rows;
    last = rows.at(-1)?.id;
    if (!hasMore) return;
  }
}

/** A page is named by the row before it, in a form that clients do not read. */
function pageAfter(id: string): string {
  return Buffer.from(id, "utf8").toString("base64url");
}

function idOf(page: string): string {
  const id = Buffer.from(page, "base64url").toString("utf8");
  if (id === "" || pageAfter(id) !== page) throw wrongPage();
  return id;
}

function wrongPage() {
  return errors.rule("Invalid page: it is not the `next_page` of a search.", "page");
}
