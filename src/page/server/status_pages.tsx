/** Pages with a single message: complete, expired, unknown, refused, on the way back to the shop. */
import type { ComponentChildren } from "preact";
import { BackArrow, Check } from "../controls/icons.tsx";
import { Footer, type Frame, renderDocument } from "./document.tsx";

interface StatusProps extends Frame {
  readonly testId: string;
  readonly title: string;
  readonly text: string;
  readonly mark?: "done" | "stopped";
  readonly refreshTo?: string;
  readonly children?: ComponentChildren;
}

function statusPage({ testId, title, text, mark = "stopped", children, ...frame }: StatusProps): string {
  return renderDocument({
    ...frame,
    title,
    children: (
      <main class="StatusPage">
        <section class="StatusPage-card" data-testid={testId}>
          <span class={`StatusPage-mark StatusPage-mark--${mark}`} aria-hidden="true">
            {mark === "done" ? <Check /> : "!"}
          </span>
          <h1>{title}</h1>
          <p dir="auto">{text}</p>
          {children}
        </section>
        <Footer language={frame.language} />
      </main>
    ),
  });
}

/** The way back to the shop. */
export interface Back {
  readonly href: string;
  readonly business: string;
}

function BackLink({ href, business, language }: Back & Pick<Frame, "language">) {
  return (
    <a class="LinkButton" href={href} rel="noreferrer" data-testid="business-link">
      <BackArrow />
      {language.messages.header.backTo(business)}
    </a>
  );
}

/** `back` is null if the session has no URL of its shop. */
export function completePage(frame: Frame, sessionId: string, back: Back | null): string {
  const { complete } = frame.language.messages;
  return statusPage({
    ...frame,
    testId: "session-complete",
    title: complete.title,
    text: complete.text,
    mark: "done",
    children: (
      <>
        <dl class="StatusPage-facts">
          <dt>{complete.session}</dt>
          <dd data-testid="session-id">{sessionId}</dd>
        </dl>
        <p class="StatusPage-hint">{complete.hint}</p>
        {back !== null && <BackLink {...back} language={frame.language} />}
      </>
    ),
  });
}

/** The links on the page of an expired session. */
interface WaysOn {
  readonly back: Back | null;
  /** The URL that opens a copy of the session, if there is one. */
  readonly recovery: string | null;
}

export function expiredPage(frame: Frame, sessionId: string, ways: WaysOn): string {
  const { expired, complete } = frame.language.messages;
  const { back, recovery } = ways;
  return statusPage({
    ...frame,
    testId: "session-expired",
    title: expired.title,
    text: recovery === null ? expired.text : expired.recoverText,
    children: (
      <>
        <dl class="StatusPage-facts">
          <dt>{complete.session}</dt>
          <dd data-testid="session-id">{sessionId}</dd>
        </dl>
        {recovery !== null && (
          <a class="LinkButton LinkButton--strong" href={recovery} data-testid="recovery-link">
            {expired.recover}
          </a>
        )}
        {back !== null && <BackLink {...back} language={frame.language} />}
      </>
    ),
  });
}

/** What a session came to that is over: money was paid, a method was saved, or neither. */
export type CameTo = "nothing" | "payment" | "setup";

interface Thanks {
  readonly sessionId: string;
  readonly cameTo: CameTo;
  /** The shop's own message. */
  readonly message: string | null;
  readonly business: string;
}

/** The confirmation at the end of a payment link without a redirect. */
export function thanksPage(frame: Frame, { sessionId, cameTo, message, business }: Thanks): string {
  const { thanks, complete, leaving } = frame.language.messages;
  const isPaid = cameTo === "payment";
  return statusPage({
    ...frame,
    testId: "hosted-confirmation",
    title: isPaid ? thanks.title : leaving.thanks,
    text: message ?? (isPaid ? thanks.text(business) : thanks.nothingDue(business)),
    mark: "done",
    children: (
      <dl class="StatusPage-facts">
        <dt>{complete.session}</dt>
        <dd data-testid="session-id">{sessionId}</dd>
      </dl>
    ),
  });
}

