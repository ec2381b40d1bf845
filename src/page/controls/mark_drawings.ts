/**
 * The drawings of card brands and payment methods, by type: simple shapes and letters of our own that recall the
 * real marks and copy none of them. On a plate of 32 × 20; light in bytes, because a page has many of them.
 */
import type { KnownBrand } from "../../form/card_formats.ts";
import type { AskedMethod } from "../../form/fields.ts";

export interface Drawing {
  readonly plate: string;
  /** Filled paths, from back to front. */
  readonly shapes?: readonly (readonly [fill: string, path: string])[];
  readonly letters?: { readonly ink: string; readonly text: string; readonly baseline?: number };
  /** A path that is drawn as a line, in the ink of the page. */
  readonly line?: string;
}

/** A white plate gets an edge. */
export const WHITE = "#fff";
const letters = (plate: string, ink: string, text: string): Drawing => ({ plate, letters: { ink, text } });
const shapes = (plate: string, ...shapes: [fill: string, path: string][]): Drawing => ({ plate, shapes });
const line = (path: string): Drawing => ({ plate: WHITE, line: path });

export const BRANDS: Readonly<Record<KnownBrand, Drawing>> = {
  visa: {
    ...letters("#1b3a8f", WHITE, "VISA"),
    shapes: [["#f4b223", "M0 16.5h32V17a3 3 0 0 1-3 3H3a3 3 0 0 1-3-3z"]],
  },
  mastercard: shapes(
    WHITE,
    ["#df2a2f", "M13 4a6 6 0 1 0 0 12 6 6 0 1 0 0-12z"],
    ["#f6a01f", "M19 4a6 6 0 1 0 0 12 6 6 0 1 0 0-12z"],
    ["#f26b21", "M16 4.8a6 6 0 0 1 0 10.4 6 6 0 0 1 0-10.4z"],
  ),
  amex: letters("#1e70b7", WHITE, "AMEX"),
  discover: {
    plate: WHITE,
    shapes: [["#f27a1f", "M31.5 10v7a2.5 2.5 0 0 1-2.5 2.5H13c8-1.5 14-4.5 18.5-9.5z"]],
    letters: { ink: "#26302d", text: "DISC", baseline: 11 },
  },
  diners: shapes(WHITE, [
    "#1565a5",
    "M16 3a7 7 0 1 0 0 14 7 7 0 1 0 0-14zm-1.5 2.7v8.6a4.6 4.6 0 0 1 0-8.6zm3 0a4.6 4.6 0 0 1 0 8.6z",
  ]),
  jcb: shapes(
    WHITE,
    ["#1769b0", "M8 5.5A2.5 2.5 0 0 1 10.5 3H13v11.5a2.5 2.5 0 0 1-2.5 2.5H8z"],
    ["#d5203e", "M13.5 5.5A2.5 2.5 0 0 1 16 3h2.5v11.5A2.5 2.5 0 0 1 16 17h-2.5z"],
    ["#2e9a47", "M19 5.5A2.5 2.5 0 0 1 21.5 3H24v11.5a2.5 2.5 0 0 1-2.5 2.5H19z"],
  ),
  unionpay: shapes(
    WHITE,
    ["#d9222a", "M8 4h6.5l-3 12H5z"],
    ["#1c5c99", "M14.5 4H21l-3 12h-6.5z"],
    ["#0d8a80", "M21 4h6.5l-3 12H18z"],
  ),
};

