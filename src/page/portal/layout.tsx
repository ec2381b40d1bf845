/** The frame of every page of the portal: the shop and the way back to it beside what the page is about. */
import type { ComponentChildren } from "preact";
import { BackArrow } from "../controls/icons.tsx";
import { Footer, renderDocument } from "../server/document.tsx";
import { safeUrl } from "../server/safe_urls.ts";
import { backPath, type PortalView } from "./portal_view.ts";

interface LayoutProps {
  /** The title of the document. */
  readonly title: string;
  readonly heading: string;
  readonly isHome?: boolean;
  readonly children: ComponentChildren;
}

export function portalPage(
  view: PortalView,
  { title, heading, isHome = false, children }: LayoutProps,
): string {
  const { business, fault, language } = view;
  const back = isHome ? null : backPath(view);
  return renderDocument({
    ...view,
    title: `${title} – ${business}`,
    children: (
      <div class="Portal">
        <Shop {...view} />
        <main class="Portal-main" data-testid="page-container-main">
          {back !== null && (
            <a class="Portal-back" href={back} data-testid="portal-back">
              <BackArrow />
              {language.messages.header.back}
            </a>
          )}
          <h1>{heading}</h1>
          {fault !== null && (
            <p class="Portal-fault" role="alert" data-testid="portal-fault">
              {fault}
            </p>
          )}
          {children}
          <Footer language={language} />
        </main>
      </div>
    ),
  });
}

function Shop({ business, found, language, privacy, terms }: PortalView) {
  const { portal } = language.messages;
  const url = safeUrl(found.session.return_url);
  return (
    <aside class="Portal-shop" aria-label={business}>
      <p class="Portal-business">{business}</p>
      {url !== null && (
        <a
          class="Portal-return"
          href={url}
          rel="noreferrer"
          data-testid="return-to-business-link"
          data-test="return-to-business-link"
        >
          <BackArrow />
          {portal.returnTo(business)}
        </a>
      )}
      <ul class="Portal-links">
        {terms !== null && (
          <li>
            <a href={terms} rel="noreferrer">
              {portal.terms}
            </a>
          </li>
        )}
        {privacy !== null && (
          <li>
            <a href={privacy} rel="noreferrer">
              {portal.privacy}
            </a>
          </li>
        )}
      </ul>
    </aside>
  );
}

/** One part of a page, under a heading of its own. */
export function Section(props: {
  readonly title: string;
  readonly testId: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="Portal-section" data-testid={props.testId}>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}

/** A form without fields: one button that does one thing. */
export function PostButton(props: {
  readonly action: string;
  readonly testId: string;
  readonly label?: string;
  readonly strong?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <form method="post" action={props.action}>
      <button
        type="submit"
        class={props.strong ? "LinkButton LinkButton--strong" : "Portal-quiet"}
        data-testid={props.testId}
        data-test={props.testId}
        aria-label={props.label}
      >
        {props.children}
      </button>
    </form>
  );
}
