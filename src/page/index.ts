/**
 * Serves the pages for buyers: the hosted page, invoices, 3-D Secure challenges, the stand-in for banks and waiting for approval in an app, all
 * with the same guard and the same error handler. Access to data and operations comes from the composition root (`port.ts`).
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ApiError } from "../core/errors.ts";
import { StoreDamagedError } from "../storage/port.ts";
import { languageFor } from "../words/languages.ts";
import { approvalRoutes } from "./bank/approval.tsx";
import { bankRoutes } from "./bank/bank.tsx";
import { challengeRoutes } from "./challenge/challenge.tsx";
import { embeddedRoutes } from "./checkout/embedded_route.ts";
import { linkRoutes } from "./checkout/open_routes.ts";
import { removeRoutes } from "./checkout/remove_method_route.ts";
import { sessionRoutes } from "./checkout/routes.ts";
import { updateRoutes } from "./checkout/update_route.ts";
import { invoiceRoutes } from "./invoice/routes.ts";
import { mandateRoutes } from "./mandate/mandate.tsx";
import type { PageParts } from "./port.ts";
import { portalRoutes } from "./portal/routes.ts";
import { scanRoutes } from "./scan/scan.tsx";
import { loadAssets, serveAssets } from "./server/assets.ts";
import { isForeignPost, securityHeaders } from "./server/guards.ts";
import { html, type PageServer } from "./server/replies.ts";
import { plainPage, wrongHostPage } from "./server/status_pages.tsx";
import { verificationRoutes } from "./verification/verification.tsx";
import { transferRoutes } from "./voucher/transfer.tsx";
import { voucherRoutes } from "./voucher/voucher.tsx";

/** Bound of a posted form. A filled form is much smaller. */
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
    embeddedRoutes(page, server);
    updateRoutes(page, server);
    removeRoutes(page, server);
    linkRoutes(page, server);
    invoiceRoutes(page, server);
    portalRoutes(page, server);
    challengeRoutes(page, server);
    bankRoutes(page, server);
    approvalRoutes(page, server);
    scanRoutes(page, server);
    voucherRoutes(page, server);
    transferRoutes(page, server);
    verificationRoutes(page, server);
    mandateRoutes(page, server);
  });
}

async function guard(server: PageServer, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers(securityHeaders("'none'"));
  if (server.parts.foreignHost(request.headers.host) !== null)
    await html(reply, 421, wrongHostPage(server.frame(request)));
  else if (request.method === "POST" && isForeignPost(header(request, "sec-fetch-site")))
    await html(reply, 403, plainPage(server.frame(request), "refused"));
}

/** Handles errors that no route handled. The error may quote typed text, so the page does not show it. */
function failed(server: PageServer, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const status = statusOf(error);
  const isTheirs = status >= 400 && status < 500;
  if (!isTheirs) server.parts.report(nameOf(error), `${request.method} ${request.routeOptions.url}`);
  const page = plainPage(server.frame(request), isTheirs ? "refused" : "trouble_page");
  // Remove the headers set so far: an invalid one may be the cause, and would break this page too.
  for (const name of Object.keys(reply.getHeaders())) if (name !== "connection") reply.removeHeader(name);
  reply.headers(securityHeaders("'none'"));
  return html(reply, isTheirs ? status : 500, page);
}

/** The status of an API error or of an error of the HTTP server; 500 for others. */
function statusOf(error: unknown): number {
  if (error instanceof ApiError) return error.status;
  const status = typeof error === "object" && error !== null ? Reflect.get(error, "statusCode") : undefined;
  return typeof status === "number" ? status : 500;
}

/** The error's name and stack for the log, without the message, which may contain a card number. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  // This message names a file and a row and never contains typed text.
  if (error instanceof StoreDamagedError) return error.message;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames].join("\n");
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
