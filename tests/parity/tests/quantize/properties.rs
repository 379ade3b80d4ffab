//! Properties of grids, whatever the values.

use crate::{choose, linear, rounded, values};
use karui_core::compress::quantize::{QParamsRule, channel_sqnr, layer_sqnr, quantize_weights};
use karui_core::compress::{Encoding, Grid};
use karui_core::ops::{FakeQuantize, fake_quantize};
use karui_core::rng::Rng;
use karui_core::spec::recipe::{Granularity, NumberType, Observer, Quantize, Scheme};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Zero is a level, values inside the range move by half a step at most, and what is on a grid stays.
    #[test]
    fn grids_hold_zero_and_everything_inside_to_half_a_step(seed: u64) {
        let mut rng = Rng::new(seed, 0);
        let settings = Quantize {
            dtype: choose(&mut rng, &[NumberType::Int8, NumberType::Int4]),
            scheme: choose(&mut rng, Scheme::ALL),
            observer: choose(&mut rng, Observer::ALL),
            ..Quantize::default()
        };
        let (n, size, shift) = (1 + rng.below(600) as usize, 10f32.powf(rng.range(-5.0, 5.0)), rng.range(-3.0, 3.0));
        let x: Vec<f32> = values(&mut rng, n, size).iter().map(|v| v + shift * size).collect();
        for rule in [QParamsRule::weights(&settings).unwrap(), QParamsRule::activations(&settings).unwrap()] {
            let range = rule.range(&x);
            let grid = rule.fit(range);
            let (low, high) = rule.levels;
            prop_assert!(grid.scale > 0.0 && (low..=high).contains(&grid.zero_point), "{grid:?}");
            let of = Grid { dtype: NumberType::Int8, scale: vec![grid.scale], zero_point: vec![grid.zero_point] };
            let round = |v: f32| of.value(of.level(v, 0, rule.levels), 0);
            prop_assert_eq!(round(0.0), 0.0);
            for &v in &x {
                let on = round(v);
                prop_assert_eq!(round(on), on);
                // The zero point is rounded, so that a range's ends may lie half a step outside.
                let is_end = v <= range.min + grid.scale || v >= range.max - grid.scale;
                let half_steps = if is_end && !rule.symmetric { 2.0 } else { 1.0 };
                if v >= range.min && v <= range.max {
                    prop_assert!((on - v).abs() <= half_steps * grid.scale * 0.50002, "{v} → {on}, {range:?} {grid:?}");
                }
            }
        }
    }

    /// A channel's own grid is never coarser than the tensor's.
    #[test]
    fn a_scale_for_each_channel_errs_less(seed: u64) {
        let mut rng = Rng::new(seed, 1);
        let k = 1 + rng.below(9) as usize;
        let mut w = values(&mut rng, 128 * k, 1.0);
        let sizes: Vec<f32> = (0..k).map(|_| 10f32.powf(rng.range(-2.0, 0.0))).collect();
        w.iter_mut().enumerate().for_each(|(i, v)| *v *= sizes[i % k]);
        let net = linear(&w, k);
        let with = |granularity| {
            let settings = Quantize { granularity, dtype: NumberType::Int4, ..Quantize::default() };
            quantize_weights(&net, &settings).unwrap()
        };
        let (channel, tensor) = (with(Granularity::Channel), with(Granularity::Tensor));
        let [a, b] = [&channel, &tensor].map(|n| layer_sqnr(&net, n).unwrap()[0].sqnr);
        // A channel may be lucky on the coarser grid: a tenth of a decibel.
        prop_assert!(a > b - 0.1, "{a} dB, {b} dB");
        let Encoding::Grid(fine) = &channel.storage[0].encoding else { panic!() };
        let Encoding::Grid(coarse) = &tensor.storage[0].encoding else { panic!() };
        prop_assert!(fine.scale.iter().all(|s| *s <= coarse.scale[0]));
        // Worst first.
        let channels = channel_sqnr(&net, &tensor, "fc.weight").unwrap();
        prop_assert!(channels.len() == k && channels.is_sorted_by(|a, b| a.1 <= b.1));
    }

    /// What the observer with the least squared error finds is no worse than the whole range.
    #[test]
    fn the_least_error_is_least(seed: u64) {
        let mut rng = Rng::new(seed, 2);
        let mut w = values(&mut rng, 500, 1.0);
        w[0] *= 5.0;
        let net = linear(&w, 1);
        let dtype = choose(&mut rng, &[NumberType::Int8, NumberType::Int4]);
        let with = |observer| {
            let settings = Quantize { observer, dtype, ..Quantize::default() };
            layer_sqnr(&net, &quantize_weights(&net, &settings).unwrap()).unwrap()[0].sqnr
        };
        let least = with(Observer::Mse);
        for other in [Observer::MinMax, Observer::MovingAverage] {
            prop_assert!(least >= with(other) - 1e-3);
        }
    }

    /// The straight-through gradient is the slope of the rounded function, seen from afar.
    #[test]
    fn the_gradient_is_the_slope_over_whole_steps(seed: u64) {
        let mut rng = Rng::new(seed, 3);
        let op = FakeQuantize { scale: 2f32.powi(-(rng.below(6) as i32)), zero_point: rng.below(256) as i32 - 128 };
        let x: Vec<f32> = (0..64).map(|_| op.scale * rng.range(-300.0, 300.0)).collect();
        let mut dx = vec![f32::NAN; x.len()];
        fake_quantize::reference::backward(&op, &x, &vec![1.0; x.len()], &mut dx);
        for (&x, &dx) in x.iter().zip(&dx) {
            let [below, above] = [x - 4.0 * op.scale, x + 4.0 * op.scale];
            let y = rounded(&[below, above], op.scale, op.zero_point);
            let slope = (y[1] - y[0]) / (above - below);
            // Near the ends of the grid one side is clamped; ties to even may move one end by a step.
            let is_near_end = slope > 0.0 && slope < 0.8;
            prop_assert!(is_near_end || (slope - dx).abs() < 0.2, "{x} {slope} {dx} {op:?}");
        }
    }
}
