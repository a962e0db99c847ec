import { ApiError, type Api, type SearchOptions } from "./api";
import { isUnit, positionOf, type Answer, type Place, type Position } from "./contract";
import { NotLocated, whereAmI } from "./near-me";
import type { ChosenPoint, FormerWards } from "./opened";
import { decodeNear } from "./typed/plus-code";
import { readTyped } from "./typed/typed";
import { absent, nothingAt, type View } from "./view";
import { formerUnitLabel } from "./wording";

/** Asks the server, and tells what to show. */
export type Question = (signal: AbortSignal) => Promise<View>;

type PointDetails = Pick<ChosenPoint, "accuracyMetres" | "swapped">;

/** Up to here the nearest address tells the former commune of a point beside it. */
const BESIDE_METRES = 100;

/** Makes questions of what people type, press or carry with them. */
export class Questions {
  constructor(
    private readonly api: Api,
    private readonly options: (signal: AbortSignal) => SearchOptions,
  ) {}

  /** A text of the search box, in any of the forms it is understood in. */
  typed(text: string): Question {
    const typed = readTyped(text);
    switch (typed.kind) {
      case "position":
        return this.point(typed.position, { swapped: typed.swapped });
      case "plusCode":
        return this.point(typed.position);
      case "shortCode":
        return (signal) => this.shortCode(typed.code, typed.near, signal);
      case "identifier":
        return this.identifier(typed.id);
      case "wardCode":
        return (signal) => this.wardCode(typed.code, signal);
      case "words":
        return (signal) => this.words(typed.words, signal);
    }
  }

  /** A place or a unit; of a place that was merged into another, that other. */
  identifier(id: string): Question {
    return (signal) =>
      this.unit(id, signal).catch((error: unknown) => {
        // A code with a wrong check digit is refused: to people it is one that does not exist.
        if (!isMissing(error) && !isRefused(error)) throw error;
        const { successor } = error.problem;
        return successor ? this.unit(successor, signal) : absent("noSuchPlace", "noSuchPlaceHint", { id });
      });
  }

  /** The nearest address to a point, and the communes of both eras that hold it. */
  point(position: Position, details: PointDetails = {}): Question {
    return async (signal) => {
      const { features } = await this.api.reverse(position, this.options(signal));
      const ward = features.find(({ properties }) => properties.type === "ward");
      const [nearest, ...others] = features.filter(({ properties }) => !isUnit(properties));
      const place = nearest ?? ward;
      if (!place) return nothingAt(position);
      const former = await this.formerWards(ward, nearest, signal);
      return { kind: "opened", opened: { place, chosen: { ...details, position, ward, former } }, others };
    };
  }

  /** What is around the device. */
  nearMe(): Question {
    return async (signal) => {
      try {
        const { position, accuracyMetres } = await whereAmI();
        return await this.point(position, { accuracyMetres })(signal);
      } catch (error) {
        if (error instanceof NotLocated) return notLocated(error);
        throw error;
      }
    };
  }

  private async words(query: string, signal: AbortSignal): Promise<View> {
    const answer = await this.api.search(query, this.options(signal));
    return firstOf(answer, absent("nothingFound", "nothingFoundHint", { query }));
  }

  private async unit(id: string, signal: AbortSignal): Promise<View> {
    return firstOf(await this.api.place(id, this.options(signal)), absent("noSuchPlace", "noSuchPlaceHint", { id }));
  }

  /** Five digits that are no commune's code may still be a house number. */
  private wardCode(code: string, signal: AbortSignal): Promise<View> {
    return this.unit(code, signal).catch((error: unknown) => {
      if (isMissing(error)) return this.words(code, signal);
      throw error;
    });
  }

  private async shortCode(code: string, near: string, signal: AbortSignal): Promise<View> {
    const reference = near ? await this.whereIs(near, signal) : this.options(signal).bias;
    if (!reference) return absent("shortCodeFar", "shortCodeFarHint", { code });
    return this.point(decodeNear(code, reference))(signal);
  }

  private async whereIs(words: string, signal: AbortSignal): Promise<Position | undefined> {
    const { features } = await this.api.search(words, this.options(signal));
    return features[0] && positionOf(features[0]);
  }

  private async formerWards(ward: Place | undefined, nearest: Place | undefined, signal: AbortSignal): Promise<FormerWards> {
    const code = ward?.properties.ward_code;
    if (!code) return { certainty: "known", labels: [] };
    const isBeside = (nearest?.properties.distance_m ?? Infinity) <= BESIDE_METRES;
    const beside = isBeside && nearest?.properties.ward_code === code && formerUnitLabel(nearest.properties);
    if (beside) return { certainty: "nearest", labels: [beside] };
    // The card is worth showing without them.
    const { candidates } = await this.api.formerWards(code, this.options(signal)).catch(() => ({ candidates: [] }));
    const labels = candidates.map(({ legacy }) => legacy.label);
    return { certainty: labels.length > 1 ? "oneOf" : "known", labels };
  }
}

function firstOf({ features }: Answer, otherwise: View): View {
  const [place, ...others] = features;
  return place ? { kind: "opened", opened: { place }, others } : otherwise;
}

function isRefused(error: unknown): error is ApiError {
  return error instanceof ApiError && error.kind === "refused";
}

function isMissing(error: unknown): error is ApiError {
  return error instanceof ApiError && error.kind === "missing";
}

function notLocated({ reason }: NotLocated): View {
  switch (reason) {
    case "refused":
      return absent("locationRefused", "locationRefusedHint");
    case "insecure":
      return absent("locationInsecure", "locationInsecureHint");
    case "unavailable":
      return absent("locationUnavailable", "locationUnavailableHint");
  }
}
