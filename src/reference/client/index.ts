/**
 * The script of the reference: opens and closes the menu on small screens, runs the search, and unfolds the
 * target of a link. All pages can be read without it.
 */
import { type Entry, entriesOf, find, type SearchIndex } from "../search.ts";

declare global {
  interface Window {
    /** Set by the script file that contains the index. */
    checkstandSearch?: SearchIndex;
  }
}

const RESULTS_MAX = 40;

document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  startMenu();
  startSearch();
  unfoldTarget();
  window.addEventListener("hashchange", unfoldTarget);
});

function byId<E extends HTMLElement>(id: string, type: new () => E): E {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`the page has no ${id}`);
  return element;
}

function startMenu(): void {
  const button = byId("menu-button", HTMLButtonElement);
  const menu = byId("menu", HTMLElement);
  const show = (open: boolean) => {
    button.setAttribute("aria-expanded", String(open));
    menu.classList.toggle("is-open", open);
  };
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") === "false"));
  menu.addEventListener("click", (event) => {
    if (event.target instanceof HTMLAnchorElement) show(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.classList.contains("is-open")) {
      show(false);
      button.focus();
    }
  });
}

/** Unfolds all that contains the anchor in the page's URL. */
function unfoldTarget(): void {
  const target = document.getElementById(location.hash.slice(1));
  if (target === null) return;
  let folded = false;
  for (let at: Element | null = target; at !== null; at = at.parentElement) {
    if (!(at instanceof HTMLDetailsElement) || at.open) continue;
    at.open = true;
    folded = true;
  }
  if (folded) target.scrollIntoView();
}

let loading: Promise<readonly Entry[]> | null = null;

/** Loads the index, once for each page. It is a script so that pages opened from disk can load it as well. */
function loadIndex(file: string): Promise<readonly Entry[]> {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = file;
    script.onload = () => resolve(entriesOf(window.checkstandSearch ?? { entries: [], params: [] }));
    script.onerror = () => {
      loading = null;
      reject(new Error("the index could not be loaded"));
    };
    document.head.append(script);
  });
  return loading;
}

function startSearch(): void {
  const search = byId("search", HTMLElement);
  const input = byId("search-input", HTMLInputElement);
  const panel = byId("search-panel", HTMLElement);
  const list = byId("search-results", HTMLElement);
  const status = byId("search-status", HTMLElement);
  search.hidden = false;

  const answer = async (): Promise<void> => {
    const query = input.value;
    keepInAddress(query);
    panel.hidden = query.trim() === "";
    if (panel.hidden) return;
    try {
      const entries = await loadIndex(search.dataset.index ?? "");
      if (input.value !== query) return; // the query has changed while the index was loaded
      const found = find(entries, query, RESULTS_MAX);
      list.replaceChildren(...found.map(resultOf));
      status.textContent = countText(found.length);
    } catch {
      status.textContent = "The search is not available.";
    }
  };
  const close = () => {
    input.value = "";
    void answer();
    input.focus();
  };

  input.addEventListener("input", () => void answer());
  search.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === input) links[0]?.click();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") move(links, event.key, input);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // Enter on a link follows the link as usual.
  list.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.stopPropagation();
  });
  list.addEventListener("click", () => {
    panel.hidden = true;
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !search.contains(event.target)) panel.hidden = true;
  });
  input.addEventListener("focus", () => {
    panel.hidden = input.value.trim() === "";
  });
  focusOnSlash(input);

  input.value = new URLSearchParams(location.search).get("q") ?? "";
  if (input.value !== "") void answer();
}

/** Focuses the search when "/" is pressed, as on other sites; not while somebody types in a field. */
function focusOnSlash(input: HTMLInputElement): void {
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLInputElement;
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

function countText(count: number): string {
  if (count === 0) return "Nothing found.";
  if (count === RESULTS_MAX) return `The best ${RESULTS_MAX} results`;
  return count === 1 ? "1 result" : `${count} results`;
}

/** One result as a link. Names from the definitions are inserted as text, never as HTML. */
function resultOf([kind, name, context, url]: Entry): HTMLLIElement {
  const link = document.createElement("a");
  link.href = url;
  for (const [role, text] of [
    ["kind", kind],
    ["name", name],
    ["context", context],
  ] as const) {
    const part = document.createElement("span");
    part.className = `Search-${role}`;
    part.textContent = text;
    link.append(part, " ");
  }
  const item = document.createElement("li");
  item.append(link);
  return item;
}

/** Moves the focus with the arrow keys between the input and the results. */
function move(links: readonly HTMLElement[], key: string, input: HTMLElement): void {
  const { activeElement } = document;
  const at = activeElement instanceof HTMLElement ? links.indexOf(activeElement) : -1;
  const next = key === "ArrowDown" ? at + 1 : at - 1;
  (next < 0 ? input : links[next])?.focus();
}

/** Keeps the query in the page's URL, so that it can be shared and is restored on going back. */
function keepInAddress(query: string): void {
  const url = new URL(location.href);
  if (query === "") url.searchParams.delete("q");
  else url.searchParams.set("q", query);
  history.replaceState(null, "", url);
}
