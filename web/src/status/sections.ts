import { FINDINGS, faultShare, type CountryQuality } from "../check/contract";
import { findingName } from "../check/wording";
import { element } from "../dom";
import { pageLink } from "../shell/header";
import { ANSWERED, COUNTED, type CurrentRelease, type Release, type Releases, type Usage, type UsageDay } from "./contract";
import { answersOf, usageChart } from "./usage-chart";
import { answeredWord, bytesWord, countedWord, dayWord, instantWord, type StatusWords } from "./wording";

type Cell = string | Node;

/** What the release in use has, in large figures. */
export function currentSection({ releases }: Releases, words: StatusWords): HTMLElement[] {
  const current = releases.find((release) => release.current);
  if (!current) return [element("p", { class: "soft" }, words.text("missing"))];
  const figures = COUNTED.map((counted) =>
    element("div", { class: "figure" }, element("dt", {}, countedWord(counted, words)), element("dd", {}, words.number(current.counts[counted] ?? 0))),
  );
  const isSynthetic = current.sources.some(({ synthetic }) => synthetic);
  const about = [current.id, words.text("published", { when: instantWord(current.created_at, words) }), words.text("changeNumber", { number: current.change_number })];
  return [
    element("p", { class: "soft" }, about.join(" · ")),
    element("dl", { class: "figures" }, ...figures),
    ...(isSynthetic ? [element("p", { class: "note" }, words.text("synthetic"))] : []),
  ];
}

/** What is the matter with the addresses, of each kind. */
export function qualitySection({ total }: CountryQuality, words: StatusWords): HTMLElement[] {
  const { translator } = words;
  const sums = words.text("qualitySums", { faulty: total.faulty, addresses: total.addresses, share: words.percent(faultShare(total), 2) });
  const found = FINDINGS.filter((finding) => total.findings[finding]);
  const rows = found.map((finding) => [findingName(finding, translator), words.number(total.findings[finding] ?? 0)]);
  const isJudged = total.boundary === "surveyed" || total.addresses === 0;
  return [
    element("p", {}, sums),
    ...(isJudged ? [] : [element("p", { class: "note" }, words.text("notSurveyed"))]),
    table([words.text("finding"), words.text("found")], rows, [1]),
    element("p", {}, element("a", { href: pageLink("check", translator.language) }, words.text("toCheck"))),
  ];
}

/** How much was answered each day, as a chart and as a table. */
export function usageSection({ days }: Usage, words: StatusWords): HTMLElement[] {
  if (days.length === 0) return [element("p", { class: "soft" }, words.text("noUsage"))];
  const sum = (of: (day: UsageDay) => number) => days.reduce((total, day) => total + of(day), 0);
  const told = words.text("usageSums", { total: sum(answersOf), days: days.length, notFound: sum((day) => day.not_found ?? 0) });
  const legend = ANSWERED.map((kind, at) => element("li", {}, element("span", { class: `swatch use-${at}` }), answeredWord(kind, words)));
  const columns = [...ANSWERED, "tiles", "not_found"] as const;
  const heads = [words.text("day"), ...columns.map((column) => answeredWord(column, words))];
  const rows = [...days].reverse().map((day) => [dayWord(day.day, words), ...columns.map((column) => words.number(day[column] ?? 0))]);
  const chart = element("div", { class: "scroll-x", tabindex: "0", role: "region", "aria-label": words.text("usage") });
  chart.append(usageChart(days, words));
  return [
    element("p", {}, told),
    chart,
    element("ul", { class: "legend" }, ...legend),
    element("details", {}, element("summary", {}, words.text("asTable")), table(heads, rows, columns.map((_, at) => at + 1))),
  ];
}

/** The files of the release in use. */
export function filesSection({ files }: CurrentRelease, words: StatusWords): HTMLElement[] {
  if (files.length === 0) return [element("p", { class: "soft" }, words.text("noFiles"))];
  const rows = files.map(({ name, href, bytes, media_type }) => [
    element("a", { href, download: "" }, name),
    bytesWord(bytes, words),
    media_type,
  ]);
  return [table([words.text("file"), words.text("size"), words.text("kind")], rows, [1])];
}

/** Where the data in use comes from, and under which terms. */
export function sourcesSection({ releases }: Releases, words: StatusWords): HTMLElement[] {
  const current = releases.find((release) => release.current);
  const rows = (current?.sources ?? []).map(({ name, attribution, licence }) => [name, attribution, licence]);
  return [table([words.text("source"), words.text("attribution"), words.text("licence")], rows)];
}

/** Every release that the server has, the newest first. */
export function releasesSection({ releases }: Releases, words: StatusWords): HTMLElement[] {
  const heads = [words.text("release"), words.text("when"), words.text("change"), ...COUNTED.map((counted) => countedWord(counted, words)), words.text("size")];
  const newest = [...releases].sort((a, b) => b.created_at.localeCompare(a.created_at));
  return [table(heads, newest.map((release) => releaseRow(release, words)), [2, 3, 4, 5, 6, 7])];
}

function releaseRow(release: Release, words: StatusWords): Cell[] {
  const { id, created_at, change_number, counts, bytes } = release;
  const name = element("span", {}, id, release.current ? element("b", { class: "tag" }, words.text("inUse")) : null);
  return [
    name,
    instantWord(created_at, words),
    words.number(change_number),
    ...COUNTED.map((counted) => words.number(counts[counted] ?? 0)),
    bytesWord(bytes, words),
  ];
}

/** A table whose first cells name their rows; it scrolls by itself where it is wider than the page. */
function table(heads: readonly string[], rows: readonly (readonly Cell[])[], numbers: readonly number[] = []): HTMLElement {
  const kind = (at: number) => (numbers.includes(at) ? "number" : "");
  const head = element("tr", {}, ...heads.map((text, at) => element("th", { scope: "col", class: kind(at) }, text)));
  const lines = rows.map((cells) =>
    element("tr", {}, ...cells.map((cell, at) => (at === 0 ? element("th", { scope: "row" }, cell) : element("td", { class: kind(at) }, cell)))),
  );
  const made = element("table", { class: "data-table" }, element("thead", {}, head), element("tbody", {}, ...lines));
  return element("div", { class: "scroll-x", tabindex: "0", role: "region", "aria-label": heads[0] ?? "" }, made);
}
