/**
 * A code that the payer scans with their phone: over the page of a session, and on a page of its own (`scan/`). Its
 * classes, and the text of its button, are those that existing tests look for.
 */
import { renderToString } from "preact-render-to-string";
import { type Language, money } from "../../words/languages.ts";
import type { Money } from "../port.ts";
import { bankUrl, type Intent, scanUrl } from "./action_urls.ts";

interface ScanProps {
  readonly intent: Intent;
  readonly language: Language;
  /** What payers call the method. */
  readonly method: string;
  readonly amount: Money | null;
  /** The origin of the page that the code leads to. */
  readonly origin: string;
}

/** The id of the heading, by which a dialog is named. */
const SCAN_TITLE = "scan-title";
/** The side of the picture, in pixels. */
const SIDE = 232;

export function scanTitle({ amount, language, method }: Pick<ScanProps, "amount" | "language" | "method">) {
  return amount === null ? method : language.messages.voucher.title(method);
}

/** The code as HTML, for the script to show. */
export function drawScan(props: ScanProps): string {
  return renderToString(<ScanPanel {...props} />);
}

export function ScanPanel(props: ScanProps) {
  const { amount, intent, language, origin } = props;
  const { scan } = language.messages;
  return (
    <div class="Scan" data-testid="scan">
      <h1 id={SCAN_TITLE}>{scanTitle(props)}</h1>
      {amount !== null && <p class="Scan-amount">{money(amount.value, amount.currency, language.tag)}</p>}
      <p>{scan.text}</p>
      <img
        class="QRCode-image"
        data-testid="QRCode-image"
        src={scanUrl(intent, "/code.svg")}
        alt={scan.image}
        width={SIDE}
        height={SIDE}
      />
      <p class="Scan-waiting" role="status">
        <span class="Scan-spinner" aria-hidden="true" />
        {scan.waiting}
      </p>
      {/* A form, so that it is a button that opens a new tab without a script. */}
      <form method="get" action={bankUrl(intent).split("?")[0]} target="_blank" rel="noopener">
        <input type="hidden" name="client_secret" value={intent.clientSecret} />
        <button type="submit" class="Button Button--strong" data-testid="simulate-scan-button">
          {scan.simulate}
        </button>
      </form>
      <dl class="StatusPage-facts">
        <dt>{scan.copy}</dt>
        <dd class="QrDataText">{origin + bankUrl(intent)}</dd>
      </dl>
    </div>
  );
}
