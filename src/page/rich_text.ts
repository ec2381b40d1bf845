/**
 * Text with links and bold words in it: phrases that name pages of the shop, and what the shop writes in `custom_text`.
 * Pure; `rich_text_view.tsx` draws it.
 */

export interface Run {
  readonly text: string;
  readonly bold?: true;
  /** http(s) only. */
  readonly href?: string;
}
/** Plain words are strings. */
export type RichText = readonly (Run | string)[];
/** Makes a phrase's words a link to a page that the phrase is handed. */
export type Linked = (words: string) => Run;

export function linked(href: string): Linked {
  return (text) => ({ text, href });
}

/** A link as `[words](https://…)`, whose words may be bold, or bold words as `**words**`. */
const MARKED = /\[([^[\]\n]+)\]\((https?:\/\/[^\s()<>"'\\]+)\)|\*\*([^*\n]+)\*\*/gi;
const BOLD = /^\*\*([^*]+)\*\*$/;

/** What a shop wrote: links and bold words of Markdown, and nothing else of it (Stripe docs, "Customize policies"). */
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
