import type { MessageKey } from "../messages";

/** What a layer of the style draws, in the order of the legend. Layers without a word need none. */
export const LAYER_WORDS: Record<string, MessageKey> = {
  "address-counts": "legendCounts",
  addresses: "legendAddresses",
  "ward-borders": "legendWards",
  "district-borders": "legendDistricts",
  "province-borders": "legendProvinces",
  "special-zones": "legendZones",
  "streets-major": "legendMajor",
  "streets-primary": "legendPrimary",
  "streets-minor": "legendMinor",
  "streets-service": "legendService",
  paths: "legendPaths",
  railways: "legendRailways",
  ferries: "legendFerries",
  rivers: "legendWater",
  water: "legendWater",
  "land-use": "legendLand",
  sites: "legendSites",
  buildings: "legendBuildings",
  "points-of-interest": "legendPois",
  stops: "legendStops",
};

/** Kinds of things that a layer draws in colours of their own. */
export const KIND_WORDS: Record<string, Record<string, MessageKey>> = {
  addresses: { hamlet: "legendHamlets" },
  "land-use": {
    forest: "legendForest",
    grass: "legendGreen",
    park: "legendGreen",
    garden: "legendGreen",
    farmland: "legendFarmland",
    orchard: "legendFarmland",
    residential: "legendResidential",
    cemetery: "legendCemetery",
    grave_yard: "legendCemetery",
  },
  sites: {
    school: "legendSchool",
    university: "legendSchool",
    college: "legendSchool",
    hospital: "legendHospital",
    parking: "legendParking",
  },
};
