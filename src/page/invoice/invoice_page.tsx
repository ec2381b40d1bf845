/** The page of an invoice for buyers. Its texts are made by `invoice_text.ts`. */

import type { FoundInvoice } from "../port.ts";
import { Footer, type Frame, renderDocument } from "../server/document.tsx";
import { type InvoiceText, invoiceText } from "./invoice_text.ts";
import { isPayable, PayWays } from "./pay_form.tsx";

/**
 * The HTML of the page. `pdf` is the URL of the same invoice as a PDF; `fault` says why a try to pay has failed.
 */
export function invoicePage(
  frame: Frame,
  found: FoundInvoice,
  pdf: string,
  fault: string | null = null,
): string {
  const text = invoiceText(found, frame.language);
  const { messages } = frame.language;
  return renderDocument({
    ...frame,
    title: text.title,
    children: (
      <main class="InvoicePage">
        <article class="Invoice" data-testid="invoice">
          <header class="Invoice-header">
            <h1>{text.title}</h1>
            <p class="Invoice-heading" data-testid="invoice-heading">
              {text.heading}
            </p>
            <a class="LinkButton" href={pdf} data-testid="invoice-pdf">
              {messages.invoice.download}
            </a>
          </header>
          {isPayable(found) && <PayWays found={found} language={frame.language} fault={fault} />}
          <Facts {...text} />
          <Parties {...text} />
          {text.description !== null && <p class="Invoice-prose">{text.description}</p>}
          <Lines {...text} />
          <Totals {...text} />
          {text.footer !== null && <p class="Invoice-prose Invoice-footer">{text.footer}</p>}
        </article>
        <Footer language={frame.language} />
      </main>
    ),
  });
}

function Facts({ facts }: InvoiceText) {
  return (
    <dl class="Invoice-facts" data-testid="invoice-facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Parties({ parties }: InvoiceText) {
  return (
    <div class="Invoice-parties" data-testid="invoice-parties">
      {parties.map(({ label, lines }) => (
        <section key={label}>
          <h2>{label}</h2>
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </section>
      ))}
    </div>
  );
}

/**
 * The table of lines. Each cell repeats the title of its column for narrow screens, where cells are stacked.
 */
function Lines({ columns, rows }: InvoiceText) {
  return (
    <table class="Invoice-lines" data-testid="invoice-lines">
      <thead>
        <tr>
          <th scope="col">{columns.item}</th>
          <th scope="col">{columns.quantity}</th>
          <th scope="col">{columns.unitPrice}</th>
          <th scope="col">{columns.amount}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i.toString()}>
            <td>
              {row.item}
              {row.period !== "" && <div class="Invoice-period">{row.period}</div>}
            </td>
            <td data-label={columns.quantity}>{row.quantity}</td>
            <td data-label={columns.unitPrice}>{row.unitPrice}</td>
            <td data-label={columns.amount}>{row.amount}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Totals({ totals }: InvoiceText) {
  return (
    <dl class="Invoice-totals" data-testid="invoice-totals">
      {totals.map(({ label, amount, weight }) => (
        <div key={label} class={`Invoice-total--${weight}`}>
          <dt>{label}</dt>
          <dd>{amount}</dd>
        </div>
      ))}
    </dl>
  );
}
