//! The packed model file: every storage comes back bit for bit, sizes add up, and no bytes make it panic.

use karui_core::Error;
use karui_core::compress::{Activations, Affine, Encoding, Grid, Model, Storage, number};
use karui_core::format::packed;
use karui_core::graph::{Graph, GraphBuilder, Shape, Weights};
use karui_core::models::{LenetConfig, MlpConfig, MobilenetV1Config, Options, named};
use karui_core::ops::{Activation, Linear, Op};
use karui_core::rng::Rng;
use karui_core::spec::recipe::NumberType;
use karui_parity::networks::every_op;
use proptest::prelude::*;

/// Small networks of the lab, and one with every other op and setting.
fn graph(kind: usize, size: usize) -> Graph {
    let input = Shape::new(4 + size, 5 + size, 1 + size % 3);
    match kind {
        0 => MlpConfig { input, hidden: vec![size + 1, 3], classes: 2 }.build().unwrap(),
        1 => LenetConfig { input, channels: vec![2, size + 1], hidden: 5, classes: 3 }.build().unwrap(),
        2 => {
            let small = MobilenetV1Config::small();
            let activation = Activation::HardSwish;
            MobilenetV1Config {
                input,
                blocks: vec![(8, 2), (size + 1, 1)],
                alpha: 0.5,
                divisor: 1,
                activation,
                ..small
            }
            .build()
            .unwrap()
        }
        3 => every_op(input).unwrap(),
        _ => {
            let name = ["mobilenet-v2", "mobilenet-v3-small"][kind % 2];
            let size = Some((input.h, input.w));
            let options = Options { alpha: Some(0.1), size, channels: Some(input.c), classes: Some(3), groups: None };
            named(name, options).unwrap()
        }
    }
}

/// A storage of the `kind`-th encoding, and values that it can hold.
fn tensor(kind: usize, sparse: bool, zeros: f32, shape: &[usize], rng: &mut Rng) -> (Storage, Vec<f32>) {
    let (len, channels) = (shape.iter().product::<usize>(), shape[shape.len() - 1]);
    let floats = [NumberType::Fp16, NumberType::Bf16, NumberType::Fp8E4m3, NumberType::Fp8E5m2];
    let grids = [NumberType::Int8, NumberType::Int4, NumberType::Int2, NumberType::Binary];
    let mut values: Vec<f32> = (0..len).map(|_| rng.normal()).collect();
    let encoding = match kind {
        0 => Encoding::Float32,
        1..=4 => {
            let (dtype, scale) = (floats[kind - 1], if kind > 2 { 0.037 } else { 1.0 });
            values.iter_mut().for_each(|v| *v = number::from_bits(dtype, number::to_bits(dtype, *v / scale)) * scale);
            Encoding::Float { dtype, scale }
        }
        5..=20 => {
            let (dtype, per_channel, affine) = (grids[(kind - 5) % 4], (kind - 5) / 4 % 2 == 1, (kind - 5) / 8 == 1);
            let scales = if per_channel { channels } else { 1 };
            let scale = (0..scales).map(|_| rng.range(0.01, 0.1)).collect();
            let affine = affine && dtype != NumberType::Binary;
            let levels = Grid::levels(dtype, !affine);
            let zero_point =
                |rng: &mut Rng| if affine { levels.0 + rng.below((levels.1 - levels.0) as u32) as i32 } else { 0 };
            let grid = Grid { dtype, scale, zero_point: (0..scales).map(|_| zero_point(rng)).collect() };
            for (i, v) in values.iter_mut().enumerate() {
                let at = grid.channel(i, channels);
                *v = grid.value(grid.level(*v, at, levels), at);
            }
            Encoding::Grid(grid)
        }
        21..=28 => {
            let (storage, values) = tensor(5 + (kind - 21) % 4 + (kind - 21) / 4 * 8, sparse, zeros, shape, rng);
            let Encoding::Grid(grid) = storage.encoding else { unreachable!("kinds 5 … 20 are grids") };
            return (Storage { encoding: Encoding::CodedGrid(grid), sparse }, values);
        }
        _ => {
            let mut centroids: Vec<f32> = (0..kind - 28).map(|_| rng.normal()).collect();
            centroids.sort_by(f32::total_cmp);
            // Skewed: small indices are drawn more often.
            values.iter_mut().for_each(|v| *v = centroids[(rng.uniform().powi(3) * centroids.len() as f32) as usize]);
            Encoding::Codebook { centroids }
        }
    };
    if sparse {
        values.iter_mut().for_each(|v| *v = if rng.uniform() < zeros { 0.0 } else { *v });
    }
    (Storage { encoding, sparse }, values)
}

