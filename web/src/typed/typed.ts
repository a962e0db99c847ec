import type { Position } from "../contract";
import { readCoordinates } from "./coordinates";
import { decode, isFullCode, isShortCode } from "./plus-code";

/** What a text in the search box is. Only words need the server to be understood. */
export type Typed =
  | { kind: "position"; position: Position; swapped: boolean }
  | { kind: "plusCode"; code: string; position: Position }
  /** A plus code without its first digits: of the cells it names, the one nearest to a place or to the view. */
  | { kind: "shortCode"; code: string; near: string }
  | { kind: "identifier"; id: string }
  /** Five digits: a commune's code, as likely a house number or a postal code. */
  | { kind: "wardCode"; code: string }
  | { kind: "words"; words: string };

const LONGEST_WORDS = 200;
const IDENTIFIER = /^[1-9]\d{11}$/;
const WARD_CODE = /^\d{5}$/;

export function readTyped(text: string): Typed {
  const trimmed = text.trim();
  const coordinates = readCoordinates(trimmed);
  if (coordinates) return { kind: "position", ...coordinates };
  return readPlusCode(trimmed) ?? readCode(trimmed) ?? { kind: "words", words: trimmed.slice(0, LONGEST_WORDS) };
}

function readPlusCode(text: string): Typed | undefined {
  const [first = "", ...rest] = text.split(/[\s,]+/);
  const code = first.toUpperCase();
  if (isFullCode(code)) return { kind: "plusCode", code, position: decode(code) };
  if (isShortCode(code)) return { kind: "shortCode", code, near: rest.join(" ") };
  return undefined;
}

/** People write long numbers in groups. */
function readCode(text: string): Typed | undefined {
  if (WARD_CODE.test(text)) return { kind: "wardCode", code: text };
  const digits = text.replace(/[\s.\-]+/g, "");
  return IDENTIFIER.test(digits) ? { kind: "identifier", id: digits } : undefined;
}
