/**
 * The routes of a session's page: show it, pay with its form, report whether it is still open. 3-D Secure is
 * in `challenge/`, the stand-in for banks in `bank/`. The payment itself is left to the confirm operation.
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { yearAndMonth } from "../../core/clock.ts";
import { textOf } from "../../form/typed.ts";
import type { PageErrors, StatusReply } from "../client/config.ts";
import type { ConfirmResult, FoundSession } from "../port.ts";
import { bodyOf, html, json, type PageServer, wantsJson } from "../server/replies.ts";
import { leavingPage } from "../server/status_pages.tsx";
import { brandingCss, brandingUrl } from "./branding.ts";
import { askedOf, postedForm } from "./buyer/what_to_ask.ts";
import { orderTree, totalOf } from "./order/order_form.ts";
import { actionStart } from "./payer_action.ts";
import { confirmTree, faultTexts, typedIn } from "./posted.ts";
import { shownRefusal } from "./refusals.ts";
import { fieldWords } from "./session_page.tsx";
import {
  afterwards,
  completed,
  openPage,
  refuseStale,
  show,
  startAgain,
  toSession,
  whatCameOf,
} from "./show.ts";
import { holdPayment, redrawTotal } from "./update_route.ts";

type SessionRequest = FastifyRequest<{ Params: { id: string } }>;

export function sessionRoutes(app: FastifyInstance, server: PageServer): void {
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
  app.get(brandingUrl(":id"), async (request: SessionRequest, reply) => {
    const branding = (await found(request))?.session._branding ?? {};
    return reply.type("text/css; charset=utf-8").send(brandingCss(branding));
  });
  app.get("/c/pay/:id/done", async (request: SessionRequest, reply) => {
    const now = await found(request);
    if (now === null) return show(server, request, reply, null);
    const url = afterwards(now);
    if (now.session.status !== "complete" || url === null) return toSession(reply, now.session.id);
    await server.parts.untilDelivered(now);
    const frame = server.frame(request, now.session.locale);
    return html(reply, 200, leavingPage(frame, url, whatCameOf(now.session)));
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
  // The total has changed since the form was shown, and so may have what the form asks for.
  if (textOf(form, "expected_amount") !== String(totalOf(session)))
    return redrawTotal(server, request, reply, found, form);

  const { language } = server.frame(request, session.locale);
  const refuse = (errors: PageErrors, now = found) =>
    wantsJson(request)
      ? json(reply, { kind: "errors", errors })
      : html(reply, 400, openPage(server, request, now, { errors, typed: typedIn(form) }));
  const asked = askedOf(found);
  const filled = postedForm(form, { asked, session }, language.messages, yearAndMonth(parts.now()));
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

/** The reply to a confirmation: on to the shop, or to what the payer has to do first. */
async function settled(
  server: PageServer,
  request: SessionRequest,
  reply: FastifyReply,
  found: FoundSession,
  result: Exclude<ConfirmResult, { kind: "refused" }>,
): Promise<FastifyReply> {
  if (result.kind === "needs_action") return actionStart(server, request, reply, result);
  return completed(server, request, reply, { ...found, session: result.session, voucher: result.voucher });
}
