/** The frame of every page of the reference: notice, search and side menu. */
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { CARDS_PAGE, ERRORS_PAGE, EVENTS_PAGE, INDEX_PAGE, objectPage, VERSIONS_PAGE } from "../anchors.ts";
import type { Examples } from "../examples.ts";
import type { ObjectEntry, Reference } from "../model.ts";
import { QUERY_CHARS_MAX } from "../search.ts";

/** The data that every page is drawn from. */
export interface Frame {
  readonly reference: Reference;
  readonly examples: Examples;
  /** The server's URL in the examples, and (next field) the key that they use. */
  readonly baseUrl: string;
  readonly key: string;
  /** Names of the files beside the pages. */
  readonly assets: {
    readonly css: string;
    readonly script: string;
    readonly search: string;
    readonly icon: string;
  };
}

interface PageProps extends Frame {
  /** The name of this page's file. */
  readonly page: string;
  readonly title: string;
  /** The object of an object's page, whose endpoints the menu lists. */
  readonly object?: ObjectEntry;
  readonly children: ComponentChildren;
}

/** The notice on every page, which says what these pages and this server are. */
const IT_IS_NOT = "This is not Stripe.";
const WHAT_IT_IS =
  "These pages describe Checkstand, a test server that behaves like Stripe's API. No money moves.";

const MORE: readonly (readonly [string, string])[] = [
  [ERRORS_PAGE, "Errors"],
  [EVENTS_PAGE, "Event types"],
  [VERSIONS_PAGE, "API versions"],
  [CARDS_PAGE, "Test cards"],
];

export function renderPage(props: PageProps): string {
  return `<!doctype html>${renderToString(<Page {...props} />)}`;
}

function Page(props: PageProps) {
  const { title, assets, children } = props;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Checkstand API reference`}</title>
        <link rel="icon" href={assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.css} />
        <script src={assets.script} />
      </head>
      <body>
        <a class="Skip" href="#content">
          Skip to the content
        </a>
        <header class="Head">
          <p class="Notice">
            <strong>{IT_IS_NOT}</strong> {WHAT_IT_IS}
          </p>
          <Bar {...props} />
        </header>
        <div class="Frame">
          <Menu {...props} />
          <main id="content" class="Content" tabIndex={-1}>
            {children}
            <footer class="Footer">
              <p>{IT_IS_NOT} Stripe is a trademark of Stripe, Inc., which has no part in this project.</p>
            </footer>
          </main>
        </div>
      </body>
    </html>
  );
}

/** The search stays hidden until the script is running. */
function Bar({ assets }: PageProps) {
  return (
    <div class="Bar">
      <a class="Brand" href={INDEX_PAGE}>
        <img src={assets.icon} alt="" width="24" height="24" />
        Checkstand <span>API reference</span>
      </a>
      <search class="Search" id="search" data-index={assets.search} hidden>
        <input
          class="Search-input"
          id="search-input"
          type="search"
          placeholder="Search"
          aria-label="Search the reference"
          aria-controls="search-results"
          aria-describedby="search-status"
          autocomplete="off"
          spellcheck={false}
          maxLength={QUERY_CHARS_MAX}
        />
        <span class="Search-key" aria-hidden="true">
          /
        </span>
        <div class="Search-panel" id="search-panel" hidden>
          <p class="Search-status" id="search-status" role="status" />
          <ul class="Search-results" id="search-results" />
        </div>
      </search>
      <button class="MenuButton" id="menu-button" type="button" aria-controls="menu" aria-expanded="false">
        Menu
      </button>
    </div>
  );
}

function Menu({ reference, page, object }: PageProps) {
  return (
    <nav class="Menu" id="menu" aria-label="Reference">
      <ul>
        <MenuLink page={INDEX_PAGE} current={page} text="Overview" />
      </ul>
      {reference.areas.map((area) => (
        <>
          <h2 class="Menu-area">{area.title}</h2>
          <ul>
            {area.objects.map((entry) => (
              <MenuLink page={objectPage(entry.object)} current={page} text={entry.words.title}>
                {entry === object && <Endpoints entry={entry} />}
              </MenuLink>
            ))}
          </ul>
        </>
      ))}
      <h2 class="Menu-area">More</h2>
      <ul>
        {MORE.map(([file, text]) => (
          <MenuLink page={file} current={page} text={text} />
        ))}
      </ul>
    </nav>
  );
}

interface MenuLinkProps {
  readonly page: string;
  readonly current: string;
  readonly text: string;
  readonly children?: ComponentChildren;
}

function MenuLink({ page, current, text, children }: MenuLinkProps) {
  return (
    <li>
      <a href={page} {...(page === current ? { "aria-current": "page" as const } : {})}>
        {text}
      </a>
      {children}
    </li>
  );
}

function Endpoints({ entry }: { entry: ObjectEntry }) {
  if (entry.endpoints.length === 0) return null;
  return (
    <ul class="Menu-endpoints">
      {entry.endpoints.map(({ anchor, title }) => (
        <li>
          <a href={`#${anchor}`}>{title}</a>
        </li>
      ))}
    </ul>
  );
}
