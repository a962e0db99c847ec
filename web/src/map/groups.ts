import type { Map as MapLibre } from "maplibre-gl";
import { remember, remembered } from "../remembered";

/** What can be shown and hidden together: layers name their group in `metadata["vmap:group"]`. */
export const GROUPS = ["addresses", "communes", "districts", "basemap"] as const;
export type Group = (typeof GROUPS)[number];

const STORAGE_KEY = "vmap.layers";

type Choices = Partial<Record<Group, boolean>>;

/** Which groups of layers are shown: as the style says, unless a person chose otherwise. */
export class LayerGroups {
  private choices = remembered(STORAGE_KEY, isChoices, {});

  constructor(private readonly map: MapLibre) {
    map.on("style.load", () => this.apply());
  }

  /** The groups of the style, and whether each is shown. */
  get all(): { group: Group; shown: boolean }[] {
    return GROUPS.filter((group) => this.layersOf(group).length > 0).map((group) => ({
      group,
      shown: this.layersOf(group).some(({ id }) => this.isVisible(id)),
    }));
  }

  show(group: Group, shown: boolean): void {
    this.choices = { ...this.choices, [group]: shown };
    remember(STORAGE_KEY, this.choices);
    this.apply();
  }

  private apply(): void {
    for (const group of GROUPS) {
      const shown = this.choices[group];
      if (shown === undefined) continue;
      for (const { id } of this.layersOf(group)) {
        this.map.setLayoutProperty(id, "visibility", shown ? "visible" : "none");
      }
    }
  }

  private layersOf(group: Group) {
    const style = this.map.getStyle() as ReturnType<MapLibre["getStyle"]> | undefined;
    return (style?.layers ?? []).filter(({ metadata }) => groupOf(metadata) === group);
  }

  private isVisible(id: string): boolean {
    return this.map.getLayoutProperty(id, "visibility") !== "none";
  }
}

export function groupOf(metadata: unknown): string | undefined {
  return (metadata as { "vmap:group"?: string } | undefined)?.["vmap:group"];
}

function isChoices(value: unknown): value is Choices {
  return typeof value === "object" && value !== null && Object.values(value).every((shown) => typeof shown === "boolean");
}
