import { resultLines } from "./result-columns";
import type { Row } from "./row";
import type { Table } from "./table";
import { writeCsv, writeSheet } from "./table-tasks";

export type Format = "csv" | "xlsx";

export interface Made {
  name: string;
  blob: Blob;
}

/** The file again, with what became of each row. A workbook keeps the types of its cells. */
export async function makeFile(format: Format, source: FileOrigin, table: Table, rows: readonly Row[], noteOf: (row: Row) => string): Promise<Made> {
  const lines = resultLines(table, rows, noteOf);
  const name = `${source.name.replace(/\.[^.]+$/, "")}-vmap.${format}`;
  const blob = format === "csv" ? writeCsv(lines, source.delimiter ?? ",") : writeSheet(lines, source.sheet ?? "Vmap");
  return { name, blob: await blob };
}

/** Where the rows came from: the result has a like name, the same delimiter, the same sheet. */
export interface FileOrigin {
  name: string;
  delimiter?: string;
  sheet?: string;
}
