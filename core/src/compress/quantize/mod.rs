//! Quantization: numbers of few bits (Jacob et al. 2018; Nagel et al. 2021, "A White Paper on Neural Network
//! Quantization").
//!
//! [`quantize`] does it after training; [`prepare_aware`] and what is left to [`Aware`] do it while training.

mod activations;
mod aware;
mod learned;
mod report;
mod weights;

pub use crate::quant::{ObserverState, QParamsRule, Range};
pub use aware::{Aware, prepare_aware, simulate};
pub use report::{Histogram, LayerSqnr, channel_sqnr, histogram, layer_sqnr, sqnr};
pub use weights::quantize_weights;

use crate::graph::Model;
use crate::quant::{Activations, Affine};
use crate::spec::recipe::{NumberType, QuantMethod, Quantize, Scheme};
use crate::{Error, Result};

/// `net` quantized after training, as `settings.method` says. `calibration [N,H,W,C]` is for [`QuantMethod::Static`], the
/// only method that looks at it.
///
/// - Weights: what [`quantize_weights`] does.
/// - Dynamic: the same with symmetric int8, and activations rounded as they come.
/// - Static: symmetric integer weights, a grid for each node's output, and biases rounded to 32-bit
///   levels of input scale × weight scale (TFLite int8 specification); they are stored as floats. Pooling and flatten
///   stay on their input's grid, and a layer before a ReLU has the ReLU's.
///
/// Fails where the method cannot compute with the settings, and with [`QuantMethod::Static`] where batch norm is not
/// folded or `calibration` is not images.
pub fn quantize(net: &Model, settings: &Quantize, calibration: &[f32]) -> Result<Model> {
    match settings.method {
        QuantMethod::Weights => Ok(Model { activations: Activations::Float, ..quantize_weights(net, settings)? }),
        QuantMethod::Dynamic => {
            check_integers(settings, &[NumberType::Int8])?;
            Ok(Model { activations: Activations::Dynamic, ..quantize_weights(net, settings)? })
        }
        QuantMethod::Static => {
            check_integers(settings, INTEGERS)?;
            let grids = activations::observe(&net.graph, &net.weights, settings, calibration)?;
            on_grids(net, settings, grids, &|_, _| None)
        }
        QuantMethod::Aware => Err(Error::misuse("method", "one that needs no training", settings.method.id())),
    }
}

const INTEGERS: &[NumberType] = &[NumberType::Int8, NumberType::Int4, NumberType::Int2, NumberType::Binary];

/// Integer kernels take weights without a zero point: of the types in `dtypes`, symmetric.
fn check_integers(settings: &Quantize, dtypes: &[NumberType]) -> Result<()> {
    if !dtypes.contains(&settings.dtype) {
        let expected = dtypes.iter().map(|d| d.id()).collect::<Vec<_>>().join(" | ");
        return Err(Error::misuse("dtype", expected, settings.dtype.id()));
    }
    let has_scheme = matches!(settings.dtype, NumberType::Int8 | NumberType::Int4);
    if has_scheme && settings.scheme != Scheme::Symmetric {
        return Err(Error::choice("scheme", &[Scheme::Symmetric.id()], settings.scheme.id()));
    }
    Ok(())
}

/// `net` with its nodes on `grids`, one each: weights and biases to match.
fn on_grids(net: &Model, settings: &Quantize, grids: Vec<Affine>, learned: weights::Learned<'_>) -> Result<Model> {
    let input_scale = |node: usize| net.graph.nodes()[node].inputs.first().map(|&input| grids[input].scale);
    let quantized = weights::quantize_with(net, settings, &input_scale, learned)?;
    Ok(Model { activations: Activations::Static(grids), ..quantized })
}
