import Papa from "papaparse";
import { DELIMITERS, ONE_COLUMN } from "./csv-delimiters";
import { textOf, type Cell } from "./table";

export interface CsvLines {
  lines: string[][];
  delimiter: string;
}

/** Letters and rows looked at to find the delimiter. */
const SAMPLE_LETTERS = 65_536;
const SAMPLE_ROWS = 50;

/** The lines of a CSV text; the delimiter is found where none is given. Quoted fields may hold line breaks. */
export function readCsv(text: string, delimiter = guessDelimiter(text)): CsvLines {
  const lines = Papa.parse<string[]>(text, { delimiter }).data;
  // What ends the last line is no line of its own.
  if (lines.at(-1)?.length === 1 && lines.at(-1)?.[0] === "") lines.pop();
  return { lines, delimiter };
}

/** The delimiter that gives rows of one width. Addresses one per line have commas, but a different number of them in each: they are one column. */
function guessDelimiter(text: string): string {
  const sample = text.slice(0, SAMPLE_LETTERS);
  const { data, meta } = Papa.parse<string[]>(sample, { preview: SAMPLE_ROWS, skipEmptyLines: "greedy", delimitersToGuess: [...DELIMITERS] });
  const width = data[0]?.length ?? 0;
  const alike = data.filter((line) => line.length === width).length;
  return alike * 2 > data.length ? meta.delimiter : ONE_COLUMN;
}

/** CSV as Excel opens it: UTF-8 with its mark, lines ended as in RFC 4180. */
export function writeCsv(lines: readonly (readonly Cell[])[], delimiter: string): Blob {
  const body = Papa.unparse(lines.map((line) => line.map(textOf)), { delimiter, newline: "\r\n" });
  return new Blob(["\ufeff", body, "\r\n"], { type: "text/csv;charset=utf-8" });
}
