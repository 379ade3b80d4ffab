//! Weights as safetensors with PyTorch's names and layout, so that `load_state_dict` takes a file saved here and the
//! other way round. Format: <https://github.com/huggingface/safetensors#format>.

mod head;
mod pictures;

pub use head::{Floats, write};
pub use pictures::{load_pictures, save_pictures};

use super::layout;
use crate::graph::{Graph, Shape, Weights};
use crate::{Error, Result};
use head::Tensor;

const FORMAT: &str = "safetensors";

/// Batches a PyTorch batch norm has seen; it takes no part in any computation here.
const IGNORED_SUFFIX: &str = ".num_batches_tracked";

/// The file of `weights`, which belong to `graph`.
pub fn save(graph: &Graph, weights: &Weights) -> Result<Vec<u8>> {
    let tensors = weights.params().iter().map(|p| {
        let values = layout::to_torch(graph, p, &weights.values()[p.range.clone()])?;
        Ok((p.name.clone(), layout::torch_shape(p), values))
    });
    Ok(head::write(&tensors.collect::<Result<Vec<_>>>()?))
}

/// The length in bytes of the file that [`save`] makes of `weights`.
pub fn saved_len(weights: &Weights) -> usize {
    head::len(weights.params().iter().map(|p| (p.name.as_str(), layout::torch_shape(p))))
}

/// The weights in a file for `graph`. Every tensor must be there, in the right shape, and no other; the error names
/// the first that does not fit.
pub fn load(graph: &Graph, bytes: &[u8]) -> Result<Weights> {
    load_renamed(graph, bytes, &str::to_owned)
}

/// [`load`] from a file where the tensor called `name` here is called `rename(name)`.
pub fn load_renamed(graph: &Graph, bytes: &[u8], rename: &dyn Fn(&str) -> String) -> Result<Weights> {
    let file = read(bytes)?;
    let (params, _) = Weights::layout(graph);
    let mut names = Vec::new();
    let mut tensors = Vec::new();
    // All of them, before there is room for any value: a network's size is believed once the file has the bytes.
    for p in &params {
        let expected = layout::torch_shape(p);
        let name = rename(&p.name);
        let misfit = |got: String| Error::Tensor { tensor: name.clone(), expected: format!("{expected:?}"), got };
        let tensor = find(&file, &name).ok_or_else(|| misfit("nothing".into()))?;
        if tensor.shape != expected {
            return Err(misfit(format!("{:?}", tensor.shape)));
        }
        tensors.push(tensor);
        names.push(name);
    }
    let mut weights = Weights::zeros(graph);
    for (p, tensor) in params.iter().zip(tensors) {
        let values = layout::from_torch(graph, p, &floats(tensor)?)?;
        weights.values_mut()[p.range.clone()].copy_from_slice(&values);
    }
    let known = |name: &str| name.ends_with(IGNORED_SUFFIX) || names.iter().any(|known| known == name);
    // The first by name, whatever the order in the file.
    match file.iter().filter(|tensor| !known(&tensor.name)).min_by_key(|tensor| &tensor.name) {
        Some(extra) => Err(Error::Tensor {
            tensor: extra.name.clone(),
            expected: "nothing".into(),
            got: format!("{:?}", extra.shape),
        }),
        None => Ok(weights),
    }
}

/// The names and shapes (PyTorch's) of a file's tensors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head(Vec<(String, Vec<usize>)>);

/// The head of a file.
pub fn head(bytes: &[u8]) -> Result<Head> {
    Ok(Head(read(bytes)?.into_iter().map(|tensor| (tensor.name, tensor.shape)).collect()))
}

impl Head {
    /// The shape of the tensor called `name`.
    pub fn shape(&self, name: &str) -> Option<&[usize]> {
        self.0.iter().find(|tensor| tensor.0 == name).map(|tensor| tensor.1.as_slice())
    }

    /// The first tensor by name.
    pub fn first(&self) -> Option<(&str, &[usize])> {
        self.0.iter().min_by_key(|tensor| &tensor.0).map(|(name, shape)| (name.as_str(), shape.as_slice()))
    }
}

/// The shape of one image in a file's tensor `input` (`[N, C, H, W]`).
pub fn input_shape(bytes: &[u8]) -> Result<Shape> {
    let file = read(bytes)?;
    let shape = find(&file, "input").map_or_else(Vec::new, |t| t.shape.clone());
    match *shape.as_slice() {
        [_, c, h, w] => Ok(Shape::new(h, w, c)),
        _ => Err(Error::Tensor { tensor: "input".into(), expected: "[N, C, H, W]".into(), got: format!("{shape:?}") }),
    }
}

