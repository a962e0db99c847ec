import type { CsvLines } from "./csv";
import type { Cell } from "./table";
import type { Sheet } from "./xlsx";

type Lines = readonly (readonly Cell[])[];

/** What the worker is asked to do. */
export type Task =
  | { kind: "readCsv"; text: string; delimiter: string | undefined }
  | { kind: "readSheets"; bytes: ArrayBuffer }
  | { kind: "writeCsv"; lines: Lines; delimiter: string }
  | { kind: "writeSheet"; lines: Lines; name: string };

/** What the worker says when it has done it, or could not. */
export interface Done {
  result?: unknown;
  error?: string;
}

/** The lines of a CSV text; the delimiter is found where none is given. */
export function readCsv(text: string, delimiter?: string): Promise<CsvLines> {
  return inWorker({ kind: "readCsv", text, delimiter });
}

/** Every sheet of a workbook. */
export function readSheets(bytes: ArrayBuffer): Promise<Sheet[]> {
  return inWorker({ kind: "readSheets", bytes });
}

export function writeCsv(lines: Lines, delimiter: string): Promise<Blob> {
  return inWorker({ kind: "writeCsv", lines, delimiter });
}

export function writeSheet(lines: Lines, name: string): Promise<Blob> {
  return inWorker({ kind: "writeSheet", lines, name });
}

/** A worker for one task: its memory is given back with it. */
function inWorker<T>(task: Task): Promise<T> {
  const worker = new Worker(new URL("./table-worker.ts", import.meta.url), { type: "module" });
  return new Promise<T>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Done>) => (data.error === undefined ? resolve(data.result as T) : reject(new Error(data.error)));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(task);
  }).finally(() => worker.terminate());
}