/** The end of what a portal session was for, with the shop's own message and the way back to it, if any. */
export function flowDonePage(
  frame: Frame,
  title: string,
  message: string | null,
  back: { readonly href: string; readonly text: string } | null,
): string {
  return statusPage({
    ...frame,
    testId: "hosted-confirmation",
    title,
    text: message ?? "",
    mark: "done",
    children: back !== null && (
      <a class="LinkButton" href={back.href} rel="noreferrer" data-testid="return-to-business-link">
        <BackArrow />
        {back.text}
      </a>
    ),
  });
}

/** A dead URL of a payment link, a recovery, an invoice or the customer portal, with the shop's own message if any. */
export function deadLinkPage(
  frame: Frame,
  why: keyof typeof DEAD_LINK_TEST_IDS,
  message?: string | null,
): string {
  const { invoice, link, portal } = frame.language.messages;
  const texts = {
    inactive: { title: link.inactiveTitle, text: message ?? link.inactiveText },
    unknown: { title: link.unknownTitle, text: link.unknownText },
    invoice: { title: invoice.unknownTitle, text: invoice.unknownText },
    recovery: { title: link.recoveryTitle, text: link.recoveryText },
    portal: { title: link.recoveryTitle, text: portal.expiredText },
    portal_expired: { title: portal.expiredTitle, text: portal.expiredText },
  };
  return statusPage({ ...frame, testId: DEAD_LINK_TEST_IDS[why], ...texts[why] });
}
const DEAD_LINK_TEST_IDS = {
  inactive: "link-inactive",
  unknown: "link-unknown",
  invoice: "invoice-unknown",
  recovery: "recovery-invalid",
  portal: "portal-unknown",
  portal_expired: "portal-expired",
} as const;

type Plain = "refused" | "trouble_page" | "unknown";
const PLAIN_TEST_IDS: Readonly<Record<Plain, string>> = {
  refused: "request-refused",
  trouble_page: "server-trouble",
  unknown: "session-unknown",
};

export function plainPage(frame: Frame, which: Plain): string {
  return statusPage({ ...frame, testId: PLAIN_TEST_IDS[which], ...frame.language.messages[which] });
}

/** The request used a host name that the server does not accept. */
export function wrongHostPage(frame: Frame): string {
  return statusPage({
    ...frame,
    testId: "wrong-host",
    ...frame.language.messages.wrongHost,
    // The option's name is the same in every language.
    children: (
      <p class="StatusPage-hint">
        <code>--allowed-hosts</code>
      </p>
    ),
  });
}

/** Sends the payer on. A page and not a redirect because of `form-action` (see guards.ts). */
export function leavingPage(frame: Frame, url: string, cameTo: CameTo): string {
  const { leaving, submit } = frame.language.messages;
  const titles = { nothing: leaving.thanks, payment: leaving.title, setup: submit.saved };
  return statusPage({
    ...frame,
    testId: "leaving",
    title: titles[cameTo],
    text: leaving.text,
    mark: "done",
    refreshTo: url,
    children: (
      <a class="LinkButton" href={url} rel="noreferrer">
        {leaving.link}
      </a>
    ),
  });
}

/** The end on the phone of a payer who has scanned a code, or on a page with a code that leads nowhere else. */
export function scannedPage(frame: Frame, method: string, fault: string | null = null): string {
  return statusPage({
    ...frame,
    testId: "scan-over",
    title: method,
    text: fault ?? frame.language.messages.scan.done,
    mark: fault === null ? "done" : "stopped",
  });
}

/** For a challenge that is over and has come to nothing that a URL could be told. `back` is null without one. */
export function challengeOverPage(frame: Frame, back: Back | null): string {
  const { challenge } = frame.language.messages;
  return statusPage({
    ...frame,
    testId: "challenge-over",
    title: challenge.over,
    text: challenge.overText,
    mark: "done",
    children: back !== null && <BackLink {...back} language={frame.language} />,
  });
}
