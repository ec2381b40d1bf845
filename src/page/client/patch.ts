/**
 * Makes a part of the page what the server drew anew, node by node, so that what the buyer is at stays: the focus,
 * what is typed, and what has been opened. The server draws; nothing here knows what it is.
 */

/** Put there by the script: what is open, busy or not to be had is for it to say. */
const KEPT = new Set(["open", "data-open", "data-broken", "aria-expanded", "aria-busy"]);

/** Replaces the element of that id by its new drawing. An id that is not on the page is no fault. */
export function patch(id: string, html: string): void {
  const node = document.getElementById(id);
  const template = document.createElement("template");
  template.innerHTML = html;
  // In a template these are parsed as if there were no script.
  for (const node of template.content.querySelectorAll("noscript")) node.replaceChildren();
  const drawn = template.content.firstElementChild;
  if (node === null || drawn === null) return;
  // A part that says what it depends on stays as it is, with all that was shown in it since, while that stays.
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

/** The node that `drawn` is a drawing of: by its name wherever it is, without one only if it is the next. */
function matching(next: ChildNode | null, drawn: ChildNode): ChildNode | null {
  const isSame = (node: ChildNode) => node.nodeName === drawn.nodeName && nameOf(node) === nameOf(drawn);
  if (nameOf(drawn) === "") return next !== null && isSame(next) ? next : null;
  for (let node = next; node !== null; node = node.nextSibling) if (isSame(node)) return node;
  return null;
}

/** Parts that come and go have an id, the lines of an order a key. */
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
