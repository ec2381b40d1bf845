/**
 * The style sheet of one session, for the looks that its shop has sent. It has a URL of its own, because the content
 * security policy allows no inline style. Pure.
 */
import type { Branding } from "../../resources/checkout/checkout_session/index.ts";

const DARK = "#000000";
const LIGHT = "#ffffff";
/** Parts of the order's side that have a white ground of their own, and keep the colours that go with it. */
const WHITE =
  ".Button, .Input, .AdjustableQuantitySelector, .PromotionCodeEntry-box, .AppliedDiscount-pill, dialog";
const RADIUS = { pill: "22px", rectangular: "0px", rounded: "7px" } as const;

/** The names of fonts whose names are not the words of the parameter with capitals. */
const FONT_NAMES: Readonly<Record<string, string>> = {
  m_plus_1_code: "M PLUS 1 Code",
  noto_sans_jp: "Noto Sans JP",
  pt_sans: "PT Sans",
  pt_serif: "PT Serif",
};
const FALLBACK = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, Arial, sans-serif';

/** The URL of the style sheet, and its route if the session is `:id`. */
export function brandingUrl(id: string): string {
  return `/c/pay/${id}/branding.css`;
}

/** Whether a session has looks that need a style sheet. */
export function isStyled(branding: Branding | null): branding is Branding {
  return branding !== null && brandingCss(branding) !== "";
}

export function brandingCss(branding: Branding): string {
  const { background_color, border_style, button_color, font_family } = branding;
  return [
    ...(background_color === undefined ? [] : groundRules(background_color)),
    ...(button_color === undefined ? [] : buttonRules(button_color)),
    ...(border_style === undefined ? [] : [`:root { --radius: ${RADIUS[border_style]}; }`]),
    ...(border_style === "pill" ? [".SubmitButton, .Button { border-radius: 999px; }"] : []),
    ...(font_family === undefined || font_family === "default" ? [] : [fontRule(font_family)]),
  ].join("\n");
}

/** The ground of the order's side, with text and lines that can be read on it. */
function groundRules(color: string): string[] {
  const ink = inkOn(color);
  const line = ink === LIGHT ? "rgb(255 255 255 / 28%)" : "rgb(0 0 0 / 22%)";
  const onGround = `--ink: ${ink}; --ink-soft: ${ink}; --accent: ${ink}; --danger: ${ink}; --line: ${line}; --tint-line: ${line}; color: ${ink};`;
  const onWhite =
    "--ink: #17211e; --ink-soft: #53605b; --accent: #0b5c4e; --danger: #b3261e; --line: #d5dcd9; --tint-line: #dbe4df; color: var(--ink);";
  return [
    `.App-Overview { background: ${color}; border-color: ${line}; ${onGround} }`,
    `.App-Overview :is(${WHITE}) { ${onWhite} }`,
    "@media (min-width: 992px) {",
    `  .Page:has(.App-Container) { background: linear-gradient(to right, ${color} 50%, #fff 50%); }`,
    "  .App-Overview { background: none; }",
    `  .App-Container > .Footer { ${onGround} }`,
    "}",
  ];
}

function buttonRules(color: string): string[] {
  const ink = inkOn(color);
  return [
    `.SubmitButton:not(.SubmitButton--success) { background: ${color}; color: ${ink}; }`,
    // Until the form is complete it keeps the colour, and is flat.
    ".SubmitButton--incomplete { box-shadow: none; }",
    ".SubmitButton:not(.SubmitButton--success):hover { filter: brightness(0.94); }",
    `.SubmitButton:focus-visible { outline-color: ${DARK}; }`,
  ];
}

function fontRule(family: string): string {
  const name =
    FONT_NAMES[family] ??
    family.replace(/(^|_)(\w)/g, (_, gap, letter) => (gap ? " " : "") + letter.toUpperCase());
  return `body { font-family: "${name}", ${FALLBACK}; }`;
}

/** Black or white, whichever can be read better on a colour: by WCAG 2.2 at least 4.5 to 1 on any. */
export function inkOn(color: string): string {
  const light = luminance(color);
  return (1 + 0.05) / (light + 0.05) >= (light + 0.05) / (luminance(DARK) + 0.05) ? LIGHT : DARK;
}

/** The relative luminance of "#rrggbb" by WCAG 2.2, from 0 to 1. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
