/** What the server answers: flat GeocodeJSON, as written in the HTTP contract. */

export type PlaceType = "house" | "alley" | "street" | "hamlet" | "poi" | "ward" | "district" | "province";

export type MatchLevel = PlaceType | "interpolated";

export type MatchClass = "A" | "B" | "C";

/** The administrative part of an address as it was before July 2025. */
export interface LegacyAdministration {
  ward?: string;
  ward_code?: string;
  district?: string;
  district_code?: string;
  province?: string;
  province_code?: string;
}

export interface PlaceProperties {
  id: string;
  type: PlaceType;
  label: string;
  name?: string;
  housenumber?: string;
  street?: string;
  hamlet?: string;
  ward?: string;
  ward_code?: string;
  district?: string;
  province?: string;
  province_code?: string;
  postcode?: string;
  plus_code?: string;
  legacy?: LegacyAdministration | null;
  matched_era?: "current" | "legacy";
  match_class?: MatchClass;
  match_level?: MatchLevel;
  accuracy_m?: number;
  ambiguous?: boolean;
  unmatched?: string | string[];
  distance_m?: number;
  highlight?: [number, number][];
  /** Whether the address was made for trials. */
  synthetic?: boolean;
}

export interface Place {
  type: "Feature";
  /** Longitude, latitude. */
  geometry: { type: "Point"; coordinates: [number, number] };
  /** West, south, east, north. */
  bbox?: [number, number, number, number];
  properties: PlaceProperties;
}

export interface Answer {
  type: "FeatureCollection";
  release?: string;
  features: Place[];
}

/** Where a part of the data comes from. */
export interface Source {
  name: string;
  attribution: string;
  licence: string;
  synthetic: boolean;
}

export interface Version {
  release?: string;
  counts?: Record<string, number>;
  sources?: Source[];
  synthetic?: boolean;
  illustrative_boundaries?: boolean;
}

export interface Position {
  lat: number;
  lon: number;
}

export function positionOf(place: Place): Position {
  const [lon, lat] = place.geometry.coordinates;
  return { lat, lon };
}

/** Units are found by their code, places by a permanent 12-digit identifier. */
export function isUnit(properties: PlaceProperties): boolean {
  return ["ward", "district", "province"].includes(properties.type);
}

/** What a unit was before or became, as `/convert` tells it. */
export interface Conversion {
  candidates: { legacy: LegacyAdministration & { label: string }; share: number }[];
}

/** One version of a place in the registry. */
export interface PlaceVersion {
  label: string;
  name?: string;
  housenumber?: string;
  street?: string;
  hamlet?: string;
  ward?: string;
  lat: number;
  lon: number;
  version: number;
  op: "create" | "update" | "retire";
  successor?: string;
  source: string;
  valid_from?: string;
  recorded_from: string;
}

export interface PlaceHistory {
  /** Oldest first. */
  versions: PlaceVersion[];
}

export type ProposalKind = "move" | "correct" | "new" | "gone";

/** What a person says should be changed; a text that is absent stays as it is. */
export interface NewProposal {
  kind: ProposalKind;
  id?: string;
  lat?: number;
  lon?: number;
  housenumber?: string;
  street?: string;
  hamlet?: string;
  name?: string;
  comment?: string;
  contact?: string;
}

export interface Proposal {
  number: number;
  state: "open" | "accepted" | "rejected";
  note?: string;
}
