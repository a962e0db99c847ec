import readXlsx from "read-excel-file/universal";
import writeXlsx from "write-excel-file/universal";
import type { Cell } from "./table";

export interface Sheet {
  name: string;
  lines: Cell[][];
}

/** Days and moments as ISO 8601 writes them. */
const DAY_FORMAT = "yyyy-mm-dd";
const MOMENT_FORMAT = "yyyy-mm-dd hh:mm:ss";
const MILLISECONDS_OF_DAY = 86_400_000;

/** Every sheet of a workbook, its cells with their types. */
export async function readSheets(bytes: ArrayBuffer): Promise<Sheet[]> {
  const sheets = await readXlsx(bytes, { trim: false });
  return sheets.map(({ sheet, data }) => ({ name: sheet, lines: data as unknown as Cell[][] }));
}

/** A workbook of one sheet, its first line staying in view. */
export function writeSheet(lines: readonly (readonly Cell[])[], name: string): Promise<Blob> {
  const data = lines.map((line) => line.map(written));
  return writeXlsx(data, { sheet: name, dateFormat: DAY_FORMAT, stickyRowsCount: 1 }).toBlob();
}

function written(cell: Cell) {
  if (cell === "") return null;
  const isMoment = cell instanceof Date && cell.getTime() % MILLISECONDS_OF_DAY !== 0;
  return isMoment ? { value: cell, type: Date, format: MOMENT_FORMAT } : cell;
}