/// The images in a file's tensor `input` (`[N, C, H, W]`, PyTorch's order), as `[N, H, W, C]` values; `shape` is what
/// the network takes.
pub fn read_input(bytes: &[u8], shape: Shape) -> Result<Vec<f32>> {
    let file = read(bytes)?;
    let misfit = |got: String| Error::Tensor {
        tensor: "input".into(),
        expected: format!("[N, {}, {}, {}]", shape.c, shape.h, shape.w),
        got,
    };
    let tensor = find(&file, "input").ok_or_else(|| misfit("nothing".into()))?;
    match *tensor.shape.as_slice() {
        [n, c, h, w] if (h, w, c) == (shape.h, shape.w, shape.c) => layout::nchw_to_nhwc(n, c, h, w, &floats(tensor)?),
        _ => Err(misfit(format!("{:?}", tensor.shape))),
    }
}

/// All tensors of a file of floats, whatever network they are of.
pub fn read_floats(bytes: &[u8]) -> Result<Vec<Floats>> {
    read(bytes)?.into_iter().map(|tensor| Ok((tensor.name.clone(), tensor.shape.clone(), floats(&tensor)?))).collect()
}

fn read(bytes: &[u8]) -> Result<Vec<Tensor<'_>>> {
    head::read(bytes).map_err(|got| Error::format(FORMAT, "a well-formed file", other_format(bytes).unwrap_or(got)))
}

/// The format of a file that is taken for one of these, where its first bytes tell: Karui's own, or ONNX, whose `ModelProto`
/// begins with a small `ir_version` (field 1, a number) and goes on with a field that has a length (onnx.proto).
fn other_format(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'K', b'A', b'R', b'U', b'I', ..] => Some("KARUI"),
        [0x08, 1..=63, tag, ..] if tag & 7 == 2 => Some("ONNX"),
        _ => None,
    }
}

fn find<'a>(file: &'a [Tensor<'a>], name: &str) -> Option<&'a Tensor<'a>> {
    file.iter().find(|tensor| tensor.name == name)
}

fn floats(tensor: &Tensor<'_>) -> Result<Vec<f32>> {
    if tensor.dtype != "F32" {
        return Err(Error::Tensor { tensor: tensor.name.clone(), expected: "F32".into(), got: tensor.dtype.clone() });
    }
    let (values, _) = tensor.data.as_chunks::<4>();
    Ok(values.iter().map(|b| f32::from_le_bytes(*b)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::{self, LenetConfig, MobilenetV1Config};
    use crate::spec::{ModelKind, ModelSpec};
    use proptest::prelude::*;

    #[test]
    fn a_saved_file_loads_again() {
        for graph in [LenetConfig::default().build().unwrap(), MobilenetV1Config::small().build().unwrap()] {
            let weights = Weights::init(&graph, 3);
            assert_eq!(load(&graph, &save(&graph, &weights).unwrap()), Ok(weights));
        }
    }

    #[test]
    fn the_length_of_every_networks_file_is_known_beforehand() {
        let sessions = ModelKind::ALL.iter().flat_map(|&kind| {
            let spec = ModelSpec { alpha: 0.5, ..ModelSpec::new(kind) };
            [Shape::new(28, 28, 1), Shape::new(32, 32, 3)].map(|input| models::build(spec, input, 10).unwrap())
        });
        let others = [
            "lenet-300-100",
            "lenet-5",
            "mobilenet-v1",
            "mobilenet-v2",
            "mobilenet-v3-small",
            "mobilenet-v3-large",
            "person",
            "efficientnet-lite0",
        ];
        let others = others.map(|name| models::named(name, models::Options::default()).unwrap());
        for graph in sessions.chain(others) {
            let weights = Weights::zeros(&graph);
            assert_eq!(saved_len(&weights), save(&graph, &weights).unwrap().len());
        }
    }

    #[test]
    fn the_first_tensor_that_does_not_fit_is_named() {
        let (small, large) = (LenetConfig::default(), LenetConfig { hidden: 64, ..LenetConfig::default() });
        let [small, large] = [small, large].map(|c| c.build().unwrap());
        let file = save(&small, &Weights::init(&small, 1)).unwrap();
        let error = load(&large, &file).unwrap_err();
        assert_eq!(error.to_string(), "tensor `fc1.weight`: expected [64, 1568], got [128, 1568]");
        let error = load(&MobilenetV1Config::small().build().unwrap(), &file).unwrap_err();
        assert_eq!(error.to_string(), "tensor `conv1.weight`: expected [16, 3, 3, 3], got [16, 1, 3, 3]");
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_are_an_error(bytes: Vec<u8>) {
            prop_assert!(load(&LenetConfig::default().build().unwrap(), &bytes).is_err());
        }

        #[test]
        fn a_changed_file_never_panics(at in 0usize..4096, to: u8, cut in 0usize..4096) {
            let graph = crate::models::MlpConfig { input: Shape::vector(9), hidden: vec![4], classes: 3 }.build().unwrap();
            let mut file = save(&graph, &Weights::init(&graph, 1)).unwrap();
            let at = at % file.len();
            file[at] = to;
            let _ = load(&graph, &file);
            let _ = load(&graph, &file[..cut % file.len()]);
            let _ = read_input(&file, Shape::new(2, 2, 1));
        }
    }
}
