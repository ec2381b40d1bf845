/** The HTTP routes, limits and headers. The pipeline decides what a request means. */

import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { ApiError, errors } from "../core/errors.ts";
import type { Registry, Route } from "../resources/registry.ts";
import { dialectOf } from "../versions/index.ts";
import type { Calling } from "./browser_calls.ts";
import type { Pipeline } from "./pipeline.ts";
import { headersOf } from "./replies.ts";
import type { Outcome, Request } from "./request.ts";
import { HttpServer } from "./server.ts";

const BODY_BYTES_MAX = 1_048_576;
const PARAM_CHARS_MAX = 5000;
const HEALTH = "/_checkstand/health";
const IPV4_LOOPBACK = "127.0.0.1";
const IPV6_LOOPBACK = "::1";

export interface AppParts {
  readonly pipeline: Pipeline;
  readonly registry: Registry;
  /** The host name in a Host header if the API must refuse it; null if the API answers to it. */
  readonly foreignHost: (header: string | undefined) => string | null;
  /** Why requests cannot be served yet (seeds are being created); null once they can. */
  readonly notYet: () => string | null;
  /** Why the store cannot write; null if it can. */
  readonly trouble: () => Promise<string | null>;
  /** Makes a request id for replies that are given before a request reaches the pipeline. */
  readonly newRequest: () => Request;
}

/** The server and its routes. */
export interface Door {
  readonly app: FastifyInstance;
  /** Starts to accept requests; resolves with the port, which the system picks if `port` is 0. */
  listen(host: string, port: number): Promise<number>;
  /**
   * Stops listening, answers the requests already received and closes every connection, within a bounded
   * time.
   */
  close(): Promise<void>;
}

