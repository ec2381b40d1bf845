/**
 * Text with links and bold words: phrases with links to the shop's pages, and the shop's own `custom_text`.
 * Pure; `rich_text_view.tsx` draws it.
 */

export interface Run {
  readonly text: string;
  readonly bold?: true;
  /** http(s) only. */
  readonly href?: string;
}
/** Plain text is a string; links and bold words are runs. */
export type RichText = readonly (Run | string)[];
/** Makes words of a phrase a link. The phrase receives this function and decides which words are linked. */
export type Linked = (words: string) => Run;

export function linked(href: string): Linked {
  return (text) => ({ text, href });
}

/** Either a link, `[words](https://…)`, whose words may be bold, or bold words, `**words**`. */
const MARKED = /\[([^[\]\n]+)\]\((https?:\/\/[^\s()<>"'\\]+)\)|\*\*([^*\n]+)\*\*/gi;
const BOLD = /^\*\*([^*]+)\*\*$/;

/** Parses a shop's Markdown: links and bold only, as on Stripe (Stripe docs, "Customize policies"). */
export function richText(markdown: string): RichText {
  const runs: (Run | string)[] = [];
  let from = 0;
  for (const match of markdown.matchAll(MARKED)) {
    const [whole, words = "", href, bold] = match;
    if (match.index > from) runs.push(markdown.slice(from, match.index));
    runs.push(href === undefined ? boldRun(bold ?? "") : linkRun(words, href));
    from = match.index + whole.length;
  }
  if (from < markdown.length) runs.push(markdown.slice(from));
  return runs;
}

function linkRun(words: string, href: string): Run {
  const bold = BOLD.exec(words)?.[1];
  return bold === undefined ? { text: words, href } : { text: bold, bold: true, href };
}

function boldRun(text: string): Run {
  return { text, bold: true };
}
