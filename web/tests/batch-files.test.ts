import { expect, test } from "vitest";
import { readCsv, writeCsv } from "../src/batch/csv";
import { decode, detectEncoding, type Encoding } from "../src/batch/encoding";
import { readSheets, writeSheet } from "../src/batch/xlsx";
import { textOf } from "../src/batch/table";

const LINE = "Địa chỉ;Ghi chú\n12 Nguyễn Huệ;Đường lớn\n";

function utf16(text: string, isBig: boolean, mark = ""): Uint8Array {
  const units = [...(mark + text)].flatMap((letter) => [letter.charCodeAt(0) & 0xff, letter.charCodeAt(0) >> 8]);
  return Uint8Array.from(isBig ? units.flatMap((_, at) => (at % 2 === 0 ? [units[at + 1] ?? 0, units[at] ?? 0] : [])) : units);
}

/** `Địa chỉ: đường Nguyễn Huệ` in Windows-1258: đ is 0xF0, ư 0xFD, ơ 0xF5, tones stand behind their vowels. */
const WINDOWS_1258 = Uint8Array.from([
  0xd0, 0x69, 0xf2, 0x61, 0x20, 0x63, 0x68, 0x69, 0xd2, 0x3a, 0x20, 0xf0, 0xfd, 0xf5, 0xcc, 0x6e, 0x67, 0x20, 0x4e, 0x67, 0x75, 0x79,
  0xea, 0xde, 0x6e, 0x20, 0x48, 0x75, 0xea, 0xf2,
]);

test.each<[name: string, bytes: Uint8Array, encoding: Encoding, text: string]>([
  ["UTF-8", new TextEncoder().encode(LINE), "utf-8", LINE],
  ["UTF-8 with its mark", new TextEncoder().encode("\ufeff" + LINE), "utf-8", LINE],
  ["UTF-16 little endian", utf16(LINE, false, "\ufeff"), "utf-16le", LINE],
  ["UTF-16 big endian", utf16(LINE, true, "\ufeff"), "utf-16be", LINE],
  ["UTF-16 without its mark", utf16("id;address\n1;5 Le Loi\n", false), "utf-16le", "id;address\n1;5 Le Loi\n"],
  ["decomposed letters", new TextEncoder().encode("Huệ".normalize("NFD")), "utf-8", "Huệ".normalize("NFD")],
  ["Windows-1258", WINDOWS_1258, "windows-1258", "Địa chỉ: đường Nguyễn Huệ"],
  ["Windows-1252", Uint8Array.from([0xcc, 0x6c, 0x65, 0x3b, 0xde, 0xf2, 0x72]), "windows-1252", "Ìle;Þòr"],
])("text is read from %s", (_, bytes, encoding, text) => {
  expect(detectEncoding(bytes)).toBe(encoding);
  expect(decode(bytes, encoding)).toBe(text);
});

test.each([
  [",", "a,b\n1,2\n"],
  [";", "a;b\n1;2\n"],
  ["\t", "a\tb\n1\t2\n"],
  ["|", "a|b\r\n1|2"],
])("the delimiter %j is found", (delimiter, text) => {
  expect(readCsv(text)).toEqual({ delimiter, lines: [["a", "b"], ["1", "2"]] });
});

test.each([
  ["one address per line below a name", "Địa chỉ\n12 Lê Lợi, Quận 1, HCM\n5 Phố Huế, Hà Nội\n", "\t", 1],
  ["one address per line", "12 Lê Lợi, Quận 1, HCM\n5 Phố Huế, Hà Nội\n7 Hàm Nghi\n", "\t", 1],
  ["addresses with commas between semicolons", "id;diachi\n1;5 Lê Lợi, Quận 1\n2;6 Lê Lợi, Quận 1\n", ";", 2],
  ["a title above the names", "DANH SÁCH\nid;diachi;x\n1;5 Lê Lợi, Quận 1;\n2;6 Lê Lợi;\n", ";", 1],
  ["a long row among others", "a,b\n1,2\n1,2,3\n1,2\n", ",", 2],
])("%s", (_, text, delimiter, width) => {
  const read = readCsv(text);
  expect([read.delimiter, read.lines[0]?.length]).toEqual([delimiter, width]);
});

test("quoted fields hold delimiters, quotes and line breaks, and blank lines are lines", () => {
  const text = 'address,note\n"12 Lê Lợi, Quận 1","nói ""được""\nhai dòng"\n\nx,y\n';
  expect(readCsv(text).lines).toEqual([["address", "note"], ["12 Lê Lợi, Quận 1", 'nói "được"\nhai dòng'], [""], ["x", "y"]]);
});

test("what is written as CSV is read back", async () => {
  const lines = [["Địa chỉ", "n"], ['a "b", c\nd', "1"], ["", "2"]];
  const bytes = new Uint8Array(await writeCsv(lines, ";").arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(readCsv(decode(bytes, "utf-8")).lines).toEqual(lines);
});

test("what is written as a workbook is read back with its types", async () => {
  const day = new Date(Date.UTC(2026, 2, 5));
  const lines = [["Mã", "Số", "Đúng", "Ngày"], ["007", 12.5, true, day], ["=1+1", null, false, new Date(Date.UTC(2026, 2, 5, 8, 30))]];
  const [sheet] = await readSheets(await (await writeSheet(lines, "Hồ sơ")).arrayBuffer());
  expect(sheet?.name).toBe("Hồ sơ");
  expect(sheet?.lines).toEqual(lines);
});

test("cells in words", () => {
  expect([null, 1.5, true, "x", new Date(Date.UTC(2026, 2, 5)), new Date(Date.UTC(2026, 2, 5, 8, 30))].map(textOf)).toEqual([
    "",
    "1.5",
    "true",
    "x",
    "2026-03-05",
    "2026-03-05 08:30:00",
  ]);
});
