/**
 * Simple icons of our own: badges with letters for card brands, no copies of trademarks. All are decorative.
 */
import type { KnownBrand } from "../../form/card_formats.ts";

/** The letters on each badge. The colours are in the style sheets. */
const LETTERS: Readonly<Record<KnownBrand, string>> = {
  visa: "VISA",
  mastercard: "MC",
  amex: "AMEX",
  discover: "DISC",
  diners: "DIN",
  jcb: "JCB",
  unionpay: "UP",
};

/**
 * The page contains all brands. CSS shows four of them until the client script recognizes the typed brand.
 */
export function CardBrands() {
  const brands = Object.entries(LETTERS);
  return (
    <span class="CardBrands" aria-hidden="true">
      {brands.map(([brand, letters]) => (
        <Mark key={brand} brand={brand} letters={letters} />
      ))}
    </span>
  );
}

/** The badge of a saved card; a plain card if the brand has no badge. */
export function BrandMark({ brand }: { readonly brand: string }) {
  const letters = Object.entries(LETTERS).find(([known]) => known === brand)?.[1];
  return letters === undefined ? <CardMark /> : <Mark brand={brand} letters={letters} />;
}

function Mark({ brand, letters }: { readonly brand: string; readonly letters: string }) {
  return (
    <svg
      class={`CardBrand CardBrand--${brand}`}
      viewBox="0 0 32 20"
      width="32"
      height="20"
      aria-hidden="true"
    >
      <rect class="CardBrand-plate" x="0.5" y="0.5" width="31" height="19" rx="3.5" />
      <text class="CardBrand-letters" x="16" y="13.6" text-anchor="middle">
        {letters}
      </text>
    </svg>
  );
}

/** The back of a card, which shows where the security code is. */
export function CvcMark() {
  return (
    <svg class="CvcMark" viewBox="0 0 32 20" width="32" height="20" aria-hidden="true">
      <rect class="CardBrand-plate" x="0.5" y="0.5" width="31" height="19" rx="3.5" />
      <rect class="CvcMark-stripe" x="1" y="4" width="30" height="3.5" />
      <text class="CardBrand-letters" x="22" y="15.5" text-anchor="middle">
        123
      </text>
    </svg>
  );
}

export function BackArrow() {
  return (
    <svg class="Header-backArrow" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d="M13.5 8h-11m0 0 4.5-4.5M2.5 8 7 12.5" {...STROKE} />
    </svg>
  );
}

export function Chevron() {
  return (
    <svg class="Chevron" viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
      <path d="m3.5 5.75 4.5 4.5 4.5-4.5" {...STROKE} />
    </svg>
  );
}

export function Lock() {
  return (
    <svg class="SubmitButton-Lock" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <rect x="3" y="7" width="10" height="7" rx="1.5" fill="currentColor" />
      <path d="M5.25 7V5a2.75 2.75 0 0 1 5.5 0v2" {...STROKE} />
    </svg>
  );
}

export function Check() {
  return (
    <svg class="Check" viewBox="0 0 16 16" width="20" height="20" aria-hidden="true">
      <path d="m3 8.5 3.5 3.5L13 4.5" {...STROKE} />
    </svg>
  );
}

export function Cross() {
  return (
    <svg class="Cross" viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
      <path d="m3.5 3.5 9 9m0-9-9 9" {...STROKE} />
    </svg>
  );
}

/** A price tag, shown beside a discount. */
export function Tag() {
  return (
    <svg class="Tag" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d="M2 7.5V3a1 1 0 0 1 1-1h4.5l6 6a1.4 1.4 0 0 1 0 2L10 13.5a1.4 1.4 0 0 1-2 0z" {...STROKE} />
      <circle cx="5.2" cy="5.2" r="0.9" fill="currentColor" />
    </svg>
  );
}

export function CardMark() {
  return (
    <svg class="CardMark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <rect x="1.25" y="3.25" width="13.5" height="9.5" rx="1.75" {...STROKE} />
      <path d="M1.5 6.5h13" {...STROKE} />
    </svg>
  );
}

/** A bank, for methods that payers approve at their bank. */
export function BankMark() {
  return (
    <svg class="MethodMark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d="M2 6.25 8 2.5l6 3.75zM3.5 6.5v5m3-5v5m3-5v5m3-5v5M2 13.5h12" {...STROKE} />
    </svg>
  );
}

/** The corners of a code, for methods whose payers scan one. */
export function QrCodeMark() {
  return (
    <svg class="MethodMark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d="M2.5 2.5h4v4h-4zm7 0h4v4h-4zm-7 7h4v4h-4zm7 4v-4h1.5m2.5 0v1.5m-1.5 2.5h1.5" {...STROKE} />
    </svg>
  );
}

/** A slip with lines, for vouchers. */
export function VoucherMark() {
  return (
    <svg class="MethodMark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path
        d="M2.5 2.5h11v11l-1.8-1.2-1.9 1.2-1.8-1.2-1.8 1.2-1.9-1.2-1.8 1.2zM5 5.5h6M5 8.5h6"
        {...STROKE}
      />
    </svg>
  );
}

/** A wallet, for wallets and for what lets payers pay later. */
export function WalletMark() {
  return (
    <svg class="MethodMark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path
        d="M12 5V3.25a.75.75 0 0 0-.9-.73L3 4.25A1.5 1.5 0 0 0 1.75 5.7v6.55c0 .83.67 1.5 1.5 1.5h9.5c.83 0 1.5-.67 1.5-1.5V6.5c0-.83-.67-1.5-1.5-1.5z"
        {...STROKE}
      />
      <circle cx="11.5" cy="9.4" r="0.9" fill="currentColor" />
    </svg>
  );
}

const STROKE = {
  fill: "none",
  stroke: "currentColor",
  "stroke-width": "1.6",
  "stroke-linecap": "round",
  "stroke-linejoin": "round",
} as const;
