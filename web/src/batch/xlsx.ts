import readXlsx from "read-excel-file/universal";
import writeXlsx from "write-excel-file/universal";
import type { Cell } from "./table";

export interface Sheet {
  name: string;
  lines: Cell[][];
}

/** Days as ISO 8601 writes them. */
const DAY_FORMAT = "yyyy-mm-dd";

/** Every sheet of a workbook, its cells with their types. */
export async function readSheets(bytes: ArrayBuffer): Promise<Sheet[]> {
  const sheets = await readXlsx(bytes, { trim: false });
  return sheets.map(({ sheet, data }) => ({ name: sheet, lines: data as unknown as Cell[][] }));
}

/** A workbook of one sheet, its first line staying in view. */
export function writeSheet(lines: readonly (readonly Cell[])[], name: string): Promise<Blob> {
  const data = lines.map((line) => line.map((cell) => (cell === "" ? null : cell)));
  return writeXlsx(data, { sheet: name, dateFormat: DAY_FORMAT, stickyRowsCount: 1 }).toBlob();
}
