//! What pruning gives: layers by their lists of weights against the dense product, at several parts of zeros, and networks
//! without half of their channels. The first is where a session's threshold for lists of weights ([`InferenceSession`]) comes from.

use crate::bench::{Clock, Row, in_turn_ms};
use karui_core::Result;
use karui_core::compress::Model;
use karui_core::compress::prune::prune;
use karui_core::exec::{Cpu, Executor, InferenceSession, Mode};
use karui_core::graph::Weights;
use karui_core::models::{self, Options};
use karui_core::rng::Rng;
use karui_core::spec::recipe::{Prune, PruneUnit, Scope};
use karui_parity::quantized::without_norm;

/// Parts of zeros.
const ZEROS: [f32; 4] = [0.5, 0.8, 0.9, 0.95];

fn network(model: &str, options: Options) -> Result<Model> {
    let graph = without_norm(&models::named(model, options)?)?;
    let weights = Weights::init(&graph, 1);
    Ok(Model::float(graph, weights))
}

fn images(net: &Model, batch: usize) -> Vec<f32> {
    let mut rng = Rng::new(1, 0);
    (0..batch * net.graph.input_shape().len()).map(|_| rng.uniform()).collect()
}

fn or_failed(rows: Result<Vec<Row>>) -> Vec<Row> {
    rows.unwrap_or_else(|e| vec![Row { name: "pruned".into(), value: 0.0, unit: "times", note: e.to_string() }])
}

/// Layers by lists of their weights: how many times as fast as the dense product, at each of [`ZEROS`].
pub fn zeros(now: Clock) -> Vec<Row> {
    let small = Options { alpha: Some(0.5), size: Some((96, 96)), ..Options::default() };
    let cases = [
        ("lenet-300-100", Options::default(), 1, vec!["fc1", "fc2"]),
        ("lenet-300-100", Options::default(), 64, vec!["fc1"]),
        ("lenet", Options::default(), 1, vec!["conv2", "fc1"]),
        ("lenet", Options::default(), 64, vec!["conv1", "conv2", "fc1"]),
        ("mobilenet-v1", small, 1, vec!["conv1", "blocks.1.pw", "blocks.6.pw", "blocks.12.pw"]),
    ];
    let all = cases.into_iter().map(|(model, options, batch, layers)| by_lists(now, model, options, batch, &layers));
    or_failed(all.collect::<Result<Vec<_>>>().map(|rows| rows.into_iter().flatten().collect()))
}

fn by_lists(now: Clock, model: &str, options: Options, batch: usize, layers: &[&str]) -> Result<Vec<Row>> {
    let net = network(model, options)?;
    let x = images(&net, batch);
    let mut dense: Executor<Cpu> = Executor::new(&net.graph, batch, Mode::Inference)?;
    dense.forward(&net.weights, &x)?;
    let name = |i: usize, dense: &Executor<Cpu>| {
        dense.instruction_nodes(i).map_or(String::new(), |(node, _)| net.graph.nodes()[node].name.clone())
    };
    let wanted: Vec<usize> =
        (0..dense.instruction_count()).filter(|&i| layers.iter().any(|layer| name(i, &dense) == *layer)).collect();
    let mut ratios = vec![Vec::new(); wanted.len()];
    for amount in ZEROS {
        let settings = Prune { scope: Scope::Layer, amount, ..Prune::default() };
        let (pruned, _) = prune(&net, &settings, amount, None, 0)?;
        let mut sparse = InferenceSession::<Cpu>::with_lists_above(&pruned, batch, 0.0)?;
        sparse.forward(&x)?;
        for (ratios, &i) in ratios.iter_mut().zip(&wanted) {
            let [dense_ms, ms] = in_turn_ms(
                now,
                [
                    // Whether they run was seen above.
                    &mut || drop(dense.run_instruction(&net.weights, i)),
                    &mut || drop(sparse.run_instruction(i)),
                ],
            );
            ratios.push(dense_ms / ms);
        }
    }
    let rows = ratios.iter().zip(&wanted).map(|(ratios, &i)| {
        let text: Vec<String> =
            ZEROS.iter().zip(ratios).map(|(zeros, ratio)| format!("{:.0} %: {ratio:.2}", zeros * 100.0)).collect();
        let name = format!("pruned {model}, batch {batch}: {} at 90 % zeros", name(i, &dense));
        Row { name, value: ratios[2], unit: "times", note: text.join(", ") }
    });
    Ok(rows.collect())
}

/// Networks with half of their channels removed against the whole ones.
pub fn channels(now: Clock) -> Vec<Row> {
    let cases = [("lenet", Options::default(), 64), ("mobilenet-v1", Options::default(), 1)];
    let all = cases.into_iter().map(|(model, options, batch)| halved(now, model, options, batch));
    or_failed(all.collect())
}

fn halved(now: Clock, model: &str, options: Options, batch: usize) -> Result<Row> {
    let net = network(model, options)?;
    let settings =
        Prune { unit: PruneUnit::Channel, scope: Scope::Layer, amount: 0.5, remove: true, ..Prune::default() };
    let (half, _) = prune(&net, &settings, 0.5, None, 0)?;
    let x = images(&net, batch);
    let executor = |net: &Model| -> Result<Executor<Cpu>> {
        let mut executor = Executor::new(&net.graph, batch, Mode::Inference)?;
        executor.forward(&net.weights, &x)?;
        Ok(executor)
    };
    let (mut whole, mut less) = (executor(&net)?, executor(&half)?);
    // Whether they run was seen when they were made.
    let [whole, less] =
        in_turn_ms(now, [&mut || drop(whole.forward(&net.weights, &x)), &mut || drop(less.forward(&half.weights, &x))]);
    let note = format!("batch {batch}, {whole:.3} → {less:.3} ms");
    Ok(Row { name: format!("pruned {model}: half of the channels removed"), value: whole / less, unit: "times", note })
}
