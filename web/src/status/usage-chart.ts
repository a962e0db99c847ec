import { ANSWERED, type UsageDay } from "./contract";
import { answeredWord, dayWord, type StatusWords } from "./wording";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 200;
const BAR = 14;
const GAP = 4;
const LEFT = 64;
const BELOW = 24;
const LINES = 4;

/** Days as bars, each of them the kinds of answers on top of one another. The table beside it says the same. */
export function usageChart(days: readonly UsageDay[], words: StatusWords): SVGElement {
  const most = roundUp(Math.max(1, ...days.map(answersOf)));
  const width = LEFT + days.length * (BAR + GAP) + GAP;
  const chart = node("svg", { viewBox: `0 0 ${width} ${HEIGHT + BELOW + 8}`, class: "chart", role: "img", width, height: HEIGHT + BELOW + 8 });
  chart.setAttribute("aria-label", words.text("chart", { most }));
  const y = (value: number) => 8 + HEIGHT - (value / most) * HEIGHT;
  for (let line = 0; line <= LINES; line += 1) {
    const value = (most * line) / LINES;
    chart.append(node("line", { x1: LEFT, x2: width, y1: y(value), y2: y(value), class: "chart-line" }));
    chart.append(label(words.number(value, value < 10 ? 1 : 0), LEFT - 8, y(value) + 4, "end"));
  }
  for (const [at, day] of days.entries()) chart.append(...bars(day, LEFT + GAP + at * (BAR + GAP), y, words));
  for (const at of [0, days.length - 1]) {
    const day = days[at];
    const x = LEFT + GAP + at * (BAR + GAP) + BAR / 2;
    if (day && (at === 0 || days.length > 10)) chart.append(label(dayWord(day.day, words), at === 0 ? x - BAR / 2 : x + BAR / 2, HEIGHT + BELOW, at === 0 ? "start" : "end"));
  }
  return chart;
}

/** All answers of a day but tiles, of which one view of the map asks for dozens. */
export function answersOf(day: UsageDay): number {
  return ANSWERED.reduce((sum, kind) => sum + (day[kind] ?? 0), 0);
}

function bars(day: UsageDay, x: number, y: (value: number) => number, words: StatusWords): SVGElement[] {
  let below = 0;
  return ANSWERED.flatMap((kind, at) => {
    const count = day[kind] ?? 0;
    if (count === 0) return [];
    const top = y(below + count);
    const bar = node("rect", { x, y: top, width: BAR, height: y(below) - top, class: `use-${at}` });
    const title = node("title", {});
    title.textContent = `${dayWord(day.day, words)}: ${answeredWord(kind, words)} ${words.number(count)}`;
    bar.append(title);
    below += count;
    return [bar];
  });
}

function label(text: string, x: number, y: number, anchor: "start" | "end"): SVGElement {
  const made = node("text", { x, y, "text-anchor": anchor, class: "chart-text" });
  made.textContent = text;
  return made;
}

/** The next of 1, 2, 4 and 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

function node(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