export function buildApp(parts: AppParts): Door {
  const refusal = (error: unknown) => parts.pipeline.refusal(error, parts.newRequest());
  let server: HttpServer | undefined;
  const app = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: PARAM_CHARS_MAX, ignoreTrailingSlash: false },
    logger: false,
    exposeHeadRoutes: false,
    // The server sends this reply itself, in Stripe's error shape.
    return503OnClosing: false,
    clientErrorHandler: () => {},
    serverFactory: (handler) => {
      server = new HttpServer(handler, refusal);
      return server.main;
    },
    frameworkErrors: (error, request, reply) => refuse(request, reply, refusal(translate(error))),
  });
  app.addHook("onRequest", (request, reply, done) => {
    const reason = parts.notYet();
    if (reason === null || request.url.startsWith(HEALTH)) done();
    else refuse(request, reply, refusal(errors.unavailable(reason)));
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  apiRoutes(app, parts);
  healthRoutes(app, parts);
  app.setNotFoundHandler((request, reply) => {
    try {
      const foreign = foreignFault(parts, request);
      if (foreign !== undefined) throw foreign;
      parts.pipeline.authenticate(callingOf(request));
      const version = single(request.headers["stripe-version"]) ?? "";
      if (version !== "" && dialectOf(version) === null) throw errors.invalidVersion(version);
      const path = request.url.split("?", 1)[0] ?? "";
      throw errors.unknownUrl(request.method, path);
    } catch (error) {
      return refuse(request, reply, refusal(error));
    }
  });
  app.setErrorHandler((error, request, reply) => {
    // A client that disconnected in the middle of its body did not cause an internal error, and receives no
    // reply anyway.
    const fault = request.raw.readableAborted ? errors.unparsable() : translate(error);
    return refuse(request, reply, refusal(fault));
  });
  return {
    app,
    listen: async (host, port) => {
      // If `localhost` has two IP addresses, clients use either of them.
      await app.listen({ host: host === "localhost" ? IPV4_LOOPBACK : host, port });
      const { port: got } = app.server.address() as AddressInfo; // it listens on a port, not on a pipe
      if (host === "localhost") await server?.alsoListen(IPV6_LOOPBACK, got);
      return got;
    },
    close: async () => {
      await server?.close();
      await app.close();
    },
  };
}

function apiRoutes(app: FastifyInstance, parts: AppParts): void {
  const onRequest = (request: FastifyRequest, _reply: FastifyReply, done: (fault?: ApiError) => void) =>
    done(foreignFault(parts, request));
  /** Paths that already have a preflight route: a path needs only one, however many methods it has. */
  const preflighted = new Set<string>();
  for (const route of parts.registry.routes) {
    app.route({
      method: route.method,
      url: route.path,
      config: { isPublic: isPublic(route) },
      onRequest,
      handler: (request, reply) => answer(parts.pipeline, route, request, reply),
    });
    if (isPublic(route) && !preflighted.has(route.path)) {
      preflighted.add(route.path);
      app.options(route.path, { onRequest }, (_request, reply) => reply.headers(CORS).code(204).send());
    }
  }
}

/** Whether browsers may call it. */
function isPublic({ operation }: Route): boolean {
  return operation.keys === "secret_or_publishable";
}

/** The refusal of a request whose Host header names another host. */
function foreignFault({ foreignHost }: AppParts, { headers }: FastifyRequest): ApiError | undefined {
  const foreign = foreignHost(headers.host);
  return foreign === null ? undefined : errors.wrongHost(foreign);
}

function healthRoutes(app: FastifyInstance, parts: AppParts): void {
  app.get(`${HEALTH}/live`, () => ({ status: "live" }));
  app.get(`${HEALTH}/ready`, async (_request, reply) => {
    const trouble = parts.notYet() ?? (await parts.trouble());
    return trouble === null
      ? { status: "ready" }
      : reply.code(503).send({ status: "not ready", reason: trouble });
  });
}

async function answer(
  pipeline: Pipeline,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { headers } = request;
  const calling = callingOf(request);
  const params = request.params as { id?: string; sub?: string };
  // "/v1/products/" has an extra slash; it does not mean a product with an empty id.
  if (params.id === "" || params.sub === "") {
    reply.callNotFound();
    return reply;
  }
  const mark = request.url.indexOf("?");
  const outcome = await pipeline.handle(route, {
    ...calling,
    version: single(headers["stripe-version"]),
    connectedAccount: single(headers["stripe-account"]),
    idempotencyKey: single(headers["idempotency-key"]),
    id: params.id ?? "",
    sub: params.sub ?? "",
    path: mark === -1 ? request.url : request.url.slice(0, mark),
  });
  return send(reply, outcome, isPublic(route));
}

function callingOf({ url, headers, body }: FastifyRequest): Calling {
  const mark = url.indexOf("?");
  return {
    authorization: headers.authorization,
    contentType: headers["content-type"],
    query: mark === -1 ? "" : url.slice(mark + 1),
    body: typeof body === "string" ? body : "",
  };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** Pages may be served from other origins; publishable keys carry no cookies, so any origin is allowed. */
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers":
    "authorization, content-type, idempotency-key, stripe-account, stripe-version",
  "access-control-expose-headers": "Request-Id, Stripe-Should-Retry",
  "access-control-max-age": "300",
} as const;

/**
 * Sends text that is already JSON unchanged; also keeps the framework from adding a charset to the content
 * type.
 */
const asIs = (text: unknown): string => String(text);

/**
 * Sends a refusal without the headers set for the intended reply, because a header that cannot be sent would
 * make the refusal fail too. The framework's Connection header stays. A web page may read the refusals of what it may
 * call, and of URLs that nothing is at.
 */
function refuse(request: FastifyRequest, reply: FastifyReply, outcome: Outcome): FastifyReply {
  for (const name of Object.keys(reply.getHeaders())) if (name !== "connection") reply.removeHeader(name);
  const { config } = request.routeOptions;
  const isUnknown = request.is404 && request.url.startsWith("/v1/");
  return send(reply, outcome, isUnknown || (config as { isPublic?: boolean }).isPublic === true);
}

function send(reply: FastifyReply, outcome: Outcome, cors: boolean): FastifyReply {
  const headers = headersOf(outcome);
  if (cors) Object.assign(headers, CORS);
  return reply.code(outcome.status).headers(headers).serializer(asIs).send(outcome.text);
}

/** Translates errors of the framework into Stripe's error shape. */
function translate(error: unknown): unknown {
  if (error instanceof ApiError || typeof error !== "object" || error === null || !("code" in error))
    return error;
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") return errors.bodyTooLarge(BODY_BYTES_MAX);
  const isTheirs = "statusCode" in error && Number(error.statusCode) >= 400 && Number(error.statusCode) < 500;
  return isTheirs && String(error.code).startsWith("FST_ERR_") ? errors.unparsable() : error;
}
