import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ApiError } from "../src/api";
import type { Role } from "../src/batch/columns";
import type { AnswerStatus, BatchAnswer, BatchItem, FoundPlace, ItemAnswer } from "../src/batch/contract";
import { Job, type Ask } from "../src/batch/job";
import { questionOf, questionOfText } from "../src/batch/question";
import { RESULT_COLUMNS, resultLines } from "../src/batch/result-columns";
import { countKinds, isOpen, kindOf, worstFirst } from "../src/batch/row";
import type { Cell } from "../src/batch/table";

const ADDRESS: Role[] = ["address"];
const noWait = () => Promise.resolve();

function place(label: string, properties: Partial<FoundPlace["properties"]> = {}): FoundPlace {
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [106.7, 10.77] },
    properties: { id: `id of ${label}`, type: "house", label, match_class: "A", ...properties },
  };
}

/** The server's answer: the first word of a row says what becomes of it. */
function answered({ id, q = "" }: BatchItem): ItemAnswer {
  const status = (["ambiguous", "not_found"] as AnswerStatus[]).find((name) => q.startsWith(name)) ?? "ok";
  const ambiguous = status === "ambiguous";
  const match_class = q.startsWith("doubtful") ? "C" : "A";
  const features = status === "not_found" ? [] : [place(q, { ambiguous, match_class }), place(`${q} 2`, { ambiguous })];
  return { id, status, features };
}

const answer = (items: BatchItem[]): BatchAnswer => ({ release: "r1", results: items.map(answered) });

function jobOf(lines: string[], ask: Ask): Job {
  return new Job({ above: [], columns: ["address"], rows: lines.map((line) => [line]) }, ADDRESS, ask, () => {}, noWait);
}

const texts = (job: Job) => resultLines({ above: [], columns: ["address"], rows: job.rows.map(({ at }) => [`line ${at}`]) }, job.rows, () => "");
const column = (name: string) => 1 + RESULT_COLUMNS.indexOf(name);

test.each([0, 1, 49, 50, 51, 999, 1000, 1001, 2500])("%i rows in are as many rows out, in order", async (count) => {
  const sizes: number[] = [];
  const lines = Array.from({ length: count }, (_, at) => (at % 7 === 3 ? "" : at % 11 === 5 ? "x".repeat(201) : `row ${at}`));
  const job = jobOf(lines, async (items) => {
    sizes.push(items.length);
    return answer(items);
  });
  await job.run();
  expect(job.state).toBe("finished");
  expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(1000);
  const told = texts(job).slice(1).map((line) => [line[0], line[column("result_status")], line[column("result_label")]]);
  const expected = lines.map((line, at) => [`line ${at}`, ...(line && line.length <= 200 ? ["ok", line] : ["invalid", ""])]);
  expect(told).toEqual(expected);
});

test("a piece that failed for a while is asked again", async () => {
  let failures = 2;
  const job = jobOf(["a", "b"], async (items) => {
    if (failures-- > 0) throw new ApiError("tooMany", "", 1);
    return answer(items);
  });
  await job.run();
  expect(job.state).toBe("finished");
});

test("where nobody answers the job stops, and goes on where it was", async () => {
  let isAway = false;
  const job = jobOf(Array.from({ length: 500 }, (_, at) => `row ${at}`), async (items) => {
    if (items.some(({ id }) => id >= 200) && isAway) throw new ApiError("unreachable");
    return answer(items);
  });
  isAway = true;
  await job.run();
  expect(job.state).toBe("failed");
  expect(job.progress.done).toBeGreaterThanOrEqual(200);
  expect(job.progress.done).toBeLessThan(500);
  expect(texts(job).at(-1)?.[column("result_status")]).toBe("not_asked");
  isAway = false;
  await job.run();
  expect(job.state).toBe("finished");
  expect(job.progress.done).toBe(500);
});

test("a piece that is refused does not keep the others from being asked", async () => {
  const job = jobOf(Array.from({ length: 150 }, (_, at) => `row ${at}`), async (items) => {
    if (items[0]?.id === 0) throw new ApiError("refused");
    return answer(items);
  });
  await job.run();
  expect(job.state).toBe("failed");
  expect(job.progress.done).toBe(100);
});

test("answers that do not fit the rows are none", async () => {
  const job = jobOf(["a", "b"], async (items) => ({ release: "r1", results: items.slice(1).map(answered) }));
  await job.run();
  expect(job.state).toBe("failed");
  expect(job.rows.every(({ outcome }) => outcome === undefined)).toBe(true);
});

