/** Where an invoice is read without a key: `hosted_invoice_url` and `invoice_pdf`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { accountIdIn } from "../../core/ids.ts";
import { languageFor } from "../languages.ts";
import { html, type PageServer } from "../page_server.ts";
import type { FoundInvoice } from "../port.ts";
import { deadLinkPage } from "../status_pages.tsx";
import { invoicePage } from "./invoice_page.tsx";
import { invoicePdf } from "./invoice_pdf.ts";
import { invoiceText } from "./invoice_text.ts";

type InvoiceRequest = FastifyRequest<{ Params: { account: string; token: string } }>;

/** As the original's addresses say that an invoice is of test mode. */
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
