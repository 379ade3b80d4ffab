use super::Texts;
use crate::mobilenet::messages::BlockForm;
use karui_protocol::MobilenetVersion;
use karui_ui::Setting;

/// English.
pub static EN: Texts = Texts {
    network_title: "Build a MobileNet",
    network_note: "The MobileNets as their papers have them, counted layer by layer while you change width and resolution. Every number is computed here; press one to see its formula.",
    version: Setting {
        label: "Version",
        help: "V1 has depthwise separable convolutions, V2 inverted residuals, V3 adds squeeze-and-excite and h-swish.",
    },
    alpha: Setting {
        label: "Width α",
        help: "Multiplies every layer's channels. Multiply-adds and parameters go roughly with its square.",
    },
    resolution: Setting {
        label: "Resolution ρ",
        help: "Pixels on each side of the input. Multiply-adds go with its square; parameters stay.",
    },
    classes: Setting { label: "Classes", help: "Outputs of the last linear layer; ImageNet has 1,000." },
    about: |version| match version {
        MobilenetVersion::V1 => {
            "Splits a standard convolution into a depthwise one, a filter for each channel, and a pointwise (1×1) one, which mixes channels."
        }
        MobilenetVersion::V2 => {
            "A 1×1 convolution widens, a depthwise one filters, a 1×1 one narrows again. No activation follows the narrow end (the linear bottleneck), and narrow ends are joined by residual connections."
        }
        MobilenetVersion::V3Small => {
            "Inverted residuals with squeeze-and-excite and h-swish, their sizes found by architecture search: the small one."
        }
        MobilenetVersion::V3Large => {
            "Inverted residuals with squeeze-and-excite and h-swish, their sizes found by architecture search: the large one."
        }
    },
    params: "Parameters",
    macs: "Multiply-adds",
    bytes: "Bytes",
    whole: "whole network",
    published_as: |millions, source| {
        format!("Published as {millions} million ({source}). The number above is counted here.")
    },

    blocks_title: "Blocks",
    blocks_note: "Height and depth are the output's size, thickness its channels. The line below is the block's share of the multiply-adds. Press a block to open it.",
    form: |form| match form {
        BlockForm::Stem => "first convolution",
        BlockForm::Separable => "depthwise separable convolution",
        BlockForm::InvertedResidual => "inverted residual",
        BlockForm::Head => "classifier",
    },
    block_told: |block, form, output, share| format!("{block}, {form}, output {output}, {share} of the multiply-adds"),
    residual: "residual",
    gates: "SE",
    stride: |n| format!("stride {n}"),

    table_title: "Layers",
    table_note: "Sums of each block. The open block shows its layers too.",
    all_layers: "Show all layers",
    block: "Block and layer",
    input_output: "Output",
    share: "Share",

    open_title: |block, form| format!("{block}: {form}"),
    about_form: |form| match form {
        BlockForm::Stem => {
            "A standard 3×3 convolution takes the image in. With 3 input channels there is nothing to gain from splitting it."
        }
        BlockForm::Separable => {
            "The depthwise convolution mixes places only, the pointwise one channels only. A standard convolution mixes both at once."
        }
        BlockForm::InvertedResidual => {
            "An ordinary residual block joins wide layers and narrows in between. An inverted one joins narrow layers and widens in between, where the depthwise convolution works."
        }
        BlockForm::Head => "Takes the mean of the last maps over all places and turns it into a logit for each class.",
    },
    previous: "Previous block",
    next: "Next block",
    subject: "Picture",
    held_out: "Held-out image",
    photos: ["Cat", "Coffee", "Rocket", "Astronaut", "Building in China", "Flower"],
    own_photo: "Open a photo",
    weights_note: "The picture is real; the weights are drawn at random (seed 1), not trained. Batch norm's means and variances are taken from this picture. Neither cost nor time depends on the weights' values.",
    trained_note: "Both picture and weights are real: those of a MobileNetV1 (α 0.25, 96×96, 2 classes) trained to tell whether a person is in the picture.",
    use_trained: "See it with trained weights (V1, α 0.25, 96×96, 2 classes)",
    seen_by: |side| format!("The picture as it enters the network ({side}×{side})"),
    waiting: "Pushing the picture through…",
    block_input: "Input of this block",
    channels: |n, of| format!("{n} of {of} channels"),

    compare_title: "Standard convolution against depthwise + pointwise",
    compare_note: "Both work on the same feature map. A standard convolution whose weights are the products of the pair's weights gives the same output, where no activation stands between the two. Go step by step and watch which inputs touch which output.",
    standard: "Standard convolution",
    depthwise: "Depthwise convolution",
    pointwise: "Pointwise (1×1) convolution",
    separable: "Depthwise + pointwise",
    input: "Input",
    middle: "Depthwise output",
    output: "Output",
    channel: |c| format!("ch {c}"),
    play: "Play",
    stop: "Stop",
    back: "Step back",
    forward: "Step forward",
    step_slider: "Step",
    step_standard: |s| {
        format!(
            "Standard: the value in row {}, column {} of output channel {} takes the window of all channels: {} = {} multiply-adds.",
            s.row, s.column, s.channel, s.product, s.each
        )
    },
    step_depthwise: |s| {
        format!(
            "Depthwise: the value in row {}, column {} of channel {} takes the window of the same channel: {} = {} multiply-adds.",
            s.row, s.column, s.channel, s.product, s.each
        )
    },
    step_pointwise: |s| {
        format!(
            "Pointwise: the value in row {}, column {} of output channel {} takes all channels at the same place: {} = {} multiply-adds.",
            s.row, s.column, s.channel, s.product, s.each
        )
    },
    milliseconds: "Time on this device",
    timing: "measuring…",
    ratio: "Ratio of multiply-adds",
    ratio_note: "With many output channels N the first term vanishes and the second is what remains: about a ninth for a 3×3 kernel.",
    measured_ratio: |ratio| {
        format!(
            "The ratio of the measured times is {ratio}. A depthwise convolution computes little for each value it reads and writes, so the ratio of times is usually larger than that of multiply-adds."
        )
    },
    same_output: |difference, largest| {
        format!("The two outputs differ by {difference} at most (values reach {largest}): the same up to rounding.")
    },

    bottleneck_title: "Linear bottleneck",
    bottleneck_note: "ReLU behind the projection would set all negative values to zero, and nothing could bring them back. The fewer channels there are, the more is lost: so V2 has no activation here.",
    without_relu: "As it is (linear)",
    with_relu: "Behind ReLU",
    lost: |n, of, share| format!("{n} of {of} values are negative ({share}): ReLU would discard them."),

    gates_title: "Squeeze-and-excite",
    gates_note: "The mean of each channel over all places (squeeze) goes through two small fully connected layers and becomes a gate between 0 and 1 (excite), by which the whole channel is multiplied. Bars are the distance from 0.5, near which the gates lie while weights are random; training opens some and closes others.",
    gate: "Gate",
    gates_drawing: |n, low, high| format!("Bars of the gates of {n} channels, from {low} to {high}"),

    function_title: |name| format!("Activation function: {name}"),
    function_note: "The filled shape is the distribution of the values that enter the function here. h-swish is x·ReLU6(x+3)/6: it approximates swish, x·sigmoid(x), without an exponential. Unlike ReLU6 it keeps values a little below zero.",
    argument: "value x that enters",
    value: "value that leaves",
    function_drawing: |name, share| {
        format!("Graph of {name} with the distribution of its arguments, {share} of them below zero")
    },
    histogram: "values that enter",
    outside: |n| format!("{n} outside of the range"),

    plot_title: "Published accuracy and multiply-adds",
    plot_note: "Top-1 accuracy on ImageNet as published; nothing here was trained on this device. Marks stand at the multiply-adds counted here, the line at those of your network. Choose a mark to set the controls to it.",
    plot_drawing: |n| {
        format!(
            "Scatter plot of accuracy over multiply-adds: {n} published networks. The table below has the same values."
        )
    },
    plot_hint: "Touch a mark for its settings and numbers.",
    accuracy: "top-1 accuracy",
    millions: "multiply-adds (millions)",
    yours: "your network",
    computed: "computed",
    published: "published",
    source: "Source",
    as_table: "Read as a table",
    choose: "Choose",
    sources_note: "Where the published and the computed number differ, the rest of the page shows the computed one.",
};
