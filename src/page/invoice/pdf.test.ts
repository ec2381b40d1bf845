import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Mark, pdfOf, TEXT_WIDTH, widthOf, wrapped } from "./pdf.ts";

const text = (words: string, y = 10): Mark => ({ kind: "text", x: 48, y, size: 10, text: words });

/** Reads a file as a PDF reader does: from its end to the table, and by the table to every object. */
function read(file: Buffer) {
  const all = file.toString("latin1");
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(all)?.[1]);
  const [, size = "", rows = ""] = /^xref\n0 (\d+)\n([\s\S]*?)trailer\n/.exec(all.slice(start)) ?? [];
  const entries = rows.match(/.{18} \n/g) ?? [];
  const trailer = all.slice(all.indexOf("trailer\n", start));
  const objects = entries.slice(1).map((entry, i) => {
    const at = all.slice(Number(entry.slice(0, 10)));
    return { number: i + 1, body: at.slice(0, at.indexOf("\nendobj\n")) };
  });
  return { all, size: Number(size), entries, trailer, objects };
}

/** The texts of each page in their order. */
function pagesOf(file: Buffer): string[][] {
  return read(file)
    .objects.filter(({ body }) => body.includes("\nstream\n"))
    .map(({ body }) => [...body.matchAll(/\((.*)\) Tj/g)].map((match) => match[1] ?? ""));
}

describe("the file", () => {
  const file = pdfOf("Title", [text("Hello"), { kind: "rule", x: 48, y: 20, width: 100 }, text("there", 40)]);
  const { all, size, entries, trailer, objects } = read(file);

  test("begins and ends as a PDF file must", () => {
    expect(all).toMatch(/^%PDF-1\.4\n%[\x80-\xff]{4}\n/);
    expect(trailer).toMatch(/^trailer\n<< \/Size 8 \/Root 1 0 R \/Info 5 0 R >>\nstartxref\n\d+\n%%EOF\n$/);
  });
  test("has a table with the offset of every object", () => {
    expect(entries).toHaveLength(size);
    expect(entries[0]).toBe("0000000000 65535 f \n");
    for (const { number, body } of objects) expect(body).toMatch(new RegExp(`^${number} 0 obj\n<<`));
    expect(objects).toHaveLength((all.match(/ 0 obj\n/g) ?? []).length);
  });
  test("has the length of each stream", () => {
    for (const { body } of objects.filter((object) => object.body.includes("stream"))) {
      const [, length, content] = /\/Length (\d+) >>\nstream\n([\s\S]*)\nendstream$/.exec(body) ?? [];
      expect(content).toHaveLength(Number(length));
    }
  });
  test("refers only to objects that exist", () => {
    const named = [...all.matchAll(/(\d+) 0 R/g)].map((match) => Number(match[1]));
    expect(named.every((number) => number >= 1 && number < size)).toBe(true);
  });
  test("shows texts in their order", () => expect(pagesOf(file)).toEqual([["Hello", "there"]]));
});

describe("pages", () => {
  test("as many as the marks need, each with its own marks", () => {
    const file = pdfOf("Title", [text("first", 10), text("last of the first", 745), text("second", 747)]);
    expect(pagesOf(file)).toEqual([["first", "last of the first"], ["second"]]);
    expect(read(file).all).toContain("/Kids [6 0 R 8 0 R] /Count 2");
  });
  test("one if there are no marks", () => expect(pagesOf(pdfOf("Title", []))).toEqual([[]]));
});

describe("letters", () => {
  test.each([
    ["(in) brackets \\", "\\(in\\) brackets \\\\"],
    ["Größe é ñ ß ¥ £", "Gr\xf6\xdfe \xe9 \xf1 \xdf \xa5 \xa3"],
    ["€ – — ’ … Š", "\x80 \x96 \x97 \x92 \x85 \x8a"],
    ["Żółty dąb", "Z\xf3lty dab"],
    ["e\u0301 is one letter", "\xe9 is one letter"],
    ["−5", "-5"],
    ["₹1,234.56", "INR 1,234.56"],
    ["日本 ☕ 👍", "?? ? ?"],
    ["narrow\u202fspace\ttab\nline", "narrow space tab line"],
    ["\u0000\u001b", "??"],
  ])("%j", (given, shown) => {
    expect(pagesOf(pdfOf("Title", [text(given)]))).toEqual([[shown]]);
  });
  test("any text gives a file that can be read", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (words) => {
        const { objects, size } = read(pdfOf(words, [text(words)]));
        expect(objects).toHaveLength(size - 1);
        for (const { number, body } of objects) expect(body.startsWith(`${number} 0 obj\n`)).toBe(true);
      }),
    );
  });
});

describe("widths", () => {
  test("of letters, with and without accents", () => {
    expect(widthOf("$1,234.00", 10)).toBeCloseTo(7 * 5.56 + 2 * 2.78);
    expect(widthOf("é", 10)).toBe(widthOf("e", 10));
    expect(widthOf("WWW", 10)).toBeGreaterThan(widthOf("iii", 10));
  });
  test("right-aligned texts end at their position", () => {
    const file = pdfOf("Title", [{ ...text("$10.00"), x: 500, right: true } as Mark]);
    expect(read(file).all).toContain(`${(500 - widthOf("$10.00", 10)).toFixed(2)} 784.00 Td ($10.00)`);
  });
});

describe("wrapped lines", () => {
  test("break between words and at line breaks of the text", () => {
    expect(wrapped("one two three", widthOf("one two", 10), 10)).toEqual(["one two", "three"]);
    expect(wrapped("one\n\ntwo", 500, 10)).toEqual(["one", "", "two"]);
  });
  test("break a word that is wider than a line", () => {
    expect(wrapped("a iiiiiiii b", widthOf("iiii", 10), 10)).toEqual(["a", "iiii", "iiii", "b"]);
  });
  test("none exceeds the width, and no letter is lost", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii" }), (words) => {
        const lines = wrapped(words, TEXT_WIDTH / 20, 10);
        for (const line of lines) expect(widthOf(line, 10)).toBeLessThanOrEqual(TEXT_WIDTH / 20);
        expect(lines.join("").replace(/\s/g, "")).toBe(words.replace(/\s/g, ""));
      }),
    );
  });
});
