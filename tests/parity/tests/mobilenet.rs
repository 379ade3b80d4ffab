//! MobileNetV1 layer by layer (Howard et al. 2017, Table 1; the last depthwise layer has stride 1, as its output size
//! and the authors' code have it, where the table prints 2). The totals are those of Keras' implementation.

use karui_core::graph::Shape;
use karui_core::measure::cost::cost;
use karui_core::models::{Options, named};
use karui_core::ops::Op;

/// Output height (and width), output channels, weights, multiply-adds.
type Row = (usize, usize, u64, u64);

const ALPHA_10_AT_224: [Row; 28] = [
    (112, 32, 864, 10838016),
    (112, 32, 288, 3612672),
    (112, 64, 2048, 25690112),
    (56, 64, 576, 1806336),
    (56, 128, 8192, 25690112),
    (56, 128, 1152, 3612672),
    (56, 128, 16384, 51380224),
    (28, 128, 1152, 903168),
    (28, 256, 32768, 25690112),
    (28, 256, 2304, 1806336),
    (28, 256, 65536, 51380224),
    (14, 256, 2304, 451584),
    (14, 512, 131072, 25690112),
    (14, 512, 4608, 903168),
    (14, 512, 262144, 51380224),
    (14, 512, 4608, 903168),
    (14, 512, 262144, 51380224),
    (14, 512, 4608, 903168),
    (14, 512, 262144, 51380224),
    (14, 512, 4608, 903168),
    (14, 512, 262144, 51380224),
    (14, 512, 4608, 903168),
    (14, 512, 262144, 51380224),
    (7, 512, 4608, 225792),
    (7, 1024, 524288, 25690112),
    (7, 1024, 9216, 451584),
    (7, 1024, 1048576, 51380224),
    (1, 1000, 1024000, 1024000),
];

const ALPHA_05_AT_160: [Row; 28] = [
    (80, 16, 432, 2764800),
    (80, 16, 144, 921600),
    (80, 32, 512, 3276800),
    (40, 32, 288, 460800),
    (40, 64, 2048, 3276800),
    (40, 64, 576, 921600),
    (40, 64, 4096, 6553600),
    (20, 64, 576, 230400),
    (20, 128, 8192, 3276800),
    (20, 128, 1152, 460800),
    (20, 128, 16384, 6553600),
    (10, 128, 1152, 115200),
    (10, 256, 32768, 3276800),
    (10, 256, 2304, 230400),
    (10, 256, 65536, 6553600),
    (10, 256, 2304, 230400),
    (10, 256, 65536, 6553600),
    (10, 256, 2304, 230400),
    (10, 256, 65536, 6553600),
    (10, 256, 2304, 230400),
    (10, 256, 65536, 6553600),
    (10, 256, 2304, 230400),
    (10, 256, 65536, 6553600),
    (5, 256, 2304, 57600),
    (5, 512, 131072, 3276800),
    (5, 512, 4608, 115200),
    (5, 512, 262144, 6553600),
    (1, 1000, 512000, 512000),
];

#[track_caller]
fn check(alpha: f32, resolution: usize, rows: &[Row], trainable: f64, macs: f64) {
    let options = Options { alpha: Some(alpha), size: Some((resolution, resolution)), ..Options::default() };
    let graph = named("mobilenet-v1", options).unwrap();
    let cost = cost(&graph);
    let layers = graph.nodes().iter().zip(&cost.layers);
    let multiplying = layers.filter(|(n, _)| matches!(n.op, Op::Conv2d(_) | Op::DepthwiseConv2d(_) | Op::Linear(_)));
    let got: Vec<Row> = multiplying
        .map(|(n, l)| {
            let bias = if matches!(n.op, Op::Linear(_)) { n.shape.c as u64 } else { 0 };
            (n.shape.h, n.shape.c, l.params.value as u64 - bias, l.macs.value as u64)
        })
        .collect();
    assert_eq!(got, rows);
    assert_eq!((cost.params.value, cost.macs.value), (trainable, macs));
}

#[test]
fn the_papers_network_has_the_papers_layers() {
    check(1.0, 224, &ALPHA_10_AT_224, 4231976.0, 568740352.0);
    check(0.5, 160, &ALPHA_05_AT_160, 1331592.0, 76524800.0);
}

#[test]
fn sizes_that_leave_nothing_are_errors() {
    let with = |size, alpha| named("mobilenet-v1", Options { size: Some(size), alpha, ..Options::default() });
    assert!(with((0, 0), None).is_err());
    assert!(with((224, 224), Some(f32::NAN)).is_err());
    assert!(with((224, 224), Some(-1.0)).is_err());
    assert_eq!(with((1, 1), None).unwrap().output_shape(), Shape::vector(1000));
}

/// Trainable parameters and multiply-adds of torchvision 0.29.2's networks, counted in PyTorch as
/// `goldens/make_models.py` counts.
#[test]
fn v2_and_v3_have_torchvisions_totals() {
    let names = ["mobilenet-v2", "mobilenet-v3-small", "mobilenet-v3-large"];
    let rows = [
        (0.25, [(1_519_112, 37_201_312), (374_272, 9_030_120), (617_000, 24_770_376)]),
        (0.35, [(1_677_128, 59_285_808), (558_744, 11_238_936), (997_064, 35_278_408)]),
        (0.5, [(1_968_680, 97_131_840), (917_264, 18_970_736), (1_734_576, 64_962_192)]),
        (0.75, [(2_636_424, 209_069_792), (1_653_920, 39_115_576), (3_377_576, 140_033_816)]),
        (1.0, [(3_504_872, 300_774_272), (2_542_856, 56_510_400), (5_483_032, 216_589_760)]),
        (1.25, [(5_050_376, 486_590_240), (3_644_912, 88_155_944), (8_164_744, 343_461_000)]),
        (1.4, [(6_108_776, 582_195_824), (4_373_824, 103_657_088), (9_989_328, 414_926_736)]),
    ];
    for (alpha, totals) in rows {
        for (name, total) in names.into_iter().zip(totals) {
            let cost = cost(&named(name, Options { alpha: Some(alpha), ..Options::default() }).unwrap());
            assert_eq!((cost.params.value as u64, cost.macs.value as u64), total, "{name}, α = {alpha}");
        }
    }
}
