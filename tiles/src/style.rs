//! The map's style: one description, drawn in the colours of a palette, with absolute addresses in it.
//!
//! `style/style.json` names colours as `@water`; `style/palettes.json` says what each is by day and
//! by night. Every layer says in `metadata` under `vmap:group` what a reader switches on and off with
//! it: `addresses`, `communes`, `districts` or `basemap`; `country` is always drawn.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{TileError, TileSet};

const STYLE: &str = include_str!("style/style.json");
const PALETTES: &str = include_str!("style/palettes.json");

/// What stands before the name of a colour.
const COLOUR_MARK: char = '@';

/// The colours that a map is drawn in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// For the day, and for paper.
    #[default]
    Light,
    /// For the night.
    Dark,
}

/// Colours by name, as CSS writes them.
type Palette = Map<String, Value>;

#[derive(Deserialize)]
struct Palettes {
    light: Palette,
    dark: Palette,
}

impl Palettes {
    fn of(self, theme: Theme) -> Palette {
        match theme {
            Theme::Light => self.light,
            Theme::Dark => self.dark,
        }
    }
}

/// The MapLibre style of the map page. `base_url` has no slash at its end; each source names its
/// TileJSON by an absolute address and carries `attribution`.
pub(crate) fn style(base_url: &str, attribution: &str, theme: Theme) -> Result<Value, TileError> {
    let mut style: Value = serde_json::from_str(STYLE)?;
    paint(&mut style, &serde_json::from_str::<Palettes>(PALETTES)?.of(theme));
    for set in TileSet::ALL {
        style["sources"][set.name()] = json!({
            "type": "vector",
            "url": format!("{base_url}/tiles/{set}.json"),
            "attribution": attribution,
        });
    }
    Ok(style)
}

/// Puts colours where their names stand.
fn paint(value: &mut Value, palette: &Palette) {
    match value {
        Value::String(text) => {
            if let Some(colour) = text.strip_prefix(COLOUR_MARK).and_then(|name| palette.get(name)) {
                *value = colour.clone();
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| paint(value, palette)),
        Value::Object(members) => members.values_mut().for_each(|value| paint(value, palette)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours_named(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.extend(text.strip_prefix(COLOUR_MARK).map(str::to_owned)),
            Value::Array(values) => values.iter().for_each(|value| colours_named(value, found)),
            Value::Object(members) => members.values().for_each(|value| colours_named(value, found)),
            _ => {}
        }
    }

    #[test]
    fn both_palettes_have_every_colour_that_the_style_names_and_no_other() {
        let mut named = Vec::new();
        colours_named(&serde_json::from_str(STYLE).unwrap(), &mut named);
        named.sort();
        named.dedup();
        for theme in [Theme::Light, Theme::Dark] {
            let palette = serde_json::from_str::<Palettes>(PALETTES).unwrap().of(theme);
            let mut known: Vec<&String> = palette.keys().collect();
            known.sort();
            assert_eq!(known, named.iter().collect::<Vec<_>>(), "{theme:?}");
            let mut left = Vec::new();
            colours_named(&style("", "", theme).unwrap(), &mut left);
            assert!(left.is_empty(), "{theme:?}: {left:?}");
        }
    }

    #[test]
    fn every_layer_belongs_to_a_group() {
        let style = style("", "", Theme::Light).unwrap();
        for layer in style["layers"].as_array().unwrap() {
            let group = layer["metadata"]["vmap:group"].as_str().unwrap_or_default();
            assert!(
                ["addresses", "communes", "districts", "basemap", "country"].contains(&group),
                "{}: {group:?}",
                layer["id"]
            );
        }
    }
}