/** The common methods. All others have the drawing of their family. */
export const METHODS: Readonly<Record<string, Drawing>> = {
  affirm: {
    ...letters(WHITE, "#17211e", "a"),
    shapes: [["#4a4af4", "M7 13a9.2 9.2 0 0 1 18 0h-2.2a7 7 0 0 0-13.6 0z"]],
  },
  afterpay_clearpay: shapes("#b2fce4", ["#17211e", "M6 14.5 11.2 6l5.2 8.5zm9.6-9H26L20.8 14z"]),
  alipay: letters("#1677ff", WHITE, "Ali"),
  alma: letters("#fa5022", WHITE, "alma"),
  amazon_pay: {
    plate: "#222e3c",
    shapes: [["#ff9d1a", "M8.5 14c4.8 2.7 10.2 2.7 15 0l-.6 1.7c-4.3 2.3-9.5 2.3-13.8 0z"]],
    letters: { ink: WHITE, text: "pay", baseline: 11.5 },
  },
  bancontact: shapes(
    WHITE,
    ["#1d4f9b", "M4 15.5 9.5 10H22l-5.5 5.5z"],
    ["#f9c613", "M10 10l5.5-5.5H28L22.5 10z"],
  ),
  billie: letters("#ff4b32", WHITE, "billie"),
  bizum: letters("#05c3dd", "#06323a", "bizum"),
  blik: {
    ...letters("#17181a", WHITE, "blik"),
    shapes: [["#f0384a", "M27 3a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 1 0 0-3.2z"]],
  },
  boleto: shapes(WHITE, [
    "#26302d",
    "M7 5h1v10H7zm2.5 0H12v10H9.5zm4 0h1v10h-1zm2.5 0h2.5v10H16zm4 0h1v10h-1zm2.5 0H25v10h-2.5z",
  ]),
  cashapp: letters("#00c244", WHITE, "$"),
  eps: letters(WHITE, "#8a1460", "eps"),
  fpx: letters("#1f4e8c", WHITE, "FPX"),
  giropay: letters("#04337b", WHITE, "giro"),
  grabpay: letters("#00a544", WHITE, "Grab"),
  ideal: {
    plate: WHITE,
    shapes: [
      ["#17211e", "M8 3.5h8.5c4.6 0 7.5 2.5 7.5 6.5s-2.9 6.5-7.5 6.5H8z"],
      ["#cc0066", "M12.5 6h4c3 0 4.9 1.5 4.9 4s-1.9 4-4.9 4h-4z"],
      [WHITE, "M9.6 6a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 1 1 0-2.4zm-1 3.2h2V14h-2z"],
    ],
  },
  kakao_pay: letters("#ffe300", "#2b1d1c", "pay"),
  klarna: letters("#ffa8cd", "#2c0b20", "K."),
  link: shapes("#00c66b", [
    "#0a2e1f",
    "M12 4.5h3.4A8.6 8.6 0 0 0 20.8 10a8.6 8.6 0 0 0-5.4 5.5H12A10.8 10.8 0 0 1 16.3 10 10.8 10.8 0 0 1 12 4.5z",
  ]),
  mb_way: letters("#d8232a", WHITE, "MB"),
  mobilepay: letters("#4d68e8", WHITE, "mp"),
  multibanco: letters("#2a66b1", WHITE, "MB"),
  naver_pay: letters("#03b755", WHITE, "N"),
  oxxo: {
    plate: "#da1a2b",
    shapes: [
      ["#f9b80e", "M0 3a3 3 0 0 1 3-3h26a3 3 0 0 1 3 3v.5H0zm0 13.5h32v.5a3 3 0 0 1-3 3H3a3 3 0 0 1-3-3z"],
    ],
    letters: { ink: WHITE, text: "OXXO" },
  },
  p24: letters(WHITE, "#c8202f", "P24"),
  payco: letters("#e5202e", WHITE, "payco"),
  paynow: letters("#7d1d78", WHITE, "paynow"),
  paypal: shapes(
    WHITE,
    ["#179bd7", "M15.4 6.5h4.1a3.5 3.5 0 0 1 0 7h-2.2l-.7 3.5h-3.3z"],
    ["#17307f", "M12.9 3.5H17a3.5 3.5 0 0 1 0 7h-2.3L14 14.5h-3.3z"],
  ),
  paypay: letters("#f0142f", WHITE, "P"),
  pix: shapes(WHITE, ["#22a699", "M16 2.5 23.5 10 16 17.5 8.5 10zm0 3.2L11.7 10l4.3 4.3 4.3-4.3z"]),
  promptpay: letters("#113d6b", WHITE, "PP"),
  revolut_pay: letters("#17181a", WHITE, "R"),
  samsung_pay: letters("#1428a0", WHITE, "pay"),
  satispay: letters("#ff3d2e", WHITE, "S"),
  scalapay: letters("#ffd1c6", "#3a2a6b", "sp"),
  sepa_debit: letters("#10358d", WHITE, "SEPA"),
  sequra: letters("#00b894", "#052e26", "seQ"),
  sofort: letters("#e8638c", WHITE, "S."),
  sunbit: letters("#ffc021", "#3b2a00", "sun"),
  swish: shapes(
    WHITE,
    ["#e5582e", "M16 4a6 6 0 0 1 5.4 8.6L13 5a6 6 0 0 1 3-1z"],
    ["#49a84c", "M16 16a6 6 0 0 1-5.4-8.6L19 15a6 6 0 0 1-3 1z"],
  ),
  twint: letters("#1b1b1b", WHITE, "twint"),
  upi: shapes(WHITE, ["#ed752e", "M12 4l5.5 6-5.5 6z"], ["#0b7a4b", "M16.5 4l5.5 6-5.5 6z"]),
  wechat_pay: shapes("#07b75b", [
    WHITE,
    "M13 4.5c-3.3 0-6 2-6 4.6 0 1.4.8 2.6 2 3.4l-.6 2 2.4-1.2c.7.2 1.4.3 2.2.3 3.3 0 6-2 6-4.5s-2.7-4.6-6-4.6zm7.2 3.9c.4 3-2.2 5.3-5.6 5.7 1 1 2.6 1.7 4.4 1.7.6 0 1.2-.1 1.8-.3l2 1.1-.5-1.7c1.1-.8 1.7-1.8 1.7-3 0-1.7-1.5-3.1-3.8-3.5z",
  ]),
  zip: letters("#1a0a2b", WHITE, "zip"),
};

const BANK = line("M10 8.25 16 4.5l6 3.75zM11.5 8.5v5m3-5v5m3-5v5m3-5v5M10 15.5h12");
const WALLET = line(
  "M20 7V5.25a.75.75 0 0 0-.9-.73L11 6.25a1.5 1.5 0 0 0-1.25 1.45v6.3c0 .83.67 1.5 1.5 1.5h9.5c.83 0 1.5-.67 1.5-1.5V8.5c0-.83-.67-1.5-1.5-1.5zM19.5 11h.01",
);

/** What a family is drawn as, and a card of an unknown brand. */
export const FAMILIES: Readonly<Record<AskedMethod["family"], Drawing>> = {
  bank_debit: BANK,
  bank_redirect: BANK,
  bank_transfer: BANK,
  card: line(
    "M10.5 5h11a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 9 13.5v-7A1.5 1.5 0 0 1 10.5 5zM9 8.5h14",
  ),
  push: WALLET,
  /** The corners of a code. */
  qr_code: line("M10.5 4.5h4v4h-4zm7 0h4v4h-4zm-7 7h4v4h-4zm7 4v-4h1.5m2.5 0v1.5m-1.5 2.5h1.5"),
  /** A slip with lines. */
  voucher: line("M10.5 4.5h11v11l-1.8-1.2-1.9 1.2-1.8-1.2-1.8 1.2-1.9-1.2-1.8 1.2zM13 7.5h6M13 10.5h6"),
  wallet: WALLET,
};
