import { resultLines } from "./result-columns";
import type { Row } from "./row";
import { textOf, type Table } from "./table";

export type Format = "csv" | "xlsx";

export interface Made {
  name: string;
  blob: Blob;
}

/** The file again, with what became of each row. A workbook keeps the types of its cells. */
export async function makeFile(format: Format, source: FileOrigin, table: Table, rows: readonly Row[], noteOf: (row: Row) => string): Promise<Made> {
  const lines = resultLines(table, rows, noteOf);
  const name = `${source.name.replace(/\.[^.]+$/, "")}-vmap.${format}`;
  if (format === "csv") {
    const { writeCsv } = await import("./csv");
    return { name, blob: writeCsv(lines, source.delimiter ?? ",", textOf) };
  }
  const { writeSheet } = await import("./xlsx");
  return { name, blob: await writeSheet(lines, source.sheet ?? "Vmap") };
}

/** Where the rows came from: the result has a like name, the same delimiter, the same sheet. */
export interface FileOrigin {
  name: string;
  delimiter?: string;
  sheet?: string;
}
