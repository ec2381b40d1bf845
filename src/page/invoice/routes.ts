/** The public URLs of an invoice, which need no API key: `hosted_invoice_url` and `invoice_pdf`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ApiError } from "../../core/errors.ts";
import { accountIdIn } from "../../core/ids.ts";
import { readExpiry } from "../../form/card_formats.ts";
import { CONTROL } from "../../form/fields.ts";
import { textOf } from "../../form/typed.ts";
import type { Branch, Raw } from "../../params/form.ts";
import { languageFor } from "../../words/languages.ts";
import type { Messages } from "../../words/messages/en.ts";
import type { FoundInvoice } from "../port.ts";
import { cardWords } from "../server/card_words.ts";
import { isForeignPost } from "../server/guards.ts";
import { bodyOf, html, type PageServer } from "../server/replies.ts";
import { deadLinkPage } from "../server/status_pages.tsx";
import { invoicePage } from "./invoice_page.tsx";
import { invoicePdf } from "./invoice_pdf.ts";
import { invoiceText } from "./invoice_text.ts";
import { isPayable } from "./pay_form.tsx";

type InvoiceRequest = FastifyRequest<{ Params: { account: string; token: string } }>;

/** The prefix of the token in an invoice's URL in test mode, as on Stripe. */
const MODE = "test_";

export function invoiceRoutes(app: FastifyInstance, server: PageServer): void {
  const find = async ({ params: { account, token } }: InvoiceRequest): Promise<FoundInvoice | null> =>
    token.startsWith(MODE) && accountIdIn(token) === account
      ? server.parts.findInvoice(token.slice(MODE.length))
      : null;
  const unknown = (request: InvoiceRequest, reply: FastifyReply) =>
    html(reply, 404, deadLinkPage(server.frame(request), "invoice"));

  app.get("/i/:account/:token", async (request: InvoiceRequest, reply) => {
    const found = await find(request);
    if (found === null) return unknown(request, reply);
    const { account, token } = request.params;
    const pdf = `/i/${account}/${token}/pdf?s=ap`;
    return html(reply, 200, invoicePage(server.frame(request), found, pdf));
  });
  app.post("/i/:account/:token", async (request: InvoiceRequest, reply) => {
    const found = await find(request);
    if (found === null) return unknown(request, reply);
    const { account, token } = request.params;
    const own = `/i/${account}/${token}`;
    // Nobody else knows the token in the URL, so that no other site can post to it.
    if (!isPayable(found) || isForeignPost(request.headers["sec-fetch-site"]))
      return reply.redirect(own, 303);
    const result = await server.parts.payInvoice(found, cardTree(request, own));
    if (result.kind === "paid") return reply.redirect(own, 303);
    if (result.kind === "needs_action") {
      const query = new URLSearchParams({ client_secret: result.clientSecret });
      return reply.redirect(`/c/3ds/${encodeURIComponent(result.intentId)}?${query}`, 303);
    }
    const frame = server.frame(request);
    const again = (await find(request)) ?? found;
    const fault = faultText(result.error, frame.language.messages);
    return html(reply, 400, invoicePage(frame, again, `${own}/pdf?s=ap`, fault));
  });
  app.get("/i/:account/:token/pdf", async (request: InvoiceRequest, reply) => {
    const found = await find(request);
    if (found === null) return unknown(request, reply);
    const english = languageFor("en", undefined);
    const { title, text } = english.messages.notice;
    return reply
      .type("application/pdf")
      .header("content-disposition", `attachment; filename="Invoice-${found.invoice.number}.pdf"`)
      .send(invoicePdf(invoiceText(found, english), `${title} ${text}`));
  });
}

/** What was typed as parameters of a payment intent's confirmation. The payer comes back to the invoice. */
function cardTree(request: InvoiceRequest, path: string): Branch {
  const form = bodyOf(request);
  const read = (name: string) => textOf(form, name);
  const expiry = readExpiry(read(CONTROL.exp));
  const card = new Map([
    ["number", read(CONTROL.number).replace(/\D/g, "")],
    ["exp_month", String(expiry?.month ?? "")],
    ["exp_year", String(expiry?.year ?? "")],
    ["cvc", read(CONTROL.cvc).trim()],
  ]);
  return new Map<string, Raw>([
    [
      "payment_method_data",
      new Map<string, Raw>([
        ["type", "card"],
        ["card", card],
      ]),
    ],
    ["return_url", `${request.protocol}://${request.headers.host}${path}`],
  ]);
}

function faultText(error: ApiError, messages: Messages): string {
  const { body } = error;
  if (body.code?.endsWith("_intent_authentication_failure")) return messages.authenticationFailed;
  if (body.code === "lock_timeout") return messages.busy;
  return body.type === "card_error" ? cardWords(body, messages) : messages.faults.number_incomplete;
}
