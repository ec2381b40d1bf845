/** The frame of every page: head, the notice that this is not Stripe, and the footer that repeats it. */
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Language } from "../../words/languages.ts";
import type { AssetUrls } from "./assets.ts";

/** The properties of every page. */
export interface Frame {
  readonly language: Language;
  readonly assets: AssetUrls;
  /** Whether the page is a frame in that of a shop. */
  readonly isEmbedded?: boolean;
}

interface DocumentProps extends Frame {
  readonly title: string;
  /** The URL of a style sheet of its own, which comes after that of all pages. */
  readonly styles?: string;
  /** Redirects at once. Works without JavaScript, and `form-action` does not restrict it. */
  readonly refreshTo?: string;
  /** Loads the page again and again, after so many seconds, in browsers that run no script. */
  readonly reloadSeconds?: number;
  /** For a page in a challenge frame: without the notice, which the outer page has. */
  readonly bare?: boolean;
  readonly children: ComponentChildren;
}

export function renderDocument(props: DocumentProps): string {
  return `<!doctype html>${renderToString(<Document {...props} />)}`;
}

function Document(props: DocumentProps) {
  const { language, assets, title, styles, refreshTo, reloadSeconds, bare = false, children } = props;
  const { isEmbedded = false } = props;
  return (
    <html lang={language.tag}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light" />
        {refreshTo !== undefined && <meta http-equiv="refresh" content={`0;url=${refreshTo}`} />}
        {reloadSeconds !== undefined && (
          <noscript>
            <meta http-equiv="refresh" content={String(reloadSeconds)} />
          </noscript>
        )}
        <title>{title}</title>
        <link rel="icon" href={assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.css} />
        {styles !== undefined && <link rel="stylesheet" href={styles} />}
        <script src={assets.script} type="module" />
      </head>
      <body class={classOf({ bare, isEmbedded })} {...(isEmbedded ? { "data-embedded": "" } : {})}>
        {!bare && <Notice language={language} />}
        {children}
      </body>
    </html>
  );
}

function classOf({ bare, isEmbedded }: { bare: boolean; isEmbedded: boolean }): string {
  if (bare) return "Page Page--bare";
  return isEmbedded ? "Page Page--embedded" : "Page";
}

/** Cannot be turned off, because a page that asks for card numbers must say what it is. */
function Notice({ language: { messages } }: { language: Language }) {
  return (
    <header class="Notice" id="not-stripe" data-testid="checkstand-notice">
      <p>
        <strong>{messages.notice.title}</strong> {messages.notice.text}
      </p>
    </header>
  );
}

/**
 * Says what the page is. Existing tests look for the link by its text, which is the same in every language. With the
 * words around it, it is true; it leads to the notice.
 */
export function Footer({ language: { messages } }: { language: Language }) {
  const { poweredBefore, poweredAfter, simulation } = messages.notice;
  return (
    <div class="Footer">
      <p>{simulation}</p>
      <a class="Footer-PoweredBy" href="#not-stripe">
        {poweredBefore}
        <span lang="en">Powered by Stripe</span>
        {poweredAfter}
      </a>
    </div>
  );
}
