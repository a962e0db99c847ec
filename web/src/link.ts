import type { Language } from "./language";

/** What a link asks the page to open. The map's own view stays in `#zoom/lat/lon`. */
export type Target = { kind: "query"; query: string } | { kind: "identifier"; id: string };

export function readTarget(search: string): Target | undefined {
  const parameters = new URLSearchParams(search);
  const id = parameters.get("id")?.trim();
  if (id) return { kind: "identifier", id };
  const query = parameters.get("q")?.trim();
  return query ? { kind: "query", query } : undefined;
}

/** The page's address with another target and language, its map view kept. */
export function linkTo(href: string, target: Target | undefined, language: Language): string {
  const url = new URL(href);
  url.searchParams.delete("q");
  url.searchParams.delete("id");
  if (target?.kind === "query") url.searchParams.set("q", target.query);
  if (target?.kind === "identifier") url.searchParams.set("id", target.id);
  url.searchParams.set("lang", language);
  return url.href;
}
