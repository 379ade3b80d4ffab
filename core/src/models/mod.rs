//! Networks: each a documented config, then a graph.

mod blocks;
mod cnn;
mod family;
mod inverted_residual;
mod lenet;
mod lenet5;
mod lenet_300_100;
mod mlp;
mod mobilenet_v1;
mod mobilenet_v2;
mod mobilenet_v3;
mod padding;
mod recognize;
pub mod transfer;
mod width;

pub use blocks::{Block, BlockKind, blocks};
pub use cnn::CnnConfig;
pub use family::{mobilenet, pretrained};
pub use lenet::LenetConfig;
pub use lenet5::Lenet5Config;
pub use mlp::MlpConfig;
pub use mobilenet_v1::MobilenetV1Config;
pub use mobilenet_v2::{MobilenetV2Config, Stage};
pub use mobilenet_v3::{Bneck, MobilenetV3Config};
pub use padding::Padding;
pub use recognize::{recognize, recognize_at};
pub use width::make_divisible;

use crate::graph::{Graph, Shape};
use crate::measure::cost::cost;
use crate::spec::{ModelKind, ModelSpec};
use crate::{Error, Result};

/// The network that `spec` asks for, for images of shape `input` in `classes` classes.
pub fn build(spec: ModelSpec, input: Shape, classes: usize) -> Result<Graph> {
    scale_width(spec, 1.0, input, classes)
}

/// The network that `spec` asks for with the part `width` (0 < `width` ≤ 1) of its channels and hidden units, one of
/// each at least: a student. Networks of a width α round channels as they do for that, to multiples of 8.
pub fn scale_width(spec: ModelSpec, width: f32, input: Shape, classes: usize) -> Result<Graph> {
    if !(width > 0.0 && width <= 1.0) {
        return Err(Error::misuse("width", "0 < width ≤ 1", width.to_string()));
    }
    let of = |units: usize| scaled(units, width);
    match spec.kind {
        ModelKind::Mlp => MlpConfig { input, hidden: vec![of(128)], classes }.build(),
        ModelKind::Lenet => {
            let LenetConfig { channels, hidden, .. } = LenetConfig::default();
            LenetConfig { input, channels: channels.into_iter().map(of).collect(), hidden: of(hidden), classes }.build()
        }
        ModelKind::Mobilenet => {
            MobilenetV1Config { input, classes, alpha: spec.alpha * width, ..MobilenetV1Config::small() }.build()
        }
        ModelKind::MobilenetV2 => {
            MobilenetV2Config { input, classes, alpha: spec.alpha * width, ..MobilenetV2Config::small() }.build()
        }
        ModelKind::MobilenetV3 => {
            MobilenetV3Config { input, classes, alpha: spec.alpha * width, ..MobilenetV3Config::tiny() }.build()
        }
        ModelKind::Cnn => {
            let alpha = spec.alpha * width;
            CnnConfig { input, classes, alpha, groups: spec.groups, ..CnnConfig::default() }.build()
        }
        ModelKind::Lenet300100 => lenet_300_100::lenet_300_100(input, classes, width).build(),
        ModelKind::Lenet5 => {
            let Lenet5Config { channels, hidden, .. } = Lenet5Config::default();
            Lenet5Config { input, channels: channels.map(of), hidden: of(hidden), classes }.build()
        }
    }
}

/// The plain convolutional network whose multiply-adds for images of shape `input` are nearest to those of `spec`, a
/// MobileNet: what it is compared with at equal cost. Its α is a multiple of 0.05. `None` for other networks, and where the
/// nearest costs half as much again.
pub fn plain_of_equal_cost(spec: ModelSpec, input: Shape, classes: usize) -> Option<ModelSpec> {
    if !matches!(spec.kind, ModelKind::Mobilenet | ModelKind::MobilenetV2 | ModelKind::MobilenetV3) {
        return None;
    }
    let macs = |spec| Some(cost(&build(spec, input, classes).ok()?).macs.value);
    let goal = macs(spec)?;
    let widths =
        (5..=40).map(|twentieths| ModelSpec { alpha: twentieths as f32 / 20.0, ..ModelSpec::new(ModelKind::Cnn) });
    let ratio = |spec: &ModelSpec| macs(*spec).map_or(f64::INFINITY, |macs| (macs / goal).ln().abs());
    let nearest = widths.map(|spec| (ratio(&spec), spec)).min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.filter(|(ratio, _)| *ratio < 1.5f64.ln()).map(|(_, spec)| spec)
}

/// `units` times `width`, rounded, one at least.
fn scaled(units: usize, width: f32) -> usize {
    ((units as f32 * width).round() as usize).max(1)
}

/// The height, width and channels of an input, and the outputs, that a network may have at most: products of them fit into 64 bits.
const MAX_SIDE: usize = 4_096;
const MAX_CHANNELS: usize = 4_096;
const MAX_CLASSES: usize = 1_000_000;

/// Settings of a network called by its name; what is not given is the network's own default.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Options {
    /// Width multiplier α; without effect on networks that have none.
    pub alpha: Option<f32>,
    /// Groups of convolutions; without effect on networks where they have none.
    pub groups: Option<usize>,
    /// Height and width of the input.
    pub size: Option<(usize, usize)>,
    /// Channels of the input.
    pub channels: Option<usize>,
    /// Outputs.
    pub classes: Option<usize>,
}

