import { expect, test } from "vitest";
import { linked, richText } from "./rich_text.ts";

const link = (text: string, href: string) => ({ text, href });
const bold = (text: string) => ({ text, bold: true });

test.each([
  ["", []],
  ["Plain words.", ["Plain words."]],
  [
    "See [our terms](https://example.com/terms).",
    ["See ", link("our terms", "https://example.com/terms"), "."],
  ],
  [
    "[a](http://a.example)[b](https://b.example?x=1&y=2#z)",
    [link("a", "http://a.example"), link("b", "https://b.example?x=1&y=2#z")],
  ],
  ["**Note:** no returns", [bold("Note:"), " no returns"]],
  ["[**terms**](https://example.com)", [{ text: "terms", bold: true, href: "https://example.com" }]],
  // Not links, or links to something other than a web page.
  ["[x](javascript:alert(1))", ["[x](javascript:alert(1))"]],
  ["[x](data:text/html,hi)", ["[x](data:text/html,hi)"]],
  ["[x](//example.com)", ["[x](//example.com)"]],
  ["[x](mailto:a@example.com)", ["[x](mailto:a@example.com)"]],
  ['[x](https://example.com" onclick="alert(1))', ['[x](https://example.com" onclick="alert(1))']],
  ["[x] (https://example.com)", ["[x] (https://example.com)"]],
  ["https://example.com", ["https://example.com"]],
  ["![picture](https://example.com/a.png)", ["!", link("picture", "https://example.com/a.png")]],
  // All other Markdown is shown as it was written.
  ["# a *b* _c_ `d` ~~e~~", ["# a *b* _c_ `d` ~~e~~"]],
  ["<b>x</b> &amp;", ["<b>x</b> &amp;"]],
  ["**a\nb**", ["**a\nb**"]],
  ["****", ["****"]],
  ["[]()", ["[]()"]],
] as const)("%s", (markdown, runs) => {
  expect(richText(markdown)).toEqual(runs);
});

test("a message of the maximum length is parsed without hanging, whatever it contains", () => {
  for (const piece of ["[", "**", "[a](", "[a](https://", "**a", "[[a]]"]) {
    const markdown = piece.repeat(1200 / piece.length);
    expect(
      richText(markdown)
        .map((run) => (typeof run === "string" ? run : run.text))
        .join("").length,
    ).toBeGreaterThan(0);
  }
});

test("phrases turn some of their words into links", () => {
  expect(linked("https://example.com")("words")).toEqual(link("words", "https://example.com"));
});
