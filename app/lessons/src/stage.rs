//! Stages: the queries of Karui's own links, read by the tables that links are read by.

use karui_core::spec::accelerate::KernelSpec;
use karui_core::spec::recipe::{json, presets};
use karui_core::spec::{Experiment, MobilenetSpec, Pretrained, Settings};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The views that a stage can show: the tabs of the page. A test of the labs holds this list to theirs, and has the page's own
/// reader read every stage of the course.
pub const TABS: [&str; 13] = [
    "curves",
    "diet",
    "trials",
    "layers",
    "filters",
    "images",
    "draw",
    "mobilenet",
    "real",
    "accelerate",
    "parallel",
    "container",
    "python",
];

/// What of links only labs' own code understands: a tab, and the names of its pairs. A test of the labs holds this to theirs, and has
/// that code read every stage.
pub const PAIRS: [(&str, &[&str]); 4] = [
    (
        "parallel",
        &[
            "way", "reduce", "ranks", "length", "hop", "wire", "machines", "message", "update", "division", "net",
            "slow", "factor", "axis", "pipe", "stages", "micro", "chunks", "forward", "backward", "weight", "zero",
            "holds", "all", "tensor", "depth", "split", "clients", "tenths", "passes", "local", "noise", "clip",
            "masked", "serial", "among", "share", "rank", "k", "what", "sharers", "staged", "cuts",
        ],
    ),
    ("container", &["view", "file", "text", "with", "dockerfile"]),
    ("diet", &["open", "compare", "beside"]),
    ("python", &["libraries", "program", "code", "rng"]),
];

/// The parts of tabs that a stage can point at: a tab, and the `id` of an element there. A browser test finds each of them.
pub const PARTS: [(&str, &str); 7] = [
    ("accelerate", "kernel"),
    ("accelerate", "grid"),
    ("accelerate", "whole-network"),
    ("accelerate", "roofline"),
    ("accelerate", "systolic"),
    ("accelerate", "terms"),
    ("diet", "network-picture"),
];

/// What a query leaves as it is everywhere.
const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':').remove(b',');

/// The query as links write it: a recipe's name has become the recipe.
///
/// # Errors
/// What of it no link can say.
pub fn normal(query: &str) -> Result<String, String> {
    let (mut experiment, mut mobilenet, mut kernel) =
        (Experiment::default(), MobilenetSpec::default(), KernelSpec::default());
    let pairs = query.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').ok_or_else(|| format!("`{pair}` is no name=value"))?;
        let mut value = percent_decode_str(value).decode_utf8().map_err(|error| error.to_string())?.into_owned();
        let told =
            experiment.set(name, &value).or_else(|| mobilenet.set(name, &value)).or_else(|| kernel.set(name, &value));
        match (told, name) {
            (Some(Ok(())), _) => {}
            (Some(Err(error)), _) => return Err(error.to_string()),
            (None, "recipe") => value = recipe(&value)?,
            (None, "network") => value.parse::<Pretrained>().map(drop).map_err(|error| error.to_string())?,
            (None, "tab") if TABS.contains(&&value[..]) => {}
            (None, "tab") => return Err(format!("tab: expected {}, got `{value}`", TABS.join(" | "))),
            (None, "part") => part(query, &value)?,
            (None, "image") => index(name, &value, 9_999)?,
            (None, "layer") => index(name, &value, 999)?,
            (None, "block") => index(name, &value, 99)?,
            (None, _) if is_of_tab(query, name) => {}
            (None, _) => return Err(format!("links have no `{name}`")),
        }
        Ok(format!("{name}={}", utf8_percent_encode(&value, RESERVED)))
    });
    Ok(pairs.collect::<Result<Vec<_>, String>>()?.join("&"))
}

/// Whether the query's tab has pairs of this name.
fn is_of_tab(query: &str, name: &str) -> bool {
    PAIRS.iter().any(|(tab, names)| has_tab(query, tab) && names.contains(&name))
}

fn has_tab(query: &str, tab: &str) -> bool {
    query.split('&').any(|pair| pair.strip_prefix("tab=") == Some(tab))
}

/// Refuses a part that the query's tab has not.
fn part(query: &str, value: &str) -> Result<(), String> {
    let there: Vec<&str> = PARTS.iter().filter(|(tab, _)| has_tab(query, tab)).map(|(_, part)| *part).collect();
    if there.contains(&value) { Ok(()) } else { Err(format!("part: expected {}, got `{value}`", there.join(" | "))) }
}

/// The JSON of a recipe: of one with a name, or as it stands.
fn recipe(text: &str) -> Result<String, String> {
    if let Some(preset) = presets().into_iter().find(|preset| preset.id == text) {
        return Ok(json::write(&preset.recipe));
    }
    let recipe = json::read(text).and_then(|recipe| recipe.check().map(|()| recipe));
    recipe.map(|recipe| json::write(&recipe)).map_err(|error| error.to_string())
}

fn index(name: &str, value: &str, most: usize) -> Result<(), String> {
    let is_one = value.parse::<usize>().is_ok_and(|value| value <= most);
    if is_one { Ok(()) } else { Err(format!("{name}: expected 0 … {most}, got `{value}`")) }
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn a_recipe_by_name_or_in_json_becomes_the_links_own() {
        let stage = normal("data=mnist&model=lenet&recipe=int8&tab=diet");
        assert_eq!(stage.unwrap(), "data=mnist&model=lenet&recipe=%7B%22quantize%22:%7B%7D%7D&tab=diet");
        let int4 = "recipe=%7B%22quantize%22:%7B%22dtype%22:%22int4%22%7D%7D";
        assert_eq!(normal(r#"recipe={"quantize":{"dtype":"int4"}}"#).unwrap(), int4);
        assert_eq!(normal(int4).unwrap(), int4);
        let explorer = "mobilenet=v2&width=0.5&resolution=160&block=4&tab=mobilenet";
        assert_eq!(normal(explorer).unwrap(), explorer);
    }

    #[test]
    fn what_no_link_can_express_is_refused() {
        for (wrong, why) in [
            ("data=cifar", "expected fashion-mnist"),
            ("alpha=9", "0.25 … 2"),
            ("tab=bench", "curves | diet"),
            ("tab=accelerate&part=network-picture", "roofline"),
            ("part=roofline", "part"),
            ("recipe=int3", "recipe"),
            (r#"recipe={"quantise":{}}"#, "quantise"),
            (r#"recipe={"prune":{"amount":2}}"#, "amount"),
            ("image=-1", "9999"),
            ("zoom=2", "links have no `zoom`"),
            ("tab=curves&ranks=4", "links have no `ranks`"),
            ("lang=en", "links have no `lang`"),
            ("tab", "name=value"),
        ] {
            let said = normal(wrong).unwrap_err();
            assert!(said.contains(why), "{wrong}: {said}");
        }
    }
}
