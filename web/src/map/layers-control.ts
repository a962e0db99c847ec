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
  private readonly legend = element("div");

  constructor(
    private readonly panel: HTMLElement,
    private readonly placeMap: PlaceMap,
    private readonly translator: Translator,
  ) {
    placeMap.map.on("idle", () => this.followView());
    translator.onChange(() => this.refresh());
  }

  refresh(): void {
    this.panel.replaceChildren(
      element("h2", { class: "section-title" }, this.translator.text("layers")),
      ...this.placeMap.groups.all.map(({ group, shown }) => this.choice(group, shown)),
      element("h2", { class: "section-title" }, this.translator.text("legend")),
      this.legend,
    );
    this.followView();
  }

  /** Draws the legend anew, if it is in sight: looking for what is drawn is work. */
  private followView(): void {
    if (this.panel.hidden || !this.placeMap.map.isStyleLoaded()) return;
    this.legend.replaceChildren(legend(this.placeMap.map, this.translator));
  }

  private choice(group: Group, shown: boolean): HTMLElement {
    const box = element("input", { type: "checkbox", "data-group": group });
    box.checked = shown;
    box.addEventListener("change", () => this.placeMap.groups.show(group, box.checked));
    return element("label", { class: "layer-choice" }, box, this.translator.text(GROUP_WORDS[group]));
  }
}
