/**
 * Makes a part of the page what the server drew anew, node by node, so that what the buyer is at stays: the focus,
 * what is typed, and what has been opened. The server draws; nothing here knows what it is.
 */

/** Put there by scripts or the buyer: whether something is open is theirs to say. */
const KEPT = new Set(["open", "data-open", "aria-expanded", "aria-busy"]);

/** Replaces the element of that id by its new drawing. An id that is not on the page is no fault. */
export function patch(id: string, html: string): void {
  const node = document.getElementById(id);
  const template = document.createElement("template");
  template.innerHTML = html;
  const drawn = template.content.firstElementChild;
  if (node !== null && drawn !== null) patchNode(node, drawn);
}

function patchNode(node: Element, drawn: Element): void {
  patchAttributes(node, drawn);
  let next = node.firstChild;
  for (const wanted of [...drawn.childNodes]) {
    const match = matching(next, wanted);
    while (match !== null && next !== match) next = removed(next);
    if (match === null) {
      node.insertBefore(wanted, next);
      continue;
    }
    if (match instanceof Element && wanted instanceof Element) patchNode(match, wanted);
    else if (match.nodeValue !== wanted.nodeValue) match.nodeValue = wanted.nodeValue;
    next = match.nextSibling;
  }
  while (next !== null) next = removed(next);
}

/** The first node from here on that `wanted` is a drawing of. */
function matching(from: ChildNode | null, wanted: ChildNode): ChildNode | null {
  for (let node = from; node !== null; node = node.nextSibling) if (isSame(node, wanted)) return node;
  return null;
}

/** Of the same kind, and of the same name where either has one. */
function isSame(node: ChildNode, drawn: ChildNode): boolean {
  if (!(node instanceof Element && drawn instanceof Element)) return node.nodeType === drawn.nodeType;
  return node.localName === drawn.localName && nameOf(node) === nameOf(drawn);
}

/** Parts that come and go are told apart by id, the lines of an order by key, others by what they look like. */
function nameOf(element: Element): string {
  return element.id || element.getAttribute("data-key") || element.getAttribute("class") || "";
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
