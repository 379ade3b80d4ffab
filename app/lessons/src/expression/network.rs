//! What networks cost, by the engine's own counts, and what the papers print of them.

use super::{Format, HEADS, expected};
use karui_core::graph::Graph;
use karui_core::measure::cost::cost;
use karui_core::models::{Options, named};
use karui_core::spec::published::{PUBLISHED, Published};

/// The value of `head NETWORK SETTING=…`, and how it is usually written.
pub(super) fn value(head: &str, body: &str) -> Result<(f64, Format), String> {
    let mut words = body.split_whitespace();
    if head == "published" {
        return published(words.next().unwrap_or_default(), Asked::read(words)?);
    }
    if !["macs", "params", "bytes"].contains(&head) {
        return Err(expected("an expression", &HEADS, head));
    }
    let asked = Asked::read(words)?;
    let graph = named(asked.network, asked.options).map_err(|error| error.to_string())?;
    let cost = cost(&graph);
    let [params, macs, bytes] = match asked.layer {
        None => [&cost.params, &cost.macs, &cost.bytes],
        Some(name) => {
            let layer = &cost.layers[node(&graph, name)?];
            [&layer.params, &layer.macs, &layer.bytes]
        }
    }
    .map(|figure| figure.value);
    Ok(match head {
        "macs" => (macs, Format::Integer),
        "params" => (params, Format::Integer),
        _ => (bytes * asked.bits / 32.0, Format::Bytes),
    })
}

fn node(graph: &Graph, name: &str) -> Result<usize, String> {
    let at = graph.nodes().iter().position(|node| node.name == name);
    at.ok_or_else(|| {
        let names: Vec<&str> = graph.nodes().iter().map(|node| &node.name[..]).collect();
        expected("a layer", &names, name)
    })
}

/// A network and its settings.
struct Asked<'a> {
    network: &'a str,
    options: Options,
    layer: Option<&'a str>,
    bits: f64,
}

impl<'a> Asked<'a> {
    fn read(mut words: impl Iterator<Item = &'a str>) -> Result<Self, String> {
        let network = words.next().ok_or("no network")?;
        let mut it = Asked { network, options: Options::default(), layer: None, bits: 32.0 };
        for word in words {
            let (name, value) = word.split_once('=').ok_or_else(|| format!("what is `{word}`?"))?;
            let wrong = || format!("{name}: `{value}` is no number");
            let whole = || value.parse::<usize>().map_err(|_| wrong());
            match name {
                "alpha" => it.options.alpha = Some(value.parse().map_err(|_| wrong())?),
                "rho" => it.options.size = Some(whole().map(|size| (size, size))?),
                "groups" => it.options.groups = Some(whole()?),
                "classes" => it.options.classes = Some(whole()?),
                "channels" => it.options.channels = Some(whole()?),
                "bits" => it.bits = whole()? as f64,
                "layer" => it.layer = Some(value),
                other => return Err(format!("what is `{other}`?")),
            }
        }
        Ok(it)
    }
}

fn published(what: &str, asked: Asked) -> Result<(f64, Format), String> {
    let version = asked.network.strip_prefix("mobilenet-").unwrap_or_default();
    let (alpha, size) = (asked.options.alpha.unwrap_or(1.0), asked.options.size.map_or(224, |(size, _)| size));
    let is_it = |row: &&Published| row.version.id() == version && row.alpha == alpha && row.resolution == size;
    // Where two publications have the network, the paper comes first.
    let row = PUBLISHED.iter().find(is_it);
    let row = row.ok_or_else(|| format!("no published row of {} with alpha={alpha} rho={size}", asked.network))?;
    // As the digits that were printed, not those that 64 bits would add.
    let printed = |value: f32| value.to_string().parse::<f64>().unwrap_or(f64::NAN);
    Ok(match what {
        "accuracy" => (printed(row.accuracy) / 100.0, Format::Percent),
        "macs" => (printed(row.macs) * 1e6, Format::Millions),
        "params" => (printed(row.params) * 1e6, Format::Millions),
        other => return Err(expected("what is published", &["accuracy", "macs", "params"], other)),
    })
}
