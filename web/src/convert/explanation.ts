import type { Api } from "../api";
import { element } from "../dom";
import type { Succession } from "./contract";
import { candidatesOf, type Line } from "./line";
import type { ConvertWords } from "./wording";

const ERA_BEFORE = { current: "legacy", legacy: "current" } as const;

/** The unit whose splitting or merging made the line ambiguous; none where several units have the name it gives. */
export function sourceCode(line: Line): string | undefined {
  const from = ERA_BEFORE[line.to];
  const codes = new Set(candidatesOf(line).map((candidate) => candidate[from]?.ward_code));
  const [code] = codes;
  return codes.size === 1 ? code : undefined;
}

/** Why several units fit: what the unit became or was made from, with shares and acts. */
export async function explanation(line: Line, api: Api, words: ConvertWords): Promise<HTMLElement[]> {
  const code = sourceCode(line);
  if (!code) return [element("p", {}, words.text("sameName"))];
  const way = line.to === "current" ? "successors" : "predecessors";
  const { successions } = await api.get<{ successions: Succession[] }>(`units/${encodeURIComponent(code)}/${way}`, {});
  const own = successions.filter((passing) => isOf(passing, code, line.to));
  const [first] = own;
  if (!first) return [element("p", {}, words.text("sameName"))];
  const unit = line.to === "current" ? first.old.full_name : first.new.full_name;
  const values = { unit, day: dayOf(first.day, words), count: own.length };
  return [
    element("p", {}, words.text(line.to === "current" ? "split" : "cameFrom", values)),
    element("ul", {}, ...own.map((passing) => element("li", {}, told(passing, line, words)))),
  ];
}

function isOf(passing: Succession, code: string, to: Line["to"]): boolean {
  const named = to === "current" ? passing.old : passing.new;
  return named.code === code && named.era === ERA_BEFORE[to];
}

function told({ old, new: heir, share, share_estimated, act }: Succession, line: Line, words: ConvertWords): string {
  const unit = line.to === "current" ? heir.full_name : old.full_name;
  const isKnown = share !== undefined && share !== null;
  const parts = [isKnown ? words.text("splitPart", { unit, share: words.percent(share, 1) }) : unit];
  if (isKnown && share_estimated) parts.push(words.text("estimated"));
  if (act) parts.push(words.text("act", { act }));
  return parts.join(" · ");
}

function dayOf(day: string, words: ConvertWords): string {
  return new Intl.DateTimeFormat(words.translator.language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));
}
