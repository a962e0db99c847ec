import type { Position } from "../contract";

/** The twenty digits of an Open Location Code, chosen by its specification so that no word is spelt. */
const DIGITS = "23456789CFGHJMPQRVWX";
const PAIR_DIGITS = 10;
const SEPARATOR_AT = 8;
const LONGEST = 15;

const DIGIT = `[${DIGITS}]`;
const FULL = new RegExp(`^(?:[2-9C][2-9C-V]${DIGIT}{6}\\+(?:${DIGIT}{2,})?|${DIGIT}{2,6}0{2,6}\\+)$`, "i");
const SHORT = new RegExp(`^(?:${DIGIT}{2}){1,3}\\+(?:${DIGIT}{2,})?$`, "i");

export function isFullCode(code: string): boolean {
  return FULL.test(code) && code.indexOf("+") === SEPARATOR_AT;
}

/** Without its first two, four or six digits. The specification also knows codes without any before the plus: `+84` is one. */
export function isShortCode(code: string): boolean {
  return SHORT.test(code);
}

/** The middle of the cell that a full code names. */
export function decode(code: string): Position {
  const { south, west, height, width } = cellOf(code);
  return { lat: rounded(Math.min(south + height / 2, 90)), lon: rounded(west + width / 2) };
}

/** The 10-digit code of the cell that holds a point. */
export function encode({ lat, lon }: Position): string {
  let latitude = Math.min(Math.floor((lat + 90) * 8000), 180 * 8000 - 1);
  let longitude = Math.floor((lon + 180) * 8000) % (360 * 8000);
  let code = "";
  for (let pair = 0; pair < PAIR_DIGITS / 2; pair += 1) {
    code = `${DIGITS[latitude % 20]}${DIGITS[longitude % 20]}${code}`;
    latitude = Math.floor(latitude / 20);
    longitude = Math.floor(longitude / 20);
  }
  return `${code.slice(0, SEPARATOR_AT)}+${code.slice(SEPARATOR_AT)}`;
}

/** The middle of the cell that a short code names, of all such cells the one nearest to `reference`. */
export function decodeNear(code: string, reference: Position): Position {
  const missing = SEPARATOR_AT - code.indexOf("+");
  const resolution = 20 ** (2 - missing / 2);
  const found = decode(encode(reference).slice(0, missing) + code);
  const lat = nearer(found.lat, reference.lat, resolution);
  const lon = nearer(found.lon, reference.lon, resolution);
  return { lat: rounded(Math.abs(lat) <= 90 ? lat : found.lat), lon: rounded(lon) };
}

/** One cell of the missing digits to either side, where that lies nearer. */
function nearer(value: number, reference: number, resolution: number): number {
  if (reference + resolution / 2 < value) return value - resolution;
  if (reference - resolution / 2 > value) return value + resolution;
  return value;
}

interface Cell {
  south: number;
  west: number;
  height: number;
  width: number;
}

/** Ten digits in pairs of latitude and longitude, then one digit for each place in a grid of 5 by 4. */
function cellOf(code: string): Cell {
  const digits = code.toUpperCase().replace("+", "").replace(/0+$/, "").slice(0, LONGEST);
  const cell: Cell = { south: -90, west: -180, height: 400, width: 400 };
  for (let at = 0; at < Math.min(digits.length, PAIR_DIGITS); at += 2) {
    refine(cell, 20, 20, DIGITS.indexOf(digits[at]!), DIGITS.indexOf(digits[at + 1]!));
  }
  for (const digit of digits.slice(PAIR_DIGITS)) {
    const value = DIGITS.indexOf(digit);
    refine(cell, 5, 4, Math.floor(value / 4), value % 4);
  }
  return cell;
}

function refine(cell: Cell, rows: number, columns: number, row: number, column: number): void {
  cell.height /= rows;
  cell.width /= columns;
  cell.south += row * cell.height;
  cell.west += column * cell.width;
}

/** Without the noise of the sums: a hundred-millionth of a degree is a millimetre. */
function rounded(degrees: number): number {
  return Number(degrees.toFixed(8));
}
