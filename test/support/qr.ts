/** Reads codes as a phone does, with a reader that is not made by those who made the codes. */
import { inflateSync } from "node:zlib";
import decodeQr from "qr/decode.js";

/** The text of a code whose pixels are light or dark. */
export function readCode(side: number, isLight: (x: number, y: number) => boolean): string {
  const data = new Uint8ClampedArray(side * side * 4).map((_, i) => {
    const pixel = Math.floor(i / 4);
    return i % 4 === 3 || isLight(pixel % side, Math.floor(pixel / side)) ? 255 : 0;
  });
  return decodeQr({ width: side, height: side, data });
}

/** The text of the code in a square PNG of one bit a pixel, whose lines are not filtered. */
export function readPng(png: Buffer): string {
  const side = png.readUInt32BE(16);
  const start = png.indexOf("IDAT") + 4;
  const lines = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  const bytes = 1 + Math.ceil(side / 8);
  return readCode(side, (x, y) => ((lines[y * bytes + 1 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0);
}
