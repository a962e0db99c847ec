import { decode, detectEncoding, type Encoding } from "./encoding";
import type { Cell } from "./table";
import { readCsv, readSheets } from "./table-tasks";
import type { Sheet } from "./xlsx";

export type FileFault = "oldExcel" | "notTable" | "noRows";

/** A file that cannot be worked with. */
export class FileError extends Error {
  constructor(readonly fault: FileFault) {
    super(fault);
  }
}

/** What can be chosen of a file: for CSV the encoding and the delimiter, for a workbook the sheet. */
export interface Reading {
  encoding?: Encoding;
  delimiter?: string;
  sheet?: string;
}

/** A file's lines, and how they were read. */
export interface ReadLines extends Reading {
  lines: Cell[][];
}

/** A file that was chosen, to be read in one way or another. */
export class OpenedFile {
  private sheets?: Sheet[];

  private constructor(
    readonly name: string,
    readonly kind: "csv" | "xlsx",
    private readonly bytes: ArrayBuffer,
  ) {}

  /** Throws a {@link FileError} where its first bytes are those of no table. */
  static async open(file: File): Promise<OpenedFile> {
    const bytes = await file.arrayBuffer();
    return new OpenedFile(file.name, kindOf(new Uint8Array(bytes, 0, Math.min(bytes.byteLength, 8))), bytes);
  }

  get sheetNames(): string[] {
    return this.sheets?.map(({ name }) => name) ?? [];
  }

  read(reading: Reading): Promise<ReadLines> {
    return this.kind === "xlsx" ? this.readWorkbook(reading) : this.readText(reading);
  }

  private async readText({ encoding, delimiter }: Reading): Promise<ReadLines> {
    const bytes = new Uint8Array(this.bytes);
    const used = encoding ?? detectEncoding(bytes);
    return { encoding: used, ...(await readCsv(decode(bytes, used), delimiter)) };
  }

  private async readWorkbook({ sheet }: Reading): Promise<ReadLines> {
    this.sheets ??= await this.openWorkbook();
    const hasRows = ({ lines }: Sheet) => lines.length > 1;
    const chosen = this.sheets.find(({ name }) => name === sheet) ?? this.sheets.find(hasRows) ?? this.sheets[0];
    if (!chosen) throw new FileError("noRows");
    return { sheet: chosen.name, lines: chosen.lines };
  }

  private async openWorkbook(): Promise<Sheet[]> {
    try {
      return await readSheets(this.bytes);
    } catch {
      throw new FileError("notTable");
    }
  }
}

/** A workbook is a ZIP archive; what Excel wrote before 2007 and what is no table is told by its first bytes. */
function kindOf(start: Uint8Array): "csv" | "xlsx" {
  const begins = (...bytes: number[]) => bytes.every((byte, at) => start[at] === byte);
  if (begins(0x50, 0x4b, 0x03, 0x04)) return "xlsx";
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) throw new FileError("oldExcel");
  if (begins(0x25, 0x50, 0x44, 0x46) || begins(0x89, 0x50) || begins(0xff, 0xd8) || begins(0x1f, 0x8b)) {
    throw new FileError("notTable");
  }
  return "csv";
}
