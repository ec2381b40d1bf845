/** Removes card numbers from texts that may be stored: log lines, and URLs that errors quote. Pure. */

/** A card number has 12 to 19 digits. A longer run of digits may contain one, so it is replaced too. */
const CARD_DIGITS_MIN = 12;
const REDACTED = "[redacted]";

const ZERO = 0x30;
const NINE = 0x39;
/** Characters that people and programs write between the digits of a number. */
const BETWEEN = " +-._\t";
/** The length of a percent-encoded character: a percent sign and two hexadecimal digits. */
const ENCODED_CHARS = 3;

/**
 * The text with every run of 12 or more digits replaced. Spaces, plus signs, dashes, dots, underscores and
 * tabs do not end a run, and digits and these characters count when they are percent-encoded too.
 */
export function withoutCardNumbers(text: string): string {
  let kept = "";
  /** Where the part of the text that is not in `kept` yet begins. */
  let from = 0;
  let at = 0;
  while (at < text.length) {
    if (!isDigit(characterAt(text, at))) {
      at += widthAt(text, at);
      continue;
    }
    const { end, digits } = runAt(text, at);
    if (digits >= CARD_DIGITS_MIN) {
      kept += text.slice(from, at) + REDACTED;
      from = end;
    }
    at = end;
  }
  return kept + text.slice(from);
}

/** The run of digits that begins at `start`: how many digits it has, and where the last one ends. */
function runAt(text: string, start: number): { readonly end: number; readonly digits: number } {
  let end = start;
  let digits = 0;
  for (let at = start; at < text.length; at += widthAt(text, at)) {
    const character = characterAt(text, at);
    if (isDigit(character)) {
      digits++;
      end = at + widthAt(text, at);
    } else if (!BETWEEN.includes(character)) break;
  }
  return { end, digits };
}

function isDigit(character: string): boolean {
  const code = character.charCodeAt(0);
  return code >= ZERO && code <= NINE;
}

/** The character at an index, decoded if it is percent-encoded. */
function characterAt(text: string, at: number): string {
  const code = encodedAt(text, at);
  return code === null ? text.charAt(at) : String.fromCharCode(code);
}

/** How many characters of the text that character takes: 3 if it is percent-encoded, otherwise 1. */
function widthAt(text: string, at: number): number {
  return encodedAt(text, at) === null ? 1 : ENCODED_CHARS;
}

function encodedAt(text: string, at: number): number | null {
  if (text[at] !== "%") return null;
  const hex = text.slice(at + 1, at + ENCODED_CHARS);
  return /^[\da-fA-F]{2}$/.test(hex) ? Number.parseInt(hex, 16) : null;
}
