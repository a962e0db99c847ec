/** What a cell of a file holds; CSV knows text only. */
export type Cell = string | number | boolean | Date | null;

/** A file's rows under the names of their columns, all of the same width. */
export interface Table {
  /** Lines above the names: a title, a date. They are given back as they are. */
  above: Cell[][];
  columns: string[];
  rows: Cell[][];
}

/** The place of the line that names the columns, from 0; none where no line does. */
export type HeaderLine = number | "none";

/** The lines of a file as a table. Columns without a name are named by their place, rows are padded to the widest. */
export function tableOf(lines: readonly Cell[][], header: HeaderLine): Table {
  const width = lines.reduce((widest, line) => Math.max(widest, line.length), 0);
  const names = header === "none" ? [] : (lines[header] ?? []);
  const columns = Array.from({ length: width }, (_, at) => textOf(names[at] ?? null).trim() || `column_${at + 1}`);
  const padded = lines.map((line) => Array.from({ length: width }, (_, at) => line[at] ?? null));
  return header === "none" ? { above: [], columns, rows: padded } : { above: padded.slice(0, header), columns, rows: padded.slice(header + 1) };
}

/** A cell in words: dates as YYYY-MM-DD, with the time where there is one. */
export function textOf(cell: Cell): string {
  if (cell === null) return "";
  if (!(cell instanceof Date)) return String(cell);
  const [day = "", time = ""] = cell.toISOString().split("T");
  return time.startsWith("00:00:00") ? day : `${day} ${time.slice(0, 8)}`;
}