/// A network whose tensors have storages drawn from `seed`.
fn network(graph: Graph, seed: u64) -> Model {
    let mut rng = Rng::new(seed, 0);
    let mut net = Model::float(graph.clone(), Weights::zeros(&graph));
    for (i, p) in net.weights.params().to_vec().into_iter().enumerate() {
        let zeros = [0.0, 0.1, 0.5, 0.9, 0.99, 1.0][rng.below(6) as usize];
        let (storage, values) = tensor(rng.below(62) as usize, rng.below(2) == 1, zeros, &p.shape, &mut rng);
        net.storage[i] = storage;
        net.weights.values_mut()[p.range].copy_from_slice(&values);
    }
    net.activations = match rng.below(3) {
        0 => Activations::Float,
        1 => Activations::Dynamic,
        _ => {
            let grid = |i: usize| Affine { scale: 0.1 + (i / 2) as f32, zero_point: -128 + (i / 2 * 50 % 256) as i32 };
            Activations::Static((0..graph.nodes().len()).map(grid).collect())
        }
    };
    net
}

fn bits(net: &Model) -> Vec<u32> {
    net.weights.values().iter().map(|v| v.to_bits()).collect()
}

/// Saves, loads and saves again.
fn check(net: &Model) -> Vec<u8> {
    let file = packed::save(net).unwrap();
    let loaded = packed::load(&file).unwrap();
    assert_eq!(&loaded, net);
    assert_eq!(bits(&loaded), bits(net));
    assert_eq!(packed::save(&loaded).unwrap(), file);
    let layers = packed::layer_sizes(net).unwrap();
    let sum: usize = layers.iter().map(|(_, bytes)| bytes).sum();
    assert_eq!(packed::header_size(net).unwrap() + sum, file.len());
    file
}

/// A network of one `[c, k]` matrix.
fn matrix(c: usize, k: usize, storage: Storage, values: Vec<f32>) -> Model {
    let mut g = GraphBuilder::new(Shape::vector(c));
    g.push("fc", Op::Linear(Linear { out_features: k, bias: false }), &[0]).unwrap();
    let graph = g.build();
    let mut weights = Weights::zeros(&graph);
    weights.set_values(&values).unwrap();
    Model { storage: vec![storage], ..Model::float(graph, weights) }
}

fn matrix_bytes(c: usize, k: usize, storage: Storage, values: Vec<f32>) -> usize {
    let net = matrix(c, k, storage, values);
    check(&net);
    packed::layer_sizes(&net).unwrap()[0].1
}

#[test]
fn every_encoding_at_odd_sizes_and_densities() {
    for kind in 0..62 {
        for (c, k) in [(1, 1), (1, 7), (13, 3), (37, 5)] {
            for (sparse, zeros) in [(false, 0.0), (true, 0.0), (true, 0.4), (true, 0.95), (true, 1.0)] {
                let (storage, values) = tensor(kind, sparse, zeros, &[c, k], &mut Rng::new(kind as u64, 1));
                check(&matrix(c, k, storage, values));
            }
        }
    }
}

#[test]
fn sizes_are_what_the_bits_add_up_to() {
    let dense = |encoding| Storage { encoding, sparse: false };
    let grid = |dtype| Encoding::Grid(Grid { dtype, scale: vec![0.5], zero_point: vec![0] });
    // Tag, scale, levels.
    for (dtype, bytes) in
        [(NumberType::Int8, 999), (NumberType::Int4, 500), (NumberType::Int2, 250), (NumberType::Binary, 125)]
    {
        assert_eq!(matrix_bytes(27, 37, dense(grid(dtype)), vec![0.5; 999]), 1 + 4 + bytes);
    }
    assert_eq!(matrix_bytes(27, 37, dense(Encoding::Float32), vec![0.3; 999]), 1 + 4 * 999);
    let half = Encoding::Float { dtype: NumberType::Fp16, scale: 1.0 };
    assert_eq!(matrix_bytes(27, 37, dense(half), vec![0.5; 999]), 1 + 2 * 999);
    // One shared value needs no bits at all.
    let one = Encoding::Codebook { centroids: vec![0.3] };
    assert_eq!(matrix_bytes(100, 100, dense(one), vec![0.3; 10_000]), 1 + 1 + 4);
    // Nothing but zeros: tag, scale, count.
    let zeros = Storage { encoding: grid(NumberType::Int4), sparse: true };
    assert_eq!(matrix_bytes(100, 100, zeros, vec![0.0; 10_000]), 1 + 4 + 1);
}

#[test]
fn leaving_out_zeros_never_costs() {
    for kind in [0, 1, 5, 6, 7, 21, 38] {
        let mut before = usize::MAX;
        for zeros in [0.0, 0.2, 0.5, 0.8, 0.9, 0.99] {
            let (storage, values) = tensor(kind, true, zeros, &[64, 50], &mut Rng::new(5, kind as u64));
            let bytes = matrix_bytes(64, 50, storage.clone(), values.clone());
            if let Encoding::Codebook { centroids } = &storage.encoding {
                // Deep Compression's bound: the entropy of the indices, and at most a bit each more.
                let counts = centroids.iter().map(|c| values.iter().filter(|v| *v == c).count() as f64);
                let kept = values.iter().filter(|v| **v != 0.0).count() as f64;
                let entropy: f64 = counts.filter(|n| *n > 0.0).map(|n| n * (kept / n).log2()).sum();
                assert!(bytes as f64 * 8.0 >= entropy + 32.0 * centroids.len() as f64);
            } else {
                assert!(bytes <= before, "{kind} {zeros}: {bytes} {before}");
                before = bytes;
                let dense = matrix_bytes(64, 50, Storage { sparse: false, ..storage }, values);
                assert!(bytes <= dense, "{kind} {zeros}: {bytes} {dense}");
            }
        }
    }
}

