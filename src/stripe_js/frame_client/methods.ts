/**
 * The choice of a method in the frame: the chosen one is open and has its fields in the form; those of the others wait in
 * a `template`, so that each id occurs once.
 */

export class Methods {
  readonly #node: HTMLFormElement;
  readonly #changed: () => void;

  constructor(node: HTMLFormElement, changed: () => void) {
    this.#node = node;
    this.#changed = changed;
    node.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest<HTMLElement>("[data-choose]") : null;
      if (button !== null) this.#choose(button.dataset.choose ?? null);
    });
  }

  #items(): readonly HTMLElement[] {
    return [...this.#node.querySelectorAll<HTMLElement>("[data-method]")];
  }

  /** The type that is open; null if none is, or if there is no choice. */
  chosen(): string | null {
    return this.#items().find((item) => item.hasAttribute("data-open"))?.dataset.method ?? null;
  }

  /** Whether there is a choice, and nothing is chosen. */
  isCollapsed(): boolean {
    return this.#items().length > 0 && this.chosen() === null;
  }

  collapse(): void {
    this.#choose(null);
  }

  #choose(type: string | null): void {
    if (type === this.chosen()) return;
    for (const item of this.#items()) this.#show(item, item.dataset.method === type);
    this.#changed();
  }

  #show(item: HTMLElement, isOpen: boolean): void {
    const type = item.dataset.method ?? "";
    const panel = item.querySelector(".p-AccordionPanel") ?? item;
    const waiting = panel.querySelector<HTMLTemplateElement>(":scope > template");
    if (isOpen && waiting !== null) panel.replaceChildren(...waiting.content.childNodes);
    if (!isOpen && waiting === null) {
      const template = document.createElement("template");
      template.content.append(...panel.childNodes);
      panel.append(template);
    }
    item.toggleAttribute("data-open", isOpen);
    item.classList.toggle("AccordionItem--selected", isOpen && item.classList.contains("AccordionItem"));
    const button = this.#node.querySelector(`[data-choose="${type}"]`);
    const isTab = button?.getAttribute("role") === "tab";
    button?.setAttribute(isTab ? "aria-selected" : "aria-expanded", String(isOpen));
    button?.classList.toggle("Tab--selected", isTab && isOpen);
  }
}
