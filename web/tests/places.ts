import type { Place, PlaceProperties } from "../src/contract";

/** A house as the server answers it; each test says only what it is about. */
export function house(properties: Partial<PlaceProperties> = {}): Place {
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [105.850937, 21.03219] },
    properties: {
      id: "100000000018",
      type: "house",
      label: "21 Phố Hàng Gai, Phường Hoàn Kiếm, Thành phố Hà Nội",
      housenumber: "21",
      street: "Phố Hàng Gai",
      ward: "Phường Hoàn Kiếm",
      ward_code: "00070",
      province: "Thành phố Hà Nội",
      match_class: "A",
      match_level: "house",
      ...properties,
    },
  };
}

export function ward(properties: Partial<PlaceProperties> = {}): Place {
  return house({
    id: "00070",
    type: "ward",
    label: "Phường Hoàn Kiếm, Thành phố Hà Nội",
    match_level: "ward",
    ...properties,
  });
}

export const FORMER_UNITS = {
  ward: "Phường Hàng Gai",
  district: "Quận Hoàn Kiếm",
  province: "Thành phố Hà Nội",
};