#[test]
fn what_a_storage_cannot_hold_is_an_error() {
    let storage = |encoding, sparse| Storage { encoding, sparse };
    let grid = Grid { dtype: NumberType::Int4, scale: vec![0.5], zero_point: vec![0] };
    for (storage, values) in [
        (storage(Encoding::Grid(grid.clone()), false), vec![0.5, 0.25]),
        (storage(Encoding::Grid(Grid { scale: vec![0.5; 3], ..grid.clone() }), false), vec![0.5, 0.5]),
        (storage(Encoding::Grid(Grid { dtype: NumberType::Fp16, ..grid.clone() }), false), vec![0.5, 0.5]),
        (storage(Encoding::Grid(Grid { dtype: NumberType::Binary, ..grid.clone() }), false), vec![0.5, 0.0]),
        (storage(Encoding::Grid(Grid { zero_point: vec![i32::MIN], ..grid }), true), vec![0.5, 0.0]),
        (storage(Encoding::Float { dtype: NumberType::Bf16, scale: 1.0 }, true), vec![1.001, 0.0]),
        (storage(Encoding::Float { dtype: NumberType::Int8, scale: 1.0 }, true), vec![1.0, 0.0]),
        (storage(Encoding::Codebook { centroids: vec![0.5] }, false), vec![0.5, 0.0]),
    ] {
        let error = packed::save(&matrix(2, 1, storage.clone(), values)).unwrap_err();
        assert!(matches!(error, Error::Tensor { ref tensor, .. } if tensor == "fc.weight"), "{storage:?}: {error}");
    }
}

#[test]
fn few_bytes_do_not_ask_for_much_memory() {
    let net =
        matrix(2, 1, Storage { encoding: Encoding::Codebook { centroids: vec![0.5] }, sparse: false }, vec![0.5; 2]);
    let file = packed::save(&net).unwrap();
    // The number of outputs, 1, follows the op's tag; a matrix of 60,000 × 60,000 would fit into no bits at all.
    let at = file.windows(3).position(|w| w == [3, 1, 0]).unwrap() + 1;
    let with = |features: &[u8]| [&file[..6], &[1, 1], features, &file[9..at], features, &file[at + 1..]].concat();
    assert_eq!(packed::load(&with(&[1])).unwrap().graph.output_shape(), Shape::vector(1));
    let error = packed::load(&with(&[0xe0, 0xd4, 0x03])).unwrap_err();
    assert!(error.to_string().contains("values"), "{error}");
    let error = packed::load(&with(&[0xb8, 0x17])).unwrap_err();
    assert!(error.to_string().contains("values in"), "{error}");
}

#[test]
fn the_paper_networks_fit() {
    let graph = MobilenetV1Config::paper().build().unwrap();
    let net = Model::float(graph.clone(), Weights::init(&graph, 1));
    let file = packed::save(&net).unwrap();
    let header = packed::header_size(&net).unwrap();
    assert!(header < 2000, "{header}");
    assert_eq!(file.len(), header + net.storage.len() + 4 * net.weights.values().len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn comes_back_bit_for_bit(kind in 0usize..6, size in 0usize..9, seed: u64) {
        check(&network(graph(kind, size), seed));
    }

    #[test]
    fn changed_files_never_panic(kind in 0usize..4, seed: u64, edits: Vec<(usize, u8)>, cut: usize) {
        let mut file = packed::save(&network(graph(kind, 2), seed)).unwrap();
        for (at, to) in edits {
            let at = at % file.len();
            file[at] = to;
            let _ = packed::load(&file);
        }
        prop_assert!(packed::load(&file[..cut % file.len()]).is_err());
        file.push(0);
        prop_assert!(packed::load(&file).is_err());
    }

    #[test]
    fn flipped_bits_of_the_header_never_panic(kind in 0usize..4, seed: u64, bit: u8) {
        let net = network(graph(kind, 1), seed);
        let file = packed::save(&net).unwrap();
        for at in 0..packed::header_size(&net).unwrap() {
            let mut file = file.clone();
            file[at] ^= 1 << (bit % 8);
            let _ = packed::load(&file);
        }
    }

    #[test]
    fn arbitrary_bytes_are_an_error(bytes: Vec<u8>) {
        prop_assert!(packed::load(&bytes).is_err());
        let _ = packed::load(&[b"KARUI\x01", bytes.as_slice()].concat());
    }
}
