/**
 * An invoice as a PDF: lays out the texts of `invoice_text.ts`. Always in English, because the fonts of the
 * PDF have only the letters of Western Europe. Pure.
 */
import type { InvoiceText } from "./invoice_text.ts";
import { MARGIN, type Mark, pdfOf, TEXT_WIDTH, wrapped } from "./pdf.ts";

const SIZE = 9.5;
const LARGE = 16;
const LINE = 14;
const GAP = 12;
const RIGHT = MARGIN + TEXT_WIDTH;
/** Right edges of the number columns, and the width of the first column. */
const QUANTITY_END = RIGHT - 190;
const EACH_END = RIGHT - 90;
const ITEM_WIDTH = 260;
const PARTY_WIDTH = TEXT_WIDTH / 3;
const VALUE_WIDTH = TEXT_WIDTH - PARTY_WIDTH;
const TOTALS_START = MARGIN + TEXT_WIDTH / 2;

/** `notice` is the sentence that no money moved. */
export function invoicePdf(text: InvoiceText, notice: string): Buffer {
  const sheet = new Sheet();
  sheet.lines(MARGIN, notice, TEXT_WIDTH);
  sheet.y += GAP;
  sheet.heading(text.title);
  for (const [label, value] of text.facts) {
    sheet.put(MARGIN, label);
    sheet.lines(MARGIN + PARTY_WIDTH, value, VALUE_WIDTH);
  }
  sheet.y += GAP;
  putParties(sheet, text);
  sheet.heading(text.heading);
  if (text.description !== null) {
    sheet.lines(MARGIN, text.description, TEXT_WIDTH);
    sheet.y += GAP;
  }
  putRow(sheet, text.columns);
  for (const row of text.rows) putRow(sheet, row);
  sheet.y += GAP;
  for (const { label, amount, weight } of text.totals) {
    sheet.put(TOTALS_START, label, { bold: weight === "strong" });
    sheet.put(RIGHT, amount, { right: true });
    sheet.y += LINE;
  }
  sheet.y += GAP;
  if (text.footer !== null) sheet.lines(MARGIN, text.footer, TEXT_WIDTH);
  return pdfOf(text.title, sheet.marks);
}

/** The parties in columns side by side. */
function putParties(sheet: Sheet, { parties }: InvoiceText): void {
  const top = sheet.y;
  const ends = parties.map(({ label, lines }, i) => {
    const x = MARGIN + i * PARTY_WIDTH;
    sheet.y = top;
    sheet.put(x, label, { bold: true });
    sheet.y += LINE;
    for (const line of lines) sheet.lines(x, line, PARTY_WIDTH - GAP);
    return sheet.y;
  });
  sheet.y = Math.max(...ends) + GAP;
}

/** One row of the table, with a rule below it. */
function putRow(sheet: Sheet, { item, period, quantity, unitPrice, amount }: InvoiceText["columns"]): void {
  sheet.put(QUANTITY_END, quantity, { right: true });
  sheet.put(EACH_END, unitPrice, { right: true });
  sheet.put(RIGHT, amount, { right: true });
  sheet.lines(MARGIN, item, ITEM_WIDTH);
  if (period !== "") sheet.lines(MARGIN, period, ITEM_WIDTH);
  sheet.marks.push({ kind: "rule", x: MARGIN, y: sheet.y - SIZE, width: TEXT_WIDTH });
  sheet.y += LINE / 2;
}

/** Collects marks, and keeps the vertical position of the next one. */
class Sheet {
  readonly marks: Mark[] = [];
  y = SIZE;

  put(x: number, text: string, how: { size?: number; bold?: boolean; right?: boolean } = {}): void {
    this.marks.push({ kind: "text", x, y: this.y, size: SIZE, text, ...how });
  }

  /** Puts a text and wraps it to the width. */
  lines(x: number, text: string, width: number): void {
    for (const line of wrapped(text, width, SIZE)) {
      this.put(x, line);
      this.y += LINE;
    }
  }

  heading(text: string): void {
    this.put(MARGIN, text, { size: LARGE, bold: true });
    this.y += LARGE + GAP;
  }
}
