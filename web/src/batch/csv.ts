import Papa from "papaparse";
import { DELIMITERS } from "./csv-delimiters";
import { textOf, type Cell } from "./table";

export interface CsvLines {
  lines: string[][];
  delimiter: string;
}

/** The lines of a CSV text; the delimiter is found where none is given. Quoted fields may hold line breaks. */
export function readCsv(text: string, delimiter = ""): CsvLines {
  const parsed = Papa.parse<string[]>(text, { delimiter, delimitersToGuess: [...DELIMITERS] });
  const lines = parsed.data;
  // What ends the last line is no line of its own.
  if (lines.at(-1)?.length === 1 && lines.at(-1)?.[0] === "") lines.pop();
  return { lines, delimiter: parsed.meta.delimiter };
}

/** CSV as Excel opens it: UTF-8 with its mark, lines ended as in RFC 4180. */
export function writeCsv(lines: readonly (readonly Cell[])[], delimiter: string): Blob {
  const body = Papa.unparse(lines.map((line) => line.map(textOf)), { delimiter, newline: "\r\n" });
  return new Blob(["\ufeff", body, "\r\n"], { type: "text/csv;charset=utf-8" });
}
