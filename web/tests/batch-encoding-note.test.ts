import { expect, test } from "vitest";
import { columnsStep } from "../src/batch/columns-step";
import { detectEncoding } from "../src/batch/encoding";
import { OpenedFile } from "../src/batch/opened-file";
import { BATCH_MESSAGES } from "../src/batch/wording";
import { Translator } from "../src/language";
import { Words } from "../src/shell/words";

const words = new Words(new Translator("vi"), BATCH_MESSAGES);

/** The page between choosing a file and searching, for a file of these bytes. */
async function step(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const file = await OpenedFile.open(new File([bytes], "a.csv"));
  const table = { columns: ["a"], rows: [["x"]], above: [] };
  const nothing = () => undefined;
  const actions = { read: nothing, useHeader: nothing, setRoles: nothing, start: nothing };
  const reading = { encoding: detectEncoding(bytes), delimiter: "," as const };
  return columnsStep({ file, reading, header: 0, table, roles: ["address"] }, words, actions).map((part) => part.textContent).join("\n");
}

/** `Quốc lộ 80, ấp Thuận Hòa, Hòn Đất` as TCVN3 has it. */
const TCVN3 = Uint8Array.from(
  [..."a\nQu\u00e8c l\u00e9 80, \u00cap Thu\u00cbn H\u00dfa, H\u00dfn \u00a7\u00ca t\n"].map((letter) => letter.charCodeAt(0)),
);

test("a file of an old encoding is not taken for Windows' without a word", async () => {
  expect(await step(TCVN3)).toContain("TCVN3 (ABC)");
  expect(await step(new TextEncoder().encode("a\nQuốc lộ 80, ấp Thuận Hòa\n"))).not.toContain("TCVN3");
});
