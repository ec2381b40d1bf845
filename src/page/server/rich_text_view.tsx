/** Draws text with links and bold words. Links open in a new tab. */
import { Fragment } from "preact";
import { type RichText, type Run, richText } from "../../form/rich_text.ts";

export function RichTextView({ text }: { readonly text: RichText }) {
  return (
    <>
      {text.map((run, i) => (
        <Fragment key={i}>{typeof run === "string" ? run : <RunView {...run} />}</Fragment>
      ))}
    </>
  );
}

function RunView({ text, bold, href }: Run) {
  const words = bold ? <strong>{text}</strong> : text;
  if (href === undefined) return <>{words}</>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {words}
    </a>
  );
}

/** The shop's own text (`custom_text`) at a part of the form. */
export function CustomText({ message }: { readonly message: string | undefined }) {
  if (message === undefined) return null;
  return (
    <p class="CustomText" dir="auto">
      <RichTextView text={richText(message)} />
    </p>
  );
}
