/** How pages show text: backticks as code, answers as JSON, headings with links to themselves. */
import type { ComponentChildren } from "preact";
import { objectPage } from "../anchors.ts";
import type { Reference } from "../model.ts";

/** A sentence with names in backticks, which are shown as code. */
export function Prose({ text }: { text: string }) {
  return (
    <>
      {text.split("`").map((part, i) => {
        const isName = i % 2 === 1;
        return isName ? <code>{part}</code> : part;
      })}
    </>
  );
}

/** A heading whose text is a link to itself. */
export function Heading({ id, children }: { id: string; children: ComponentChildren }) {
  return (
    <h2 id={id}>
      <a class="HeadingLink" href={`#${id}`}>
        {children}
      </a>
    </h2>
  );
}

/** The name of an object; a link if the object has a page. */
export function ObjectLink({ reference, object }: { reference: Reference; object: string }) {
  const isHere = reference.objects.some((entry) => entry.object === object);
  return isHere ? (
    <a href={objectPage(object)}>
      <code>{object}</code>
    </a>
  ) : (
    <code>{object}</code>
  );
}

/** Names separated by commas. */
export function Names({ names }: { names: readonly string[] }) {
  return (
    <>
      {names.map((name, i) => (
        <>
          {i > 0 && ", "}
          <code>{name}</code>
        </>
      ))}
    </>
  );
}

/** A box of code that can be scrolled, also by keyboard. */
export function CodeBox({
  title,
  note,
  children,
}: {
  title: string;
  note?: string;
  children: ComponentChildren;
}) {
  return (
    <div class="CodeBox">
      <p class="CodeBox-title">
        <span>{title}</span>
        {note !== undefined && <span>{note}</span>}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls */}
      <pre tabIndex={0} role="group" aria-label={title}>
        <code>{children}</code>
      </pre>
    </div>
  );
}

const INDENT = "  ";

/** A value as JSON with colours for names, texts and numbers. */
export function Json({ value, depth = 0 }: { value: unknown; depth?: number }) {
  if (typeof value === "string") return <span class="Json-text">{JSON.stringify(value)}</span>;
  if (typeof value !== "object" || value === null)
    return <span class="Json-value">{JSON.stringify(value)}</span>;
  const isList = Array.isArray(value);
  const members = Object.entries(value);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  if (members.length === 0) return <>{open + close}</>;
  const indent = INDENT.repeat(depth + 1);
  return (
    <>
      {open}
      {members.map(([name, member], i) => (
        <>
          {`${i === 0 ? "" : ","}\n${indent}`}
          {!isList && <span class="Json-name">{JSON.stringify(name)}</span>}
          {!isList && ": "}
          <Json value={member} depth={depth + 1} />
        </>
      ))}
      {`\n${INDENT.repeat(depth)}${close}`}
    </>
  );
}
