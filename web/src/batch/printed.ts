import { element } from "../dom";
import { isDoubtful, kindOf, placeOf, worstFirst, type Row } from "./row";
import { kindWord, type BatchWords } from "./wording";

/** More rows than anybody reads on paper. */
const MOST_ROWS = 2000;

/** The rows that a person should look at, as a table for paper. */
export function printedRows(rows: readonly Row[], words: BatchWords): HTMLElement[] {
  const doubtful = worstFirst(rows.filter(isDoubtful));
  const shown = doubtful.slice(0, MOST_ROWS);
  const heads = [words.text("rowNumber"), words.text("inFile"), words.text("grade"), words.text("result")];
  const lines = shown.map((row) =>
    element(
      "tr",
      {},
      element("td", {}, String(row.at + 1)),
      element("td", {}, row.question.shown),
      element("td", {}, kindWord(kindOf(row), words)),
      element("td", {}, placeOf(row)?.properties.label ?? ""),
    ),
  );
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  const isPart = shown.length < doubtful.length;
  return [
    element("h2", {}, words.text("printed")),
    ...(isPart ? [element("p", {}, words.text("printedPart", { shown: shown.length, rows: doubtful.length }))] : []),
    element("table", { class: "data-table" }, element("thead", {}, head), element("tbody", {}, ...lines)),
  ];
}
