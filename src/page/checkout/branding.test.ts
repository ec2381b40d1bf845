import fc from "fast-check";
import { expect, test } from "vitest";
import { FONT_FAMILIES } from "../../resources/checkout/checkout_session/params/branding_params.ts";
import { brandingCss, inkOn, isStyled } from "./branding.ts";

/** The contrast of two colours by WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [one, other].map(luminance).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = (color.match(/[0-9a-f]{2}/gi) ?? []).map((part) => {
    const share = Number.parseInt(part, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const colors = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, "0")}`);

test("the text on any colour can be read", () => {
  fc.assert(fc.property(colors, (color) => contrast(color, inkOn(color)) >= 4.5));
});

test.each([
  ["#000000", "#ffffff"],
  ["#101a3a", "#ffffff"],
  ["#ffcc00", "#000000"],
  ["#ffffff", "#000000"],
])("on %s it is %s", (color, ink) => {
  expect(inkOn(color)).toBe(ink);
});

test("only what the shop has sent is styled", () => {
  expect(isStyled(null)).toBe(false);
  expect(isStyled({ display_name: "Nimbus", font_family: "default" })).toBe(false);
  const css = brandingCss({ button_color: "#ffcc00" });
  expect(css).toContain(".SubmitButton:not(.SubmitButton--success) { background: #ffcc00; color: #000000; }");
  expect(css).not.toContain("App-Overview");
});

test("each font has the name that devices know it by", () => {
  const names = FONT_FAMILIES.map((font_family) => /"([^"]+)"/.exec(brandingCss({ font_family }))?.[1]);
  expect(names).toEqual([
    "Be Vietnam Pro",
    "Bitter",
    "Chakra Petch",
    undefined,
    "Hahmlet",
    "Inconsolata",
    "Inter",
    "Lato",
    "Lora",
    "M PLUS 1 Code",
    "Montserrat",
    "Noto Sans",
    "Noto Sans JP",
    "Noto Serif",
    "Nunito",
    "Open Sans",
    "Pridi",
    "PT Sans",
    "PT Serif",
    "Raleway",
    "Roboto",
    "Roboto Slab",
    "Source Sans Pro",
    "Titillium Web",
    "Ubuntu Mono",
    "Zen Maru Gothic",
  ]);
});
