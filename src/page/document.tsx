/** The frame of every page: head, the notice that this is not Stripe, and the footer that says so again. */
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import type { AssetUrls } from "./assets.ts";
import type { Language } from "./languages.ts";

/** What every page is made with. */
export interface Frame {
  readonly language: Language;
  readonly assets: AssetUrls;
}

interface DocumentProps extends Frame {
  readonly title: string;
  /** Go there at once: works without a script, and `form-action` does not cover it. */
  readonly refreshTo?: string;
  /** Inside a challenge frame: no notice, the page around it has one. */
  readonly bare?: boolean;
  readonly children: ComponentChildren;
}

export function renderDocument(props: DocumentProps): string {
  return `<!doctype html>${renderToString(<Document {...props} />)}`;
}

function Document({ language, assets, title, refreshTo, bare, children }: DocumentProps) {
  return (
    <html lang={language.tag}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light" />
        {refreshTo !== undefined && <meta http-equiv="refresh" content={`0;url=${refreshTo}`} />}
        <title>{title}</title>
        <link rel="icon" href={assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.css} />
        <script src={assets.script} type="module" />
      </head>
      <body class={bare ? "Page Page--bare" : "Page"}>
        {!bare && <Notice language={language} />}
        {children}
      </body>
    </html>
  );
}

/** Cannot be turned off: a page that takes card numbers has to say what it is. */
function Notice({ language: { messages } }: { language: Language }) {
  return (
    <header class="Notice" id="not-stripe" data-testid="checkstand-notice">
      <p>
        <strong>{messages.notice.title}</strong> {messages.notice.text}
      </p>
    </header>
  );
}

/** Tests look for the link by its words; read as a whole, it tells the truth, and it leads to the notice. */
export function Footer({ language: { messages } }: { language: Language }) {
  const { poweredBefore, powered, poweredAfter } = messages.notice;
  return (
    <div class="Footer">
      <a class="Footer-PoweredBy" href="#not-stripe">
        {poweredBefore} <span>{powered}</span>
      </a>
      <span class="Footer-honest">{poweredAfter}</span>
    </div>
  );
}
