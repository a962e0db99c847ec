/** What a cell of a file holds; CSV knows text only. */
export type Cell = string | number | boolean | Date | null;

/** A file's rows under the names of their columns, all of the same width. */
export interface Table {
  columns: string[];
  rows: Cell[][];
}

/** The lines of a file as a table. Columns without a name are named by their place, rows are padded to the widest. */
export function tableOf(lines: readonly Cell[][], hasHeader: boolean): Table {
  const width = lines.reduce((widest, line) => Math.max(widest, line.length), 0);
  const header = hasHeader ? (lines[0] ?? []) : [];
  const columns = Array.from({ length: width }, (_, at) => textOf(header[at] ?? null).trim() || `column_${at + 1}`);
  const rows = lines.slice(hasHeader ? 1 : 0).map((line) => Array.from({ length: width }, (_, at) => line[at] ?? null));
  return { columns, rows };
}

/** A cell in words: dates as YYYY-MM-DD, with the time where there is one. */
export function textOf(cell: Cell): string {
  if (cell === null) return "";
  if (!(cell instanceof Date)) return String(cell);
  const [day = "", time = ""] = cell.toISOString().split("T");
  return time.startsWith("00:00:00") ? day : `${day} ${time.slice(0, 8)}`;
}
