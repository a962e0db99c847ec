import { ANSWERED, type UsageDay } from "./contract";
import { answeredWord, dayWord, type StatusWords } from "./wording";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 200;
/** Width of the days together, as far as their bars are neither too thin nor too thick. */
const DAYS_WIDTH = 560;
const THINNEST = 8;
const THICKEST = 44;
/** The part of a day's width that its bar has. */
const BAR_SHARE = 0.78;
/** Room for the name of a day. */
const LEAST_WIDTH = 120;
const LEFT = 64;
const BELOW = 24;
const LINES = 4;

/** Days as bars, each of them the kinds of answers on top of one another. The table beside it says the same. */
export function usageChart(days: readonly UsageDay[], words: StatusWords): SVGElement {
  const most = roundUp(Math.max(1, ...days.map(answersOf)));
  const step = Math.min(THICKEST, Math.max(THINNEST, DAYS_WIDTH / days.length));
  const width = LEFT + Math.max(LEAST_WIDTH, days.length * step);
  const chart = node("svg", { viewBox: `0 0 ${width} ${HEIGHT + BELOW + 8}`, class: "chart", role: "img", width, height: HEIGHT + BELOW + 8 });
  chart.setAttribute("aria-label", words.text("chart", { most }));
  const y = (value: number) => 8 + HEIGHT - (value / most) * HEIGHT;
  for (let line = 0; line <= LINES; line += 1) {
    const value = (most * line) / LINES;
    chart.append(node("line", { x1: LEFT, x2: width, y1: y(value), y2: y(value), class: "chart-line" }));
    chart.append(label(words.number(value, value < 10 ? 1 : 0), LEFT - 8, y(value) + 4, "end"));
  }
  for (const [at, day] of days.entries()) chart.append(...bars(day, LEFT + at * step, step * BAR_SHARE, y, words));
  const [first, last] = [days[0], days.at(-1)];
  if (first) chart.append(label(dayWord(first.day, words), LEFT, HEIGHT + BELOW, "start"));
  if (last && days.length * step > 2 * LEAST_WIDTH) chart.append(label(dayWord(last.day, words), LEFT + days.length * step, HEIGHT + BELOW, "end"));
  return chart;
}

/** All answers of a day but tiles, of which one view of the map asks for dozens. */
export function answersOf(day: UsageDay): number {
  return ANSWERED.reduce((sum, kind) => sum + (day[kind] ?? 0), 0);
}

function bars(day: UsageDay, x: number, width: number, y: (value: number) => number, words: StatusWords): SVGElement[] {
  let below = 0;
  return ANSWERED.flatMap((kind, at) => {
    const count = day[kind] ?? 0;
    if (count === 0) return [];
    const top = y(below + count);
    const bar = node("rect", { x, y: top, width, height: y(below) - top, class: `use-${at}` });
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
