/**
 * Writes a small PDF: text in Helvetica and horizontal rules, on as many pages as needed. Pure and
 * deterministic. The encoding is WinAnsi, the letters of Western Europe, which every PDF reader shows without
 * an embedded font. Other letters lose their accents or become "?"; a few currency signs become codes.
 */

/** In points. `y` counts downwards from the first page's upper margin and continues over all pages. */
export type Mark =
  | {
      readonly kind: "text";
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly text: string;
      readonly bold?: boolean;
      /** Right-aligned: `x` is where the text ends. */
      readonly right?: boolean;
    }
  | { readonly kind: "rule"; readonly x: number; readonly y: number; readonly width: number };

/** A4, in points. */
const PAGE_WIDTH = 595;
const PAGE_HEIGHT = 842;
export const MARGIN = 48;
export const TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN;
const TEXT_HEIGHT = PAGE_HEIGHT - 2 * MARGIN;
/** The number of the first page's object: before it are catalogue, list of pages, two fonts and title. */
const FIRST_PAGE = 6;

export function pdfOf(title: string, marks: readonly Mark[]): Buffer {
  const last = Math.max(0, ...marks.map((mark) => pageOf(mark)));
  const pages = Array.from({ length: last + 1 }, (_, page) => marks.filter((mark) => pageOf(mark) === page));
  const kids = pages.map((_, page) => `${FIRST_PAGE + 2 * page} 0 R`).join(" ");
  const font = (name: string) =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  return written([
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    font("Helvetica"),
    font("Helvetica-Bold"),
    `<< /Title ${literal(title)} >>`,
    ...pages.flatMap((own, page) => pageObjects(own, FIRST_PAGE + 2 * page)),
  ]);
}

function pageOf({ y }: Mark): number {
  return Math.floor(y / TEXT_HEIGHT);
}

/** The two objects of a page: itself and its content. `number` is the object number of the page. */
function pageObjects(marks: readonly Mark[], number: number): string[] {
  const content = marks.map(drawn).join("\n");
  const box = `/MediaBox [0 0 ${PAGE_WIDTH} ${PAGE_HEIGHT}]`;
  return [
    `<< /Type /Page /Parent 2 0 R ${box} /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> ` +
      `/Contents ${number + 1} 0 R >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ];
}

/** The drawing commands of a mark. In PDF, `y` counts upwards from the lower edge. */
function drawn(mark: Mark): string {
  const y = PAGE_HEIGHT - MARGIN - (mark.y % TEXT_HEIGHT);
  if (mark.kind === "rule") return `0.5 w ${mark.x} ${y} m ${mark.x + mark.width} ${y} l S`;
  const x = mark.right === true ? mark.x - widthOf(mark.text, mark.size) : mark.x;
  const font = mark.bold === true ? "/F2" : "/F1";
  return `BT ${font} ${mark.size} Tf ${x.toFixed(2)} ${y.toFixed(2)} Td ${literal(mark.text)} Tj ET`;
}

/** The file: its objects, the table of their offsets, and the offset of the table. One byte per character. */
function written(objects: readonly string[]): Buffer {
  let text = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n";
  const offsets = objects.map((object, i) => {
    const offset = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join("")}`;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + table + trailer, "latin1");
}

function literal(text: string): string {
  return `(${winAnsi(text).replace(/[\\()]/g, "\\$&")})`;
}

/** Characters at other codes in WinAnsi than in Latin-1, and replacements for some that WinAnsi lacks. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "€": "\x80",
  "…": "\x85",
  Š: "\x8a",
  Œ: "\x8c",
  Ž: "\x8e",
  "‘": "\x91",
  "’": "\x92",
  "“": "\x93",
  "”": "\x94",
  "•": "\x95",
  "–": "\x96",
  "—": "\x97",
  "™": "\x99",
  š: "\x9a",
  œ: "\x9c",
  ž: "\x9e",
  Ÿ: "\x9f",
  "−": "-",
  Ł: "L",
  ł: "l",
  Đ: "D",
  đ: "d",
  "₪": "ILS ",
  "₹": "INR ",
  "₩": "KRW ",
  "₱": "PHP ",
  "₫": "VND ",
};

/** Text in WinAnsi, one byte per character. */
function winAnsi(text: string): string {
  return Array.from(text.normalize("NFC").replace(/\s/g, " "), (letter) => {
    if (/[ -~\xa1-\xff]/.test(letter)) return letter;
    const [base = ""] = letter.normalize("NFKD");
    return ELSEWHERE[letter] ?? (/[ -~]/.test(base) ? base : "?");
  }).join("");
}

/** Widths of Helvetica in thousandths of its size, from the space to "~" (Adobe's metrics of the standard fonts). */
const WIDTHS = `
  278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584
  584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667
  611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500
  722 500 500 500 334 260 334 584`
  .trim()
  .split(/\s+/)
  .map(Number);
const COMMON_WIDTH = 556;

/** The width of a text in Helvetica. Letters with accents are as wide as those without. */
export function widthOf(text: string, size: number): number {
  const letters = Array.from(winAnsi(text), (letter) => letter.normalize("NFKD").charCodeAt(0));
  return letters.reduce((sum, code) => sum + (WIDTHS[code - 32] ?? COMMON_WIDTH), 0) * (size / 1000);
}

/** Wraps a text into lines of a width, between words, or within a word that is wider than a line. */
export function wrapped(text: string, width: number, size: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(/\s+/)) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (widthOf(longer, size) <= width) {
        line = longer;
        continue;
      }
      if (line !== "") lines.push(line);
      line = word;
      while (widthOf(line, size) > width) {
        const fitting = charsWithin(line, width, size);
        lines.push(line.slice(0, fitting));
        line = line.slice(fitting);
      }
    }
    return [...lines, line];
  });
}

/** How many characters of a word fit; at least one. */
function charsWithin(word: string, width: number, size: number): number {
  let count = 1;
  while (count < word.length && widthOf(word.slice(0, count + 1), size) <= width) count++;
  return count;
}
