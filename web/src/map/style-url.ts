import type { Theme } from "../theme";

/** Where the server's style is, by day or by night. */
export function styleUrl(theme: Theme): string {
  const url = new URL("style.json", document.baseURI);
  if (theme === "dark") url.searchParams.set("theme", theme);
  return url.href;
}
