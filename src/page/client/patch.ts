/**
 * Updates a part of the page to the server's new HTML node by node, so that the focus, typed text and opened
 * parts stay. Knows nothing about the meaning of the parts.
 */

/** Attributes that the script sets (open, busy, broken) and that new HTML must not change. */
const KEPT = new Set(["open", "data-open", "data-broken", "aria-expanded", "aria-busy", "tabindex"]);

/** Updates the element with this id to the new HTML. Does nothing if the page does not have it. */
export function patch(id: string, html: string): void {
  const node = document.getElementById(id);
  const template = document.createElement("template");
  template.innerHTML = html;
  // A template parses the content of noscript as elements. The page, which has JavaScript, must not get them.
  for (const node of template.content.querySelectorAll("noscript")) node.replaceChildren();
  const drawn = template.content.firstElementChild;
  if (node === null || drawn === null) return;
  // A part with `data-drawn` stays unchanged while that value does, with all that the script has shown in it.
  const depends = node.getAttribute("data-drawn");
  if (depends === null || depends !== drawn.getAttribute("data-drawn")) patchNode(node, drawn);
}

function patchNode(node: Element, drawn: Element): void {
  patchAttributes(node, drawn);
  const wanted = [...drawn.childNodes];
  const names = new Set(wanted.map(nameOf));
  for (const child of [...node.childNodes]) if (!names.has(nameOf(child))) child.remove();
  let next = node.firstChild;
  for (const child of wanted) {
    const match = matching(next, child);
    if (match === null) {
      node.insertBefore(child, next);
      continue;
    }
    while (next !== match) next = removed(next);
    if (match instanceof Element && child instanceof Element) patchNode(match, child);
    else if (match.nodeValue !== child.nodeValue) match.nodeValue = child.nodeValue;
    next = match.nextSibling;
  }
  while (next !== null) next = removed(next);
}

/** The existing node for `drawn`: found by name at any place; a node without a name must be the next one. */
function matching(next: ChildNode | null, drawn: ChildNode): ChildNode | null {
  const isSame = (node: ChildNode) => node.nodeName === drawn.nodeName && nameOf(node) === nameOf(drawn);
  if (nameOf(drawn) === "") return next !== null && isSame(next) ? next : null;
  for (let node = next; node !== null; node = node.nextSibling) if (isSame(node)) return node;
  return null;
}

/** The id or the key of a node. Optional parts have an id, the lines of an order a key. */
function nameOf(node: ChildNode): string {
  return node instanceof Element ? node.id || (node.getAttribute("data-key") ?? "") : "";
}

function removed(node: ChildNode | null): ChildNode | null {
  const next = node?.nextSibling ?? null;
  node?.remove();
  return next;
}

function patchAttributes(node: Element, drawn: Element): void {
  for (const { name } of [...node.attributes])
    if (!drawn.hasAttribute(name) && !KEPT.has(name)) node.removeAttribute(name);
  for (const { name, value } of drawn.attributes)
    if (node.getAttribute(name) !== value && !KEPT.has(name)) node.setAttribute(name, value);
}
