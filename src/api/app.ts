/** The HTTP door: routes, limits and headers. What a request means is the pipeline's affair. */
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { ApiError, errors } from "../core/errors.ts";
import { dialectOf } from "../versions/index.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Registry, Route } from "./registry.ts";
import type { Outcome, Request } from "./request.ts";

const BODY_BYTES_MAX = 1_048_576;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** How often Node looks for connections past these two. */
const TIMEOUT_CHECK_MS = 5_000;
const KEEP_ALIVE_MS = 72_000;
const PARAM_CHARS_MAX = 5000;
const HEALTH = "/_checkstand/health";

export interface AppParts {
  readonly pipeline: Pipeline;
  readonly registry: Registry;
  /** Why requests cannot be served yet (seeds are being made); null once they can. */
  readonly notYet: () => string | null;
  /** Why the store cannot write; null where it can. */
  readonly trouble: () => Promise<string | null>;
  /** A request id for replies made before a request reached the pipeline. */
  readonly newRequest: () => Request;
}

export function buildApp(parts: AppParts): FastifyInstance {
  const app = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    routerOptions: { maxParamLength: PARAM_CHARS_MAX, ignoreTrailingSlash: false },
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: TIMEOUT_CHECK_MS },
    logger: false,
    exposeHeadRoutes: false,
    forceCloseConnections: "idle",
    clientErrorHandler: (error, socket) => refuseConnection(parts, error, socket),
    frameworkErrors: (error, _request, reply) =>
      send(reply, parts.pipeline.refusal(translate(error), parts.newRequest()), false),
  });
  app.addHook("onRequest", async (request, reply) => {
    const reason = parts.notYet();
    if (reason === null || request.url.startsWith(HEALTH)) return;
    await send(reply, parts.pipeline.refusal(errors.unavailable(reason), parts.newRequest()), false);
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  /** Paths that browsers may ask about beforehand; each is answered once, whatever its methods. */
  const preflighted = new Set<string>();
  for (const route of parts.registry.routes) {
    app.route({
      method: route.method,
      url: route.path,
      handler: (request, reply) => answer(parts.pipeline, route, request, reply),
    });
    if (route.operation.keys === "secret_or_publishable" && !preflighted.has(route.path)) {
      preflighted.add(route.path);
      app.options(route.path, (_request, reply) => reply.headers(CORS).code(204).send());
    }
  }
  app.get(`${HEALTH}/live`, () => ({ status: "live" }));
  app.get(`${HEALTH}/ready`, async (_request, reply) => {
    const trouble = parts.notYet() ?? (await parts.trouble());
    return trouble === null
      ? { status: "ready" }
      : reply.code(503).send({ status: "not ready", reason: trouble });
  });
  app.setNotFoundHandler((request, reply) => {
    const heard = parts.newRequest();
    try {
      parts.pipeline.authenticate(request.headers.authorization);
      const version = single(request.headers["stripe-version"]) ?? "";
      if (version !== "" && dialectOf(version) === null) throw errors.invalidVersion(version);
      const path = request.url.split("?", 1)[0] ?? "";
      throw errors.unknownUrl(request.method, path);
    } catch (error) {
      return send(reply, parts.pipeline.refusal(error, heard), false);
    }
  });
  app.setErrorHandler((error, request, reply) => {
    // A client that left in the middle of its body is no fault of ours, and hears nothing of it.
    const fault = request.raw.readableAborted ? errors.unparsable() : translate(error);
    return send(reply, parts.pipeline.refusal(fault, parts.newRequest()), false);
  });
  return app;
}

async function answer(
  pipeline: Pipeline,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { headers } = request;
  const params = request.params as { id?: string; sub?: string };
  // "/v1/products/" has a slash too many; it is not the product without a name.
  if (params.id === "" || params.sub === "") {
    reply.callNotFound();
    return reply;
  }
  const mark = request.url.indexOf("?");
  const outcome = await pipeline.handle(route, {
    authorization: headers.authorization,
    version: single(headers["stripe-version"]),
    connectedAccount: single(headers["stripe-account"]),
    idempotencyKey: single(headers["idempotency-key"]),
    contentType: headers["content-type"],
    id: params.id ?? "",
    sub: params.sub ?? "",
    path: mark === -1 ? request.url : request.url.slice(0, mark),
    query: mark === -1 ? "" : request.url.slice(mark + 1),
    body: typeof request.body === "string" ? request.body : "",
  });
  return send(reply, outcome, route.operation.keys === "secret_or_publishable");
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** Pages may be served from elsewhere; publishable keys carry no cookies, so any origin may ask. */
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers": "authorization, content-type, idempotency-key, stripe-version",
  "access-control-expose-headers": "Request-Id, Stripe-Should-Retry",
  "access-control-max-age": "300",
} as const;

/** Text that is JSON already; it also keeps the content type as it is, without a charset. */
const asIs = (text: unknown): string => String(text);

function send(reply: FastifyReply, outcome: Outcome, cors: boolean): FastifyReply {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "cache-control": "no-cache, no-store",
    "x-content-type-options": "nosniff",
    vary: "Origin",
  };
  if (outcome.status === 401) headers["www-authenticate"] = 'Bearer realm="Stripe"';
  else headers["request-id"] = outcome.requestId;
  if (outcome.version !== null) headers["stripe-version"] = outcome.version;
  if (outcome.replay !== null) {
    headers["idempotency-key"] = outcome.replay.key;
    headers["original-request"] = outcome.replay.first;
    if (outcome.replay.again) headers["idempotent-replayed"] = "true";
  }
  if (outcome.shouldRetry !== null) headers["stripe-should-retry"] = String(outcome.shouldRetry);
  if (cors) Object.assign(headers, CORS);
  return reply.code(outcome.status).headers(headers).serializer(asIs).send(outcome.text);
}

/** Faults of the HTTP layer in the original's shape. */
function translate(error: unknown): unknown {
  if (error instanceof ApiError || typeof error !== "object" || error === null || !("code" in error))
    return error;
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return errors.bodyTooLarge(BODY_BYTES_MAX);
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
    case "FST_ERR_BAD_URL":
    case "FST_ERR_MAX_PARAM_LENGTH":
      return errors.unparsable();
    default:
      return error;
  }
}

/** Answers a connection whose bytes are no HTTP request, or did not come in time, and closes it. */
function refuseConnection(parts: AppParts, error: { readonly code?: string }, socket: Socket): void {
  if (error.code !== "ECONNRESET" && socket.writable) {
    const { status, text, requestId } = parts.pipeline.refusal(
      connectionFault(error.code),
      parts.newRequest(),
    );
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${Buffer.byteLength(text)}\r\nRequest-Id: ${requestId}\r\nConnection: close\r\n\r\n${text}`,
    );
  }
  socket.destroySoon();
}

function connectionFault(code: string | undefined): ApiError {
  switch (code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return errors.requestTimeout();
    case "HPE_HEADER_OVERFLOW":
      return errors.headersTooLarge();
    default:
      return errors.unparsable();
  }
}
