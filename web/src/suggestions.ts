import type { Api, SearchOptions } from "./api";
import type { Place } from "./contract";
import type { Translator } from "./language";
import type { RecentPlace, RecentPlaces } from "./recent";
import { readTyped, type Typed } from "./typed/typed";
import { legacyLabel, typeWord } from "./wording";

/** One line offered below the search box. */
export interface Suggestion {
  label: string;
  /** What of the label was typed, as ranges of characters. */
  highlight?: [number, number][] | undefined;
  /** What kind of thing it is, in a word. */
  kind: string;
  /** The former name, where that is what was typed. */
  former?: string | undefined;
  open(): void;
}

/** What choosing a suggestion does. */
export interface Openers {
  place(place: Place): void;
  text(text: string): void;
  recent(place: RecentPlace): void;
}

/** What to offer: places that fit what is being typed, what was typed if it is a code, places seen before. */
export class Suggestions {
  constructor(
    private readonly api: Api,
    private readonly translator: Translator,
    private readonly recentPlaces: RecentPlaces,
    private readonly openers: Openers,
  ) {}

  async for(text: string, options: SearchOptions): Promise<Suggestion[]> {
    const typed = readTyped(text);
    const own = this.ofTyped(typed, text);
    // A commune's code may also be the beginning of an address.
    const words = typed.kind === "words" ? typed.words : typed.kind === "wardCode" ? typed.code : undefined;
    if (words === undefined) return own;
    const { features } = await this.api.autocomplete(words, options);
    return [...own, ...features.map((place) => this.ofPlace(place))];
  }

  /** The places opened last, newest first. */
  recent(): Suggestion[] {
    return this.recentPlaces.all.map((place) => ({
      label: place.label,
      kind: typeWord(place.type, this.translator),
      open: () => this.openers.recent(place),
    }));
  }

  private ofPlace(place: Place): Suggestion {
    const { label, highlight, type, matched_era } = place.properties;
    const former = matched_era === "legacy" ? legacyLabel(place.properties) : undefined;
    return { label, highlight, former, kind: typeWord(type, this.translator), open: () => this.openers.place(place) };
  }

  private ofTyped(typed: Typed, text: string): Suggestion[] {
    if (typed.kind === "words") return [];
    return [{ ...this.wordsOf(typed), open: () => this.openers.text(text) }];
  }

  private wordsOf(typed: Exclude<Typed, { kind: "words" }>): { label: string; kind: string } {
    const { translator } = this;
    switch (typed.kind) {
      case "position": {
        const { lat, lon } = typed.position;
        return { label: `${lat}, ${lon}`, kind: translator.text(typed.swapped ? "typedSwapped" : "typedPosition") };
      }
      case "plusCode":
        return { label: typed.code, kind: translator.text("typedPlusCode") };
      case "shortCode":
        return { label: `${typed.code} ${typed.near}`.trim(), kind: translator.text("typedPlusCode") };
      case "identifier":
        return { label: typed.id, kind: translator.text("typedIdentifier") };
      case "wardCode":
        return { label: typed.code, kind: translator.text("typedWardCode") };
    }
  }
}
