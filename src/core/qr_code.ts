/** Pictures of QR codes, as SVG and as PNG. Pure. */
import { deflateSync } from "node:zlib";
import { encode } from "uqr";

/** Bound of what is encoded. The URLs of our pages are shorter, and phones cannot read much more from a screen. */
const TEXT_MAX = 1000;
/** How many light modules must surround a code (ISO/IEC 18004). */
const QUIET_ZONE = 4;
/** The side of a module in a PNG, in pixels. */
const MODULE_PIXELS = 4;

/** Rows of modules with the quiet zone around them; true is dark. */
function modulesOf(text: string): readonly (readonly boolean[])[] {
  if (text.length > TEXT_MAX) throw new Error(`a QR code of ${text.length} characters is too long`);
  return encode(text, { ecc: "M", border: QUIET_ZONE }).data;
}

/** An SVG picture, one unit a module, so that it is sharp in any size. */
export function qrSvg(text: string): string {
  const rows = modulesOf(text);
  const side = rows.length;
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${dark.join("")}"/></svg>`
  );
}

/** The same as a PNG in black and white. */
export function qrPng(text: string): Buffer {
  const rows = modulesOf(text);
  const side = rows.length * MODULE_PIXELS;
  const scanlines = rows.flatMap((row) => Array.from({ length: MODULE_PIXELS }, () => scanline(row)));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1; // one bit a pixel, in shades of grey (the next byte stays 0)
  return Buffer.concat([
    PNG_SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(scanlines))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A PNG as a `data:` URL. */
export function qrDataUrl(text: string): string {
  return `data:image/png;base64,${qrPng(text).toString("base64")}`;
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A row of pixels, light ones set, after the byte that says that it is not filtered. */
function scanline(row: readonly boolean[]): Buffer {
  const line = Buffer.alloc(1 + Math.ceil((row.length * MODULE_PIXELS) / 8));
  for (let x = 0; x < row.length * MODULE_PIXELS; x++) {
    if (row[Math.floor(x / MODULE_PIXELS)]) continue;
    const at = 1 + Math.floor(x / 8);
    line[at] = (line[at] ?? 0) | (0x80 >> (x % 8));
  }
  return line;
}

/** Length, type, data and checksum of a part of a PNG. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** CRC-32 as PNG has it (ISO 3309). Node has it from 20.15 on, which is newer than the oldest Node we run on. */
function crc32(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
