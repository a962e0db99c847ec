import { mentions, worded } from "./mention";
import { textOf, type Cell, type HeaderLine, type Table } from "./table";

/** What a column holds of a place: a whole line, a part of an address, or a coordinate. */
export const ROLES = ["address", "housenumber", "street", "hamlet", "ward", "district", "province", "lat", "lon"] as const;

export type Role = (typeof ROLES)[number];

/** The role of each column; none where it is not asked. */
export type Roles = readonly (Role | undefined)[];

export const UNIT_ROLES = ["ward", "district", "province"] as const;

/** Lines among which the names of the columns are looked for. */
export const HEADER_LINES = 10;

/** Rows looked at where names do not tell. */
const SAMPLE_ROWS = 200;

/** Names of columns, the better one first, folded and without blanks: as `vmap import` and `vmap geocode` know them. */
const SYNONYMS: Record<Role, readonly string[]> = {
  address: words("address diachi diachidaydu fulladdress addressfull addrfull formattedaddress addressline diachichitiet diachilienhe diachithuongtru diachinha addr"),
  housenumber: words("housenumber addrhousenumber sonha so housenum houseno streetnumber sn sonhaduong"),
  street: words("street addrstreet streetname duong pho duongpho road roadname"),
  hamlet: words("hamlet addrhamlet thon ap xom khupho khom ban buon lang thonto thonban todanpho tdp kp khudancu neighbourhood neighborhood addrneighbourhood addrplace"),
  ward: words("ward addrward addrsubdistrict addrquarter addrsuburb wardname commune communename phuong xa phuongxa xaphuong thitran dackhu capxa"),
  district: words("district addrdistrict districtname quan huyen quanhuyen thixa caphuyen county"),
  province: words("province addrprovince addrcity addrstate provincename tinh tinhthanh tinhthanhpho captinh thanhpho tp city"),
  lat: words("lat latitude vido y toadoy toadovido latwgs84 ycoord pointy"),
  lon: words("lon lng long longitude kinhdo x toadox toadokinhdo lonwgs84 xcoord pointx"),
};

/** Words after which a column of addresses holds something else. */
const NO_PLACE = /mail|web|url|ip$|mac$|id$|code$/;

/** The likely role of each column, by its name, then by what stands in it. */
export function guessRoles(table: Table): Roles {
  const roles = rolesByName(table.columns);
  const sample = table.rows.slice(0, SAMPLE_ROWS);
  guessPosition(roles, sample);
  if (!roles.some((role) => role && role !== "lat" && role !== "lon")) guessAddress(roles, sample);
  leaveWhatLinesSay(roles, sample);
  return roles;
}

/** The line that names the columns, often below a title: the first with a name that is known, else the first of all where it looks like names. */
export function guessHeader(lines: readonly Cell[][]): HeaderLine {
  const known = lines.slice(0, HEADER_LINES).findIndex((line, at) => {
    const names = line.map(textOf).filter((name) => name.trim() !== "");
    return (at === 0 || names.length > 1) && names.some((name) => roleOf(name) !== undefined);
  });
  if (known >= 0) return known;
  return lines[0]?.map(textOf).every(looksLikeName) ? 0 : "none";
}

function looksLikeName(text: string): boolean {
  return text.trim() !== "" && !/\d/.test(text) && !text.includes(",");
}

/** Without case, marks, blanks and punctuation. */
function squashed(text: string): string {
  return worded(text).replaceAll(" ", "");
}

function words(list: string): string[] {
  return list.split(" ");
}

interface NamedRole {
  role: Role;
  rank: number;
}

function roleOf(name: string): NamedRole | undefined {
  const whole = roleOfKey(squashed(name));
  if (whole) return whole;
  const parts = name.split(/[/,\-()|]/).map(squashed).filter(Boolean).map(roleOfKey);
  const [first] = parts;
  if (first && parts.every((part) => part?.role === first.role)) return first;
  return longerAddressName(squashed(name));
}

function roleOfKey(key: string): NamedRole | undefined {
  for (const known of [key, key.startsWith("ten") ? key.slice(3) : ""]) {
    for (const role of ROLES) {
      const rank = SYNONYMS[role].indexOf(known);
      if (rank >= 0) return { role, rank };
    }
  }
  return undefined;
}

/** `Địa chỉ giao hàng`, `Customer address`: an address of somebody or for something. */
function longerAddressName(key: string): NamedRole | undefined {
  const isAddress = (key.startsWith("diachi") || key.includes("address")) && !NO_PLACE.test(key);
  return isAddress ? { role: "address", rank: SYNONYMS.address.length } : undefined;
}

/** Where two columns are for one role, the better name has it. */
function rolesByName(columns: readonly string[]): (Role | undefined)[] {
  const named = columns.map(roleOf);
  return named.map((own, at) => {
    if (!own) return undefined;
    const better = named.some((other, place) => other?.role === own.role && (other.rank < own.rank || (other.rank === own.rank && place < at)));
    return better ? undefined : own.role;
  });
}

function guessPosition(roles: (Role | undefined)[], sample: readonly Cell[][]): void {
  if (roles.includes("lat") || roles.includes("lon")) return;
  const within = (at: number, least: number, most: number) =>
    share(sample, at, (text) => /^-?\d+[.,]\d{2,}$/.test(text) && inRange(degrees(text), least, most)) > 0.8;
  const free = roles.flatMap((role, at) => (role ? [] : [at]));
  const lat = free.find((at) => within(at, 6, 24));
  const lon = free.find((at) => within(at, 102, 118));
  if (lat === undefined || lon === undefined) return;
  roles[lat] = "lat";
  roles[lon] = "lon";
}

/** The column whose values look most like addresses: words with numbers or commas. */
function guessAddress(roles: (Role | undefined)[], sample: readonly Cell[][]): void {
  const looks = (text: string) => /\p{L}{2}/u.test(text) && /\s/.test(text.trim()) && /[\d,]/.test(text) && !text.includes("@");
  const scored = roles.map((role, at) => ({ at, score: role ? 0 : share(sample, at, looks) }));
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a), { at: -1, score: 0.3 });
  if (best.at >= 0) roles[best.at] = "address";
}

/** Beside whole lines, parts are asked only for what the lines do not say: units that they do not name. */
function leaveWhatLinesSay(roles: (Role | undefined)[], sample: readonly Cell[][]): void {
  const line = roles.indexOf("address");
  if (line < 0) return;
  for (const [at, role] of roles.entries()) {
    const isUnit = UNIT_ROLES.some((unit) => unit === role);
    const isPart = role === "housenumber" || role === "street" || role === "hamlet";
    if (isPart || (isUnit && mentioned(sample, line, at) >= 0.5)) roles[at] = undefined;
  }
}

/** The part of the rows whose line names the unit that stands in another column. */
function mentioned(sample: readonly Cell[][], line: number, unit: number): number {
  const both = sample.filter((row) => textOf(row[unit] ?? null).trim() && textOf(row[line] ?? null).trim());
  const named = both.filter((row) => mentions(textOf(row[line] ?? null), textOf(row[unit] ?? null)));
  return both.length > 0 ? named.length / both.length : 0;
}

function share(sample: readonly Cell[][], at: number, holds: (text: string) => boolean): number {
  const texts = sample.map((row) => textOf(row[at] ?? null).trim()).filter(Boolean);
  return texts.length > 0 ? texts.filter(holds).length / texts.length : 0;
}

/** Degrees with point or comma; NaN where it is no number. */
export function degrees(text: string): number {
  const bare = text.trim().replace(",", ".");
  return bare === "" ? NaN : Number(bare);
}

function inRange(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}
