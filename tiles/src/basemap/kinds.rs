//! From which zoom on a kind of thing is drawn, and how much it matters: the tables of Shortbread.

/// How a street, railway or runway is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreetKind<'a> {
    /// `kind` of the layer `streets`: the class without `_link`.
    pub kind: &'a str,
    /// Whether it links two streets.
    pub link: bool,
    /// First zoom of its line.
    pub minzoom: u8,
    /// First zoom of its name.
    pub label_minzoom: u8,
    /// 0 for what matters most.
    pub rank: u32,
}

/// What `class`, the value of OpenStreetMap's tag `highway`, is drawn as; roads of a class that
/// nobody knows are drawn like the least of them.
pub fn street_kind(class: &str) -> StreetKind<'_> {
    let stem = class.strip_suffix("_link");
    let kind = stem.unwrap_or(class);
    let (minzoom, label_minzoom, rank) = match kind {
        "motorway" => (5, 10, 0),
        "trunk" => (6, 12, 1),
        "primary" => (8, 12, 2),
        "secondary" => (9, 13, 3),
        "tertiary" => (10, 13, 4),
        "unclassified" | "residential" | "busway" | "bus_guideway" => (12, 14, 5),
        "living_street" | "pedestrian" => (13, 14, 6),
        "service" => (13, 14, 7),
        _ => (13, 14, 8),
    };
    let link = stem.is_some();
    let label_minzoom = match link {
        true if kind == "tertiary" => 14,
        true => label_minzoom.max(13),
        false => label_minzoom,
    };
    StreetKind { kind, link, minzoom, label_minzoom, rank }
}

/// Tags of points of interest by how much they matter: key, then values.
const POIS_BY_RANK: [&[(&str, &[&str])]; 4] = [
    &[
        ("amenity", &["hospital", "university", "marketplace", "townhall", "theatre", "embassy"]),
        ("tourism", &["zoo", "theme_park", "museum", "attraction"]),
        ("shop", &["mall", "department_store"]),
        ("historic", &["monument", "castle", "fort"]),
        ("leisure", &["stadium", "water_park", "golf_course"]),
    ],
    &[
        ("amenity", &["school", "college", "clinic", "police", "fire_station", "post_office", "library", "courthouse"]),
        ("amenity", &["place_of_worship", "cinema", "community_centre", "arts_centre", "public_building", "prison"]),
        ("shop", &["supermarket"]),
        ("tourism", &["hotel", "viewpoint", "camp_site"]),
        ("historic", &["memorial", "ruins", "archaeological_site", "battlefield", "wayside_shrine"]),
        ("leisure", &["sports_centre", "ice_rink"]),
        ("man_made", &["lighthouse", "tower", "water_works", "wastewater_plant"]),
        ("office", &["diplomatic"]),
    ],
    &[
        ("amenity", &["pharmacy", "bank", "restaurant", "cafe", "fast_food", "food_court", "kindergarten", "fuel"]),
        ("amenity", &["doctors", "dentist", "veterinary", "nursing_home", "pub", "bar", "biergarten", "nightclub"]),
        ("amenity", &["grave_yard", "playground", "car_rental", "bicycle_rental", "car_wash", "car_sharing"]),
        ("tourism", &["motel", "guest_house", "hostel", "bed_and_breakfast", "chalet", "alpine_hut", "caravan_site"]),
        ("tourism", &["picnic_site", "information", "artwork", "gallery"]),
        ("shop", &["convenience", "bakery", "books", "clothes", "kiosk", "general", "florist", "chemist", "butcher"]),
        ("shop", &["shoes", "alcohol", "beverages", "optician", "jewelry", "gift", "sports", "stationery", "outdoor"]),
        ("shop", &["mobile_phone", "toys", "newsagent", "greengrocer", "beauty", "video", "car", "bicycle"]),
        ("shop", &["doityourself", "hardware", "furniture", "computer", "garden_centre", "hairdresser"]),
        ("shop", &["travel_agency", "laundry", "dry_cleaning", "motorcycle", "electronics"]),
        ("leisure", &["pitch", "swimming_pool", "dog_park"]),
        ("man_made", &["windmill", "watermill", "water_well"]),
        ("historic", &["artwork", "wayside_cross"]),
    ],
    &[
        ("amenity", &["atm", "post_box", "telephone", "recycling", "shelter", "toilets", "bench", "drinking_water"]),
        ("amenity", &["fountain", "hunting_stand", "waste_basket", "vending_machine"]),
        ("emergency", &["phone", "fire_hydrant", "defibrillator"]),
        ("highway", &["emergency_access_point"]),
        ("man_made", &["surveillance"]),
    ],
];

/// How much a point of interest tagged `key=value` matters, 0 most; `None` where the layer `pois`
/// has no such kind.
pub fn poi_rank(key: &str, value: &str) -> Option<u32> {
    let has = |tags: &[(&str, &[&str])]| tags.iter().any(|(known, values)| *known == key && values.contains(&value));
    (0..).zip(POIS_BY_RANK).find(|(_, tags)| has(tags)).map(|(rank, _)| rank)
}

/// The rank of a point of interest of a kind that [`poi_rank`] does not know.
pub const OTHER_POI_RANK: u32 = POIS_BY_RANK.len() as u32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streets_and_links_follow_the_schema() {
        let zooms = |class| {
            let StreetKind { kind, link, minzoom, label_minzoom, .. } = street_kind(class);
            (kind, link, minzoom, label_minzoom)
        };
        assert_eq!(zooms("motorway"), ("motorway", false, 5, 10));
        assert_eq!(zooms("motorway_link"), ("motorway", true, 5, 13));
        assert_eq!(zooms("tertiary_link"), ("tertiary", true, 10, 14));
        assert_eq!(zooms("footway"), ("footway", false, 13, 14));
    }

    #[test]
    fn points_of_interest_are_ranked() {
        assert!(poi_rank("amenity", "hospital") < poi_rank("amenity", "school"));
        assert!(poi_rank("amenity", "school") < poi_rank("amenity", "bench"));
        assert_eq!(poi_rank("amenity", "parking_space"), None);
    }
}
