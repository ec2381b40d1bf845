/**
 * The hosted page over HTTP: show a session, take its form, say whether it is still open. 3-D Secure is in
 * `challenge.tsx`. What a payment means is for the confirm operation to say.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { yearAndMonth } from "../core/clock.ts";
import { ApiError } from "../core/errors.ts";
import { askedOf, postedForm } from "./asked.ts";
import { loadAssets, serveAssets } from "./assets.ts";
import { challengeRoutes, challengeStart } from "./challenge.tsx";
import type { PageErrors, StatusReply } from "./client/config.ts";
import { isForeignPost, isOwnHost, securityHeaders } from "./guards.ts";
import { invoiceRoutes } from "./invoice/routes.ts";
import { languageFor } from "./languages.ts";
import { linkRoutes } from "./links.ts";
import { orderTree } from "./order_form.ts";
import {
  afterwards,
  bodyOf,
  completed,
  html,
  json,
  openPage,
  type PageServer,
  refuseStale,
  show,
  startAgain,
  wantsJson,
} from "./page_server.ts";
import type { ConfirmResult, FoundSession, PageParts } from "./port.ts";
import { confirmTree, faultTexts, textOf, typedIn } from "./posted.ts";
import { shownRefusal } from "./refusals.ts";
import { removeRoutes } from "./remove_route.ts";
import { fieldWords } from "./session_page.tsx";
import { leavingPage, plainPage } from "./status_pages.tsx";
import { holdPayment, redrawTotal, updateRoutes } from "./update_route.ts";

/** A filled form is far below this. */
const BODY_BYTES_MAX = 65_536;

export function registerPage(app: FastifyInstance, parts: PageParts): void {
  void app.register(async (page) => {
    const assets = await loadAssets();
    const server: PageServer = {
      parts,
      frame: (request, locale = null) => ({
        language: languageFor(locale, request.headers["accept-language"]),
        assets: assets.urls,
      }),
    };
    page.removeAllContentTypeParsers();
    page.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: BODY_BYTES_MAX },
      (_request, body, done) => done(null, body),
    );
    page.addHook("onRequest", async (request, reply) => guard(server, request, reply));
    page.setErrorHandler((error, request, reply) => failed(server, error, request, reply));
    serveAssets(page, assets);
    sessionRoutes(page, server);
    updateRoutes(page, server);
    removeRoutes(page, server);
    linkRoutes(page, server);
    invoiceRoutes(page, server);
    challengeRoutes(page, server);
  });
}

async function guard(server: PageServer, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers(securityHeaders("'none'"));
  if (!isOwnHost(request.headers.host, server.parts.publicOrigin()))
    await html(reply, 421, plainPage(server.frame(request), "wrongHost"));
  else if (request.method === "POST" && isForeignPost(header(request, "sec-fetch-site")))
    await html(reply, 403, plainPage(server.frame(request), "refused"));
}

/** The last resort. What went wrong may quote what was typed, so the page says nothing of it. */
function failed(server: PageServer, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const status = statusOf(error);
  const isTheirs = status >= 400 && status < 500;
  if (!isTheirs) server.parts.report(nameOf(error), `${request.method} ${request.routeOptions.url}`);
  const page = plainPage(server.frame(request), isTheirs ? "refused" : "trouble_page");
  return html(reply, isTheirs ? status : 500, page);
}

/** Of refusals by the HTTP layer, and of bodies that could not be read. */
function statusOf(error: unknown): number {
  if (error instanceof ApiError) return error.status;
  const status = typeof error === "object" && error !== null ? Reflect.get(error, "statusCode") : undefined;
  return typeof status === "number" ? status : 500;
}

/** Where it happened, without the message: that may hold a card number. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames].join("\n");
}

type SessionRequest = FastifyRequest<{ Params: { id: string } }>;

function sessionRoutes(app: FastifyInstance, server: PageServer): void {
  const found = (request: SessionRequest) => server.parts.findSession(request.params.id);
  app.get("/c/pay/:id", async (request: SessionRequest, reply) =>
    show(server, request, reply, await found(request)),
  );
  app.post("/c/pay/:id", async (request: SessionRequest, reply) =>
    post(server, request, reply, await found(request)),
  );
  app.get("/c/pay/:id/status", async (request: SessionRequest, reply): Promise<StatusReply> => {
    const session = (await found(request))?.session;
    if (session === undefined) return reply.code(404).send({ status: "expired" });
    return { status: session.status };
  });
  app.get("/c/pay/:id/done", async (request: SessionRequest, reply) => {
    const now = await found(request);
    const url = now === null ? null : afterwards(now);
    if (now?.session.status !== "complete" || url === null)
      return reply.redirect(`/c/pay/${request.params.id}`, 303);
    await server.parts.untilDelivered(now);
    return html(reply, 200, leavingPage(server.frame(request, now.session.locale), url, "payment"));
  });
}

async function post(
  server: PageServer,
  request: SessionRequest,
  reply: FastifyReply,
  found: FoundSession | null,
): Promise<FastifyReply> {
  const { parts } = server;
  if (found === null) return show(server, request, reply, null);
  const form = bodyOf(request);
  const stale = refuseStale(server, request, reply, found, form);
  if (stale !== null) return stale;
  const { session } = found;
  if (session.status !== "open") return startAgain(request, reply, session.id);
  const held = await holdPayment(server, request, reply, found, form);
  if (held !== null) return held;
  // Not the order that the form was for: it may ask for other things by now.
  if (textOf(form, "expected_amount") !== String(session.amount_total))
    return redrawTotal(server, request, reply, found, form);

  const { language } = server.frame(request, session.locale);
  const refuse = (errors: PageErrors, now = found) =>
    wantsJson(request)
      ? json(reply, { kind: "errors", errors })
      : html(reply, 400, openPage(server, request, now, { errors, typed: typedIn(form) }));
  const asked = askedOf(found);
  const filled = postedForm(form, session, language.messages, yearAndMonth(parts.now()));
  const faults = faultTexts(filled, asked, fieldWords(asked, language));
  if (faults !== null) return refuse({ fields: faults, payment: null });
  const tree = new Map([...confirmTree(filled, asked, session), ...orderTree(form, session, language.tag)]);
  const result = await parts.confirm(found, tree);
  if (result.kind !== "refused") return settled(server, request, reply, found, result);
  const now = await parts.findSession(session.id);
  if (now?.session.status !== "open") return startAgain(request, reply, session.id);
  if (result.error.body.param === "expected_amount") return redrawTotal(server, request, reply, now, form);
  return refuse(shownRefusal(result.error, { read: filled.read, asked }, language.messages), now);
}

/** On to the shop, or to the challenge. */
async function settled(
  server: PageServer,
  request: SessionRequest,
  reply: FastifyReply,
  found: FoundSession,
  result: Exclude<ConfirmResult, { kind: "refused" }>,
): Promise<FastifyReply> {
  if (result.kind === "needs_action") return challengeStart(request, reply, result);
  return completed(server, request, reply, { ...found, session: result.session });
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
