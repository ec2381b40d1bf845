/**
 * Serves the reference under `/_checkstand/docs` to everybody who uses one of the server's host names. The
 * reference is loaded by the first request, so that it does not slow down the start.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { errors } from "../core/errors.ts";
import { DOCS_PATH, INDEX_PAGE } from "./anchors.ts";
import type { Site, SiteFile } from "./site.ts";

const YEAR_SECONDS = 31_536_000;

export interface ReferenceParts {
  /** Builds the pages. Called by the first request, and again only if it failed. */
  readonly open: () => Promise<Site>;
  /** The host name in a Host header if the server does not accept it; null if it does. */
  readonly foreignHost: (header: string | undefined) => string | null;
}

const SECURITY_HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
} as const;

export function registerReference(app: FastifyInstance, { open, foreignHost }: ReferenceParts): void {
  let opening: Promise<Site> | null = null;
  const site = (): Promise<Site> => {
    opening ??= open();
    // This request gets the error; the next request tries again.
    opening.catch(() => {
      opening = null;
    });
    return opening;
  };
  const guard = (request: FastifyRequest): void => {
    const foreign = foreignHost(request.headers.host);
    if (foreign !== null) throw errors.wrongHost(foreign);
  };
  const method = ["GET", "HEAD"];
  // Links between the pages are bare file names, which need the final slash in the URL.
  app.route({
    method,
    url: DOCS_PATH,
    handler: (request, reply) => {
      guard(request);
      return reply.headers(SECURITY_HEADERS).redirect(`${DOCS_PATH}/${queryOf(request.url)}`, 308);
    },
  });
  app.route({
    method,
    url: `${DOCS_PATH}/*`,
    handler: async (request, reply) => {
      guard(request);
      const { "*": rest } = request.params as { "*": string }; // what the route's star matched
      const name = rest === "" ? INDEX_PAGE : rest;
      const file = (await site()).file(name);
      if (file === null) throw errors.unknownUrl(request.method, `${DOCS_PATH}/${name}`);
      return sendFile(request, reply, file);
    },
  });
}

function queryOf(url: string): string {
  const mark = url.indexOf("?");
  return mark === -1 ? "" : url.slice(mark);
}

/** Browsers revalidate pages by ETag; files with a hash in their name are cached for good. */
function sendFile(request: FastifyRequest, reply: FastifyReply, file: SiteFile): FastifyReply {
  const etag = `"${file.hash}"`;
  reply.headers({
    ...SECURITY_HEADERS,
    "cache-control": file.isPinned ? `public, max-age=${YEAR_SECONDS}, immutable` : "no-cache",
    etag,
  });
  const isKnown = request.headers["if-none-match"]
    ?.split(",")
    .some((tag) => tag.trim().replace(/^W\//, "") === etag);
  if (isKnown) return reply.code(304).send();
  return reply.type(file.type).send(file.text);
}