test("a job that is stopped keeps what it has", async () => {
  const job: Job = jobOf(Array.from({ length: 500 }, (_, at) => `row ${at}`), async (items, signal) => {
    if (items[0]?.id === 100) job.cancel();
    signal.throwIfAborted();
    return answer(items);
  });
  await job.run();
  expect(job.state).toBe("stopped");
  expect(job.progress.done).toBeGreaterThanOrEqual(50);
  expect(job.progress.done).toBeLessThan(500);
});

test("doubtful rows come first, in the order of the file", async () => {
  const job = jobOf(["a", "not_found", "doubtful", "", "ambiguous 1", "ambiguous 2"], async (items) => answer(items));
  await job.run();
  expect(worstFirst(job.rows).map(({ at }) => at)).toEqual([4, 5, 2, 1, 3, 0]);
  expect(Object.fromEntries(countKinds(job.rows))).toEqual({ A: 1, not_found: 1, C: 1, invalid: 1, ambiguous: 2 });
  expect(job.rows.filter(isOpen).length).toBe(5);
});

test("a choice is recorded and decides what is downloaded", async () => {
  const job = jobOf(["ambiguous", "ambiguous", "ambiguous"], async (items) => answer(items));
  await job.run();
  const [chosen, none] = job.rows;
  if (!chosen || !none) throw new Error("rows are missing");
  chosen.choice = 1;
  none.choice = "none";
  const values = (name: string) => texts(job).slice(1).map((line) => line[column(name)]);
  expect(values("result_choice")).toEqual(["chosen", "none", "automatic"]);
  expect(values("result_label")).toEqual(["ambiguous 2", "", "ambiguous"]);
  expect(values("result_alternatives")).toEqual(["", "", "id of ambiguous 2 ambiguous 2"]);
  expect(values("result_status")).toEqual(["ambiguous", "ambiguous", "ambiguous"]);
});

test("what stands above the names of the columns is given back", () => {
  const table = { above: [["Danh sách"]], columns: ["address"], rows: [] };
  expect(resultLines(table, [], () => "")).toEqual([["Danh sách"], ["address", ...RESULT_COLUMNS]]);
});

test("one row is asked again with another text", async () => {
  const job = jobOf(["not_found"], async (items) => answer(items));
  await job.run();
  const [row] = job.rows;
  if (!row) throw new Error("the row is missing");
  row.question = questionOfText("  12   Lê Lợi ");
  await job.askOne(row);
  expect(kindOf(row)).toBe("A");
  expect(texts(job)[1]?.[column("result_query")]).toBe("12 Lê Lợi");
});

test.each<[roles: (Role | undefined)[], row: Cell[], asked: object | string]>([
  [["address"], [" 12  Lê Lợi\nQuận 1 "], { q: "12 Lê Lợi, Quận 1" }],
  [["address", "ward", "district"], ["12 Lê Lợi", "3", "01"], { q: "12 Lê Lợi, Phường 3, Quận 1" }],
  [["address", "district"], ["12 Lê Lợi, ", "Q. Hai Bà Trưng"], { q: "12 Lê Lợi, Q. Hai Bà Trưng" }],
  [["address", "province"], ["12 Lê Lợi, Hà Nội", "Hà Nội"], { q: "12 Lê Lợi, Hà Nội" }],
  [["address", "address"], ["Toà A", "12 Lê Lợi"], { q: "Toà A, 12 Lê Lợi" }],
  [["housenumber", "street", undefined, "ward"], [12, "Lê Lợi", "x", "Sài Gòn"], { fields: { housenumber: "12", street: "Lê Lợi", ward: "Sài Gòn" } }],
  [["address", "lat", "lon"], ["Lê Lợi", "10,5", 106.5], { q: "Lê Lợi", lat: 10.5, lon: 106.5 }],
  [["lat", "lon"], [10.5, "106.5"], { lat: 10.5, lon: 106.5 }],
  [["lat", "lon"], [1_190_000, 600_000], "noPosition"],
  [["lat", "lon"], ["", null], "empty"],
  [["address", undefined], [null, "x"], "empty"],
  [["address"], ["đ".repeat(200)], { q: "đ".repeat(200) }],
  [["address"], ["đ".repeat(201)], "tooLong"],
])("a row asks: %j %j", (roles, row, asked) => {
  const question = questionOf(row, roles);
  expect("fault" in question ? question.fault : question.asked).toEqual(asked);
});

test("the columns of a file are those of the command line", () => {
  const written = readFileSync("../src/rows/result_columns.rs", "utf8");
  const names = [...written.matchAll(/"(result_\w+)"/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(20);
  const own = ["result_status", "result_note", "result_query", "result_choice"];
  expect(RESULT_COLUMNS.filter((name) => !own.includes(name))).toEqual(names);
});
