/** The document of every frame: a form, what its script needs, nothing that shows what surrounds it. */
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Language } from "../../words/languages.ts";
import type { FrameData } from "../wire.ts";

interface FrameDocument {
  readonly language: Language;
  readonly title: string;
  readonly script: string;
  readonly styles: string;
  readonly data: FrameData;
  readonly children: ComponentChildren;
}

export function frameDocument(props: FrameDocument): string {
  return `<!doctype html>${renderToString(<Document {...props} />)}`;
}

function Document({ language, title, script, styles, data, children }: FrameDocument) {
  return (
    <html lang={language.tag}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="stylesheet" href={styles} />
        <script src={script} type="module" />
      </head>
      <body>
        <form class="ElementsForm" noValidate autocomplete="on" data-frame={JSON.stringify(data)}>
          {children}
        </form>
      </body>
    </html>
  );
}

/**
 * The headers of a frame. Any page may show it, as any shop may use Stripe.js; what is typed in it goes to this server
 * alone.
 */
export const FRAME_HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self' https://api.stripe.com",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors *",
  ].join("; "),
  "content-type": "text/html; charset=utf-8",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
} as const;
