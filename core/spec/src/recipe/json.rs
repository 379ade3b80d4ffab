//! A recipe as JSON: in links, on the command line, in exports. Only what differs from the defaults is written.

use super::Recipe;
use crate::{Error, Result};
use serde_json::{Map, Value};

/// `recipe` as JSON.
pub fn write(recipe: &Recipe) -> String {
    let written = difference(serde_json::to_value(recipe), serde_json::to_value(Recipe::full()));
    Value::Object(written).to_string()
}

/// A setting as JSON. Settings are 32-bit floats: the shortest decimal number that stands for one is what a person
/// wrote, not the digits that 64 bits would add.
fn shortened(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            let short = number.as_f64().and_then(|v| (v as f32).to_string().parse::<f64>().ok());
            if let Some(short) = short.and_then(serde_json::Number::from_f64) {
                *number = short;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(shortened),
        Value::Object(fields) => fields.values_mut().for_each(shortened),
        _ => {}
    }
}

/// The techniques that are there, each with the settings that differ from its defaults.
fn difference(recipe: serde_json::Result<Value>, defaults: serde_json::Result<Value>) -> Map<String, Value> {
    let (Ok(Value::Object(mut recipe)), Ok(defaults)) = (recipe, defaults) else { return Map::new() };
    recipe.retain(|_, technique| !matches!(technique, Value::Null | Value::Bool(false)));
    for (name, technique) in &mut recipe {
        if let Value::Object(settings) = technique {
            settings.retain(|setting, value| defaults[name][setting] != *value);
            settings.values_mut().for_each(shortened);
        }
    }
    recipe
}

/// The recipe that `text` describes. What is absent has its default; what is no setting is an error.
pub fn read(text: &str) -> Result<Recipe> {
    // Serde would take a list for a struct whose fields all have defaults.
    if !text.trim_start().starts_with('{') {
        return Err(Error::format("recipe", "JSON of a recipe", "no object"));
    }
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
            assert!(text.len() < 200 && !text.contains("000"), "{text}");
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