/// The names that [`named`] knows.
pub const NAMES: [&str; 15] = [
    "mlp",
    "lenet",
    "mobilenet",
    "lenet-300-100",
    "lenet-5",
    "mobilenet2",
    "mobilenet3",
    "cnn",
    "2nn",
    "mobilenet-v1",
    "mobilenet-v2",
    "mobilenet-v3-small",
    "mobilenet-v3-large",
    "person",
    "efficientnet-lite0",
];

/// The network called `name`: one of the lab's; `2nn`, the perceptron of the federated learning paper, two hidden layers of 200 units
/// (McMahan et al. 2017, arXiv:1602.05629, §3); `mobilenet-` and a version for a paper's, or one of those with shipped
/// weights.
///
/// # Errors
/// Another name, or a setting out of its range.
pub fn named(name: &str, options: Options) -> Result<Graph> {
    let paper = family::Config::named(name);
    let kind = name.parse::<ModelKind>();
    let (input, alpha, classes) = match (&paper, &kind) {
        (Some(config), _) => config.settings(),
        (None, Ok(kind)) if kind.has_width() => {
            (MobilenetV1Config::small().input, 1.0, MobilenetV1Config::small().classes)
        }
        _ => (LenetConfig::default().input, 1.0, LenetConfig::default().classes),
    };
    let check = |field, most, value: Option<usize>| match value {
        Some(value) if !(1..=most).contains(&value) => Err(Error::range(field, [1, most], value)),
        _ => Ok(()),
    };
    check("resolution", MAX_SIDE, options.size.map(|(h, _)| h))?;
    check("resolution", MAX_SIDE, options.size.map(|(_, w)| w))?;
    check("channels", MAX_CHANNELS, options.channels)?;
    check("classes", MAX_CLASSES, options.classes)?;
    let (h, w) = options.size.unwrap_or((input.h, input.w));
    let input = Shape::new(h, w, options.channels.unwrap_or(input.c));
    let (alpha, classes) = (options.alpha.unwrap_or(alpha), options.classes.unwrap_or(classes));
    if let Some(config) = paper {
        return config.build(input, alpha, classes);
    }
    if name == "2nn" {
        return MlpConfig { input, hidden: vec![200; 2], classes }.build();
    }
    let kind = kind.map_err(|_| Error::choice("model", &NAMES, name))?;
    build(ModelSpec { kind, alpha, groups: options.groups.unwrap_or(1) }, input, classes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_network_costs_what_the_mobilenet_costs() {
        for input in [Shape::new(28, 28, 1), Shape::new(32, 32, 3)] {
            for kind in [ModelKind::Mobilenet, ModelKind::MobilenetV2, ModelKind::MobilenetV3] {
                for alpha in [1.0, 2.0] {
                    let spec = ModelSpec { alpha, ..ModelSpec::new(kind) };
                    let plain = plain_of_equal_cost(spec, input, 10).unwrap();
                    let macs = |spec| cost(&build(spec, input, 10).unwrap()).macs.value;
                    let ratio = macs(plain) / macs(spec);
                    assert!(
                        plain.kind == ModelKind::Cnn && (0.75..1.33).contains(&ratio),
                        "{spec:?} {plain:?} {ratio}"
                    );
                }
            }
        }
        // The least α there is costs twice as much.
        let narrow = ModelSpec { alpha: 0.5, ..ModelSpec::new(ModelKind::Mobilenet) };
        assert_eq!(plain_of_equal_cost(narrow, Shape::new(28, 28, 1), 10), None);
        let lenet = ModelSpec::new(ModelKind::Lenet);
        assert_eq!(plain_of_equal_cost(lenet, Shape::new(28, 28, 1), 10), None);
    }

    #[test]
    fn every_name_is_a_network() {
        for name in NAMES {
            assert!(named(name, Options::default()).is_ok(), "{name}");
        }
        // As many parameters as the paper says.
        assert_eq!(cost(&named("2nn", Options::default()).unwrap()).params.value, 199_210.0);
        let error = named("vgg", Options::default()).unwrap_err().to_string();
        assert!(NAMES.iter().all(|name| error.contains(name)), "{error}");
    }

    #[test]
    fn a_narrow_network_is_the_same_with_less_of_everything() {
        let input = Shape::new(28, 28, 1);
        for &kind in ModelKind::ALL {
            let spec = ModelSpec::new(kind);
            let (wide, quarter) = (build(spec, input, 10).unwrap(), scale_width(spec, 0.25, input, 10).unwrap());
            assert_eq!(scale_width(spec, 1.0, input, 10).unwrap(), wide);
            let names = |graph: &Graph| graph.nodes().iter().map(|n| n.name.clone()).collect::<Vec<_>>();
            assert_eq!(names(&quarter), names(&wide));
            assert_eq!(quarter.output_shape(), wide.output_shape());
            assert!(cost(&quarter).params.value < 0.3 * cost(&wide).params.value, "{kind}");
            assert!(scale_width(spec, f32::NAN, input, 10).is_err() && scale_width(spec, 0.0, input, 10).is_err());
        }
        let thin = scale_width(ModelSpec::new(ModelKind::Mlp), 0.001, input, 10).unwrap();
        assert_eq!(cost(&thin).params.value, (784 + 1 + 10 + 10) as f64);
    }
}
