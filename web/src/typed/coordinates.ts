import type { Position } from "../contract";

export interface TypedPosition {
  position: Position;
  /** Whether it was given as longitude, latitude: only that order lies in Viet Nam. */
  swapped: boolean;
}

/** Land, sea and islands: south, west, north, east. */
const VIETNAM = { south: 6, west: 102, north: 24, east: 118 };

const NUMBER = String.raw`[-+]?\d{1,3}(?:\.\d+)?`;
const DECIMALS = String.raw`[-+]?\d{1,3}\.\d+`;

/** Links of maps, and what programs write; those named `lonLat` give the longitude first. */
const WRITTEN: { form: RegExp; lonLat?: boolean }[] = [
  { form: new RegExp(`!3d(${DECIMALS})!4d(${DECIMALS})`) },
  { form: new RegExp(`@(${DECIMALS}),(${DECIMALS})`) },
  { form: new RegExp(String.raw`[?&](?:q|query|ll|daddr|destination|center)=(?:loc:)?(${DECIMALS}),\s*(${DECIMALS})`) },
  { form: new RegExp(`[?&]mlat=(${DECIMALS})&mlon=(${DECIMALS})`) },
  { form: new RegExp(String.raw`^geo:(${NUMBER}),(${NUMBER})`) },
  { form: new RegExp(String.raw`#(?:map=)?[\d.]+/(${DECIMALS})/(${DECIMALS})`) },
  { form: new RegExp(String.raw`^POINT\s*Z?\s*\(\s*(${NUMBER})\s+(${NUMBER})`, "i"), lonLat: true },
];

const PLAIN = new RegExp(String.raw`^[(\[]?\s*(${DECIMALS})°?\s*(?:[,;/|]|\s)\s*(${DECIMALS})°?\s*[)\]]?$`);
const DECIMAL_COMMAS = /^(-?\d{1,3}),(\d{2,})\s*(?:[,;/|]|\s)\s*(-?\d{1,3}),(\d{2,})$/;

/** Degrees with perhaps minutes and seconds. */
const ANGLE = String.raw`(\d{1,3}(?:[.,]\d+)?)\s*(?:[°º]|độ|deg)?\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['’′´]?\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["”″]|''|’’|′′)?\s*)?`;
const NORTH_OR_SOUTH = "(?<lat>[NSB])";
const EAST_OR_WEST = "(?<lon>[EWĐ])";
const SEPARATOR = String.raw`\s*[,;/]?\s*`;
const LETTERS_BEHIND = new RegExp(`^${ANGLE}${NORTH_OR_SOUTH}${SEPARATOR}${ANGLE}${EAST_OR_WEST}$`, "i");
const LETTERS_BEFORE = new RegExp(`^${NORTH_OR_SOUTH}\\s*${ANGLE}${SEPARATOR}${EAST_OR_WEST}\\s*${ANGLE}$`, "i");
const WITHOUT_LETTERS = new RegExp(
  String.raw`^(\d{1,3})\s*°\s*(\d{1,2}(?:\.\d+)?)\s*['’′](?:\s*(\d{1,2}(?:\.\d+)?)\s*(?:["”″]|''))?\s*[,;/]?\s*(\d{1,3})\s*°\s*(\d{1,2}(?:\.\d+)?)\s*['’′](?:\s*(\d{1,2}(?:\.\d+)?)\s*(?:["”″]|''))?$`,
);

/** Words that people put before the numbers. */
const NAMES = /(?:vĩ độ|kinh độ|latitude|longitude|lat|lon|lng|tọa độ|toạ độ)\s*[:=]?/giu;

/** A position in any of the forms that people paste, or nothing. */
export function readCoordinates(text: string): TypedPosition | undefined {
  const trimmed = text.normalize("NFC").trim();
  return readWritten(trimmed) ?? readNumbers(swapNamed(trimmed));
}

function readWritten(text: string): TypedPosition | undefined {
  for (const { form, lonLat } of WRITTEN) {
    const match = form.exec(text);
    if (!match) continue;
    const [first, second] = [Number(match[1]), Number(match[2])];
    return lonLat ? onEarth(second, first) : onEarth(first, second);
  }
  return undefined;
}

function readNumbers(text: string): TypedPosition | undefined {
  const plain = PLAIN.exec(text);
  if (plain) return ordered(Number(plain[1]), Number(plain[2]));
  const commas = DECIMAL_COMMAS.exec(text);
  if (commas) return ordered(Number(`${commas[1]}.${commas[2]}`), Number(`${commas[3]}.${commas[4]}`));
  return readAngles(text);
}

function readAngles(text: string): TypedPosition | undefined {
  const bare = WITHOUT_LETTERS.exec(text);
  if (bare) return ordered(degrees(bare.slice(1, 4)), degrees(bare.slice(4, 7)));
  const behind = LETTERS_BEHIND.exec(text);
  const before = behind ? null : LETTERS_BEFORE.exec(text);
  const match = behind ?? before;
  if (!match?.groups) return undefined;
  const numbers = match.slice(1).filter((part) => part === undefined || !/^[NSBEWĐ]$/i.test(part));
  const lat = degrees(numbers.slice(0, 3)) * (/s/i.test(match.groups.lat!) ? -1 : 1);
  const lon = degrees(numbers.slice(3, 6)) * (/w/i.test(match.groups.lon!) ? -1 : 1);
  return onEarth(lat, lon);
}

/** Takes away the names, and brings the latitude before the longitude where they say so. */
function swapNamed(text: string): string {
  const named = /^\W*(?:kinh độ|longitude|lon|lng)\s*[:=]?\s*([-\d.]+)[,;\s]+(?:vĩ độ|latitude|lat)\s*[:=]?\s*([-\d.]+)\W*$/iu.exec(text);
  if (named) return `${named[2]}, ${named[1]}`;
  return text.replace(NAMES, "").trim();
}

function degrees(parts: (string | undefined)[]): number {
  const [whole = 0, minutes = 0, seconds = 0] = parts.map((part) => Number((part ?? "0").replace(",", ".")));
  return minutes < 60 && seconds < 60 ? whole + minutes / 60 + seconds / 3600 : Number.NaN;
}

/** Two numbers whose order nothing tells: latitude first, unless only the other order lies in Viet Nam. */
function ordered(first: number, second: number): TypedPosition | undefined {
  if (!isInVietnam(first, second) && isInVietnam(second, first)) return onEarth(second, first, true);
  return onEarth(first, second);
}

function onEarth(lat: number, lon: number, swapped = false): TypedPosition | undefined {
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return undefined;
  return { position: { lat: Number(lat.toFixed(7)), lon: Number(lon.toFixed(7)) }, swapped };
}

function isInVietnam(lat: number, lon: number): boolean {
  return lat >= VIETNAM.south && lat <= VIETNAM.north && lon >= VIETNAM.west && lon <= VIETNAM.east;
}
