//! A recipe as JSON: in links, on the command line, in exports. Only what differs from the defaults is written.

use super::Recipe;
use crate::{Error, Result};
use serde_json::{Map, Value};

/// `recipe` as JSON.
pub fn write(recipe: &Recipe) -> String {
    let defaults = Recipe {
        distill: Some(Default::default()),
        low_rank: Some(Default::default()),
        prune: Some(Default::default()),
        fold_bn: false,
        cluster: Some(Default::default()),
        quantize: Some(Default::default()),
    };
    let written = difference(serde_json::to_value(recipe), serde_json::to_value(defaults));
    Value::Object(written).to_string()
}

/// The techniques that are there, each with the settings that differ from its defaults.
fn difference(recipe: serde_json::Result<Value>, defaults: serde_json::Result<Value>) -> Map<String, Value> {
    let (Ok(Value::Object(mut recipe)), Ok(defaults)) = (recipe, defaults) else { return Map::new() };
    recipe.retain(|_, technique| !matches!(technique, Value::Null | Value::Bool(false)));
    for (name, technique) in &mut recipe {
        if let Value::Object(settings) = technique {
            settings.retain(|setting, value| defaults[name][setting] != *value);
        }
    }
    recipe
}

/// The recipe that `text` describes. What is absent has its default; what is no setting is an error.
pub fn read(text: &str) -> Result<Recipe> {
    serde_json::from_str(text).map_err(|e| Error::format("recipe", "JSON of a recipe", e.to_string()))
}

/// `text` as a JSON string.
pub fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::presets;
    use super::*;

    #[test]
    fn presets_come_back_and_are_short() {
        for preset in presets() {
            let text = write(&preset.recipe);
            assert_eq!(read(&text).unwrap(), preset.recipe);
            assert!(text.len() < 200, "{text}");
        }
        assert_eq!(write(&Recipe::default()), "{}");
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "[]", "{\"prune\":{\"amount\":\"much\"}}", "{\"quantise\":{}}"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
