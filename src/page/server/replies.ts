/** Shared by the handlers of all pages: the page server, reading a request, sending a reply. */

import type { FastifyReply, FastifyRequest } from "fastify";
import { type Branch, parseForm } from "../../params/form.ts";
import type { PostReply } from "../client/config.ts";
import type { PageParts } from "../port.ts";
import type { Frame } from "./document.tsx";

/** Passed to all handlers. */
export interface PageServer {
  readonly parts: PageParts;
  frame(request: FastifyRequest, locale?: string | null): Frame;
}

export function bodyOf(request: FastifyRequest): Branch {
  return parseForm(typeof request.body === "string" ? request.body : "");
}

export function wantsJson(request: FastifyRequest): boolean {
  return request.headers.accept === "application/json";
}

export function html(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).type("text/html; charset=utf-8").send(text);
}

export function json(reply: FastifyReply, answer: PostReply): FastifyReply {
  return reply.type("application/json; charset=utf-8").send(answer);
}
