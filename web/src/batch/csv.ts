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

/** The delimiter that gives most rows one width. Addresses one per line have commas too: as many as the line of names only where commas delimit. */
function guessDelimiter(text: string): string {
  const sample = text.slice(0, SAMPLE_LETTERS);
  const { data, meta } = Papa.parse<string[]>(sample, { preview: SAMPLE_ROWS, skipEmptyLines: "greedy", delimitersToGuess: [...DELIMITERS] });
  const widths = data.map((line) => line.length);
  const width = meta.delimiter === "," ? (widths[0] ?? 0) : commonest(widths);
  return widths.filter((other) => other === width).length * 2 > data.length ? meta.delimiter : ONE_COLUMN;
}

function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0])[0];
}

/** CSV as Excel opens it: UTF-8 with its mark, lines ended as in RFC 4180. */
export function writeCsv(lines: readonly (readonly Cell[])[], delimiter: string): Blob {
  const body = Papa.unparse(lines.map((line) => line.map(textOf)), { delimiter, newline: "\r\n" });
  return new Blob(["\ufeff", body, "\r\n"], { type: "text/csv;charset=utf-8" });
}
