import type { Translator } from "../language";
import type { PlaceMap } from "../map/place-map";
import type { Theme } from "../theme";
import { mapImage } from "./map-image";
import { printSheet, type Printed } from "./sheet";

/** Prints the map with what is opened on it; a dark map is drawn light for it, to spare the ink. */
export async function printPage(
  printed: Omit<Printed, "image" | "attribution">,
  placeMap: PlaceMap,
  theme: Theme,
  translator: Translator,
): Promise<void> {
  if (theme === "dark") await placeMap.useTheme("light");
  const attribution = placeMap.map.getContainer().querySelector(".maplibregl-ctrl-attrib-inner")?.textContent ?? "";
  const image = mapImage(placeMap.map, placeMap.marks);
  const sheet = printSheet({ ...printed, image, attribution }, translator);
  document.querySelector(".print-sheet")?.remove();
  document.body.append(sheet);
  await Promise.all([...sheet.querySelectorAll("img")].map((picture) => picture.decode()));
  window.addEventListener("afterprint", () => sheet.remove(), { once: true });
  window.print();
  if (theme === "dark") await placeMap.useTheme("dark");
}
