import { degrees, UNIT_ROLES, type Role, type Roles } from "./columns";
import { mentions } from "./mention";
import { textOf, type Cell } from "./table";

/** What `POST /batch` takes of one row. */
export interface Asked {
  q?: string;
  fields?: Partial<Record<Part, string>>;
  lat?: number;
  lon?: number;
}

export type Part = Exclude<Role, "address" | "lat" | "lon">;

/** Why a row cannot be asked. */
export type RowFault = "empty" | "tooLong" | "noPosition";

/** What is asked of a row, also in words; or why nothing can be. */
export type Question = { asked: Asked; shown: string } | { fault: RowFault; shown: string };

/** The server's limit for any text, in characters. */
const LONGEST_TEXT = 200;

const PARTS: readonly Part[] = ["housenumber", "street", "hamlet", "ward", "district", "province"];

/** A bare number in a column of wards or districts is the number of one. */
const NUMBERED: Partial<Record<Part, string>> = { ward: "Phường", district: "Quận" };

/** What `row` asks: its line with the units it lacks, else its parts, else its position; a position beside a text is where to look first. */
export function questionOf(row: readonly Cell[], roles: Roles): Question {
  const line = lineOf(row, roles);
  const position = positionOf(row, roles);
  if (line) return limited({ q: line, ...position }, line, [line]);
  const fields = partsOf(row, roles);
  const parts = PARTS.flatMap((part) => fields[part] ?? []);
  if (parts.length > 0) return limited({ fields, ...position }, parts.join(", "), parts);
  if (position) return { asked: position, shown: `${position.lat}, ${position.lon}` };
  const isWritten = columnsOf("lat", roles).concat(columnsOf("lon", roles)).some((at) => cellText(row, at));
  return { fault: isWritten ? "noPosition" : "empty", shown: "" };
}

/** The question for a text that a person typed. */
export function questionOfText(text: string): Question {
  const line = text.trim().replace(/\s+/g, " ");
  return line ? limited({ q: line }, line, [line]) : { fault: "empty", shown: "" };
}

function limited(asked: Asked, shown: string, texts: string[]): Question {
  const isTooLong = texts.some((text) => [...text].length > LONGEST_TEXT);
  return isTooLong ? { fault: "tooLong", shown } : { asked, shown };
}

function lineOf(row: readonly Cell[], roles: Roles): string {
  const lines = columnsOf("address", roles).map((at) => cellText(row, at).replace(/[\s,;]+$/, "")).filter(Boolean);
  if (lines.length === 0) return "";
  const units = UNIT_ROLES.flatMap((role) => columnsOf(role, roles).map((at) => partText(row, at, role)));
  const unsaid = units.filter((unit) => unit !== "" && !mentions(lines.join(" "), unit));
  return [...lines, ...unsaid].join(", ");
}

function partsOf(row: readonly Cell[], roles: Roles): Partial<Record<Part, string>> {
  const parts = PARTS.map((part) => [part, columnsOf(part, roles).map((at) => partText(row, at, part)).filter(Boolean).join(" ")]);
  return Object.fromEntries(parts.filter(([, text]) => text));
}

function positionOf(row: readonly Cell[], roles: Roles): { lat: number; lon: number } | undefined {
  const [lat, lon] = [columnsOf("lat", roles)[0], columnsOf("lon", roles)[0]].map((at) => (at === undefined ? NaN : degrees(cellText(row, at))));
  const isPosition = lat !== undefined && lon !== undefined && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return isPosition ? { lat, lon } : undefined;
}

function columnsOf(role: Role, roles: Roles): number[] {
  return roles.flatMap((own, at) => (own === role ? [at] : []));
}

function partText(row: readonly Cell[], at: number, part: Part): string {
  const text = cellText(row, at);
  const kind = NUMBERED[part];
  return kind && /^\d{1,2}$/.test(text) ? `${kind} ${Number(text)}` : text;
}

/** Line breaks inside a cell separate parts of an address like commas do. */
function cellText(row: readonly Cell[], at: number): string {
  return textOf(row[at] ?? null).trim().replace(/\s*[\r\n]+\s*/g, ", ").replace(/\s+/g, " ");
}
