/** The pictures are read by a reader of codes that is not made by those who made them. */
import { expect, test } from "vitest";
import { readCode, readPng } from "../../test/support/qr.ts";
import { qrDataUrl, qrPng, qrSvg } from "./qr_code.ts";

const TEXTS = [
  "a",
  "http://127.0.0.1:4242/c/bank/pi_3ABC?client_secret=pi_3ABC_secret_0123456789abcdefghijklmnopqrstuvwxyz",
  "https://pay.example.test/ä€😀",
  "x".repeat(1000),
];

test.each(TEXTS)("the PNG of %s", (text) => {
  expect(readPng(qrPng(text))).toBe(text);
  expect(qrDataUrl(text)).toBe(`data:image/png;base64,${qrPng(text).toString("base64")}`);
});

test.each(TEXTS)("the SVG of %s", (text) => {
  const svg = qrSvg(text);
  const side = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const dark = new Set([...svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`));
  const PIXELS = 4;
  const isLight = (x: number, y: number) => !dark.has(`${Math.floor(x / PIXELS)} ${Math.floor(y / PIXELS)}`);
  expect(readCode(side * PIXELS, isLight)).toBe(text);
});

test("a text that is too long for a phone is refused", () => {
  expect(() => qrPng("x".repeat(1001))).toThrow("too long");
});
