import { element } from "../dom";
import type { Translator } from "../language";
import type { MessageKey } from "../messages";
import type { Group } from "./groups";
import { legend } from "./legend";
import type { PlaceMap } from "./place-map";

const GROUP_WORDS: Record<Group, MessageKey> = {
  addresses: "layerAddresses",
  communes: "layerCommunes",
  districts: "layerDistricts",
  basemap: "layerBasemap",
};

/** The panel in which groups of layers are shown and hidden, with a legend that follows the view. */
export class LayersControl {
  constructor(
    private readonly panel: HTMLElement,
    private readonly placeMap: PlaceMap,
    private readonly translator: Translator,
  ) {
    placeMap.map.on("idle", () => this.refresh());
    translator.onChange(() => this.refresh());
  }

  /** Draws the panel anew, if it is open: looking for what is drawn is work. */
  refresh(): void {
    if (this.panel.hidden || !this.placeMap.map.isStyleLoaded()) return;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.group;
    this.panel.replaceChildren(
      element("h2", { class: "section-title" }, this.translator.text("layers")),
      ...this.placeMap.groups.all.map(({ group, shown }) => this.choice(group, shown)),
      element("h2", { class: "section-title" }, this.translator.text("legend")),
      legend(this.placeMap.map, this.translator),
    );
    if (focused) this.panel.querySelector<HTMLElement>(`[data-group=${focused}]`)?.focus();
  }

  private choice(group: Group, shown: boolean): HTMLElement {
    const box = element("input", { type: "checkbox", "data-group": group });
    box.checked = shown;
    box.addEventListener("change", () => this.placeMap.groups.show(group, box.checked));
    return element("label", { class: "layer-choice" }, box, this.translator.text(GROUP_WORDS[group]));
  }
}
