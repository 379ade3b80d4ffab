use super::Texts;

/// English.
pub static EN: Texts = Texts {
    layer: "Layer",
    size: "Size",
    macs: "Multiply-adds",
    time: "Latency",
    density: "Non-zero",
    sqnr: "SQNR",
    accuracy: "Accuracy",
    throughput: "Throughput",
    nonzero: "Non-zero weights",
    before: "before",
    now: "now",

    layers_title: "Layer by layer",
    layers_note: "Choose a row to see the distributions of the layer's weights and outputs below. A number opens to its origin. SQNR is the ratio of signal to quantization noise: the higher, the closer to the original weights; 6 dB are about one bit.",
    details_title: |layer| format!("Distributions of {layer}"),
    details_note: "The line is before compression, the filled area after it. Quantization gathers values on a grid, pruning at 0.",
    weights: "Weights",
    activations: "Outputs (after the activation)",
    no_histograms: "This layer has changed its form, so there is nothing to compare.",
    levels: |n| format!("quantization grid, {n} levels"),
    value: "value",
    count_root: "count (root scale)",
    histogram: |what, [low, high, was_at, was, is_at, is], levels| {
        let grid = if levels > 0 { format!(" The quantization grid has {levels} levels.") } else { String::new() };
        format!(
            "Distribution of {what} from {low} to {high}. The fullest bin was near {was_at} with {was} of all, and is now near {is_at} with {is}.{grid}"
        )
    },
    filters_title: "What pruning left of each filter",
    filters_note: |gone, of| {
        format!(
            "{gone} of {of} output channels (filters) are gone. The height is the mean magnitude of a filter’s weights before, the filled part what is left; an outline alone is a filter that was removed."
        )
    },
    worst_channels: "Output channels that suffer most",
    worst_note: "Lowest SQNR first. Where a whole tensor shares one scale, channels of small values are rounded most coarsely; a scale for each channel helps.",
    channel: |n| format!("Channel {n}"),

    changed_title: "Images that changed their class",
    changed: |n, of| format!("{n} of {of} held-out images changed their predicted class."),
    changed_none: "No image changed its predicted class.",
    changed_tile: |label, was, is| format!("{label}, taken for {was} before and for {is} now"),
    really: |label| format!("is {label}"),

    sensitivity_title: "Sensitivity to pruning",
    sensitivity_note: "One layer alone is pruned, and the accuracy measured. A layer whose line falls early is sensitive and should be kept. Choosing a point prunes that layer so much.",
    scan: "Measure sensitivity",
    scan_again: "Measure again",
    scanning: "Measuring…",
    amount: "part pruned",
    own_amount: "This layer's part",
    amount_of: |layer| format!("Part of {layer} to prune, in percent"),
    sensitivity_drawing: |n| {
        format!("Accuracy over the part pruned, a line for each of {n} layers. The table below has the same values.")
    },
    sensitivity_point: |layer, amount, accuracy| format!("{layer} alone pruned by {amount}: accuracy {accuracy}"),
    as_table: "Read as a table, or type an amount",

    soft_title: |t| format!("Soft targets (T = {t})"),
    soft_note: "The teacher's logits are divided by the temperature T before the softmax. A higher T flattens the probabilities, so that the student learns which classes resemble each other. The upright marks are the probabilities at T = 1.",
    choose_image: "Choose an image",

    pareto_title: "Accuracy against cost",
    pareto_note: "Up and to the left is smaller, faster and more accurate. The Pareto front joins the points that no other one beats in both cost and accuracy. The three plots share their vertical axis: what you point at in one stands out in the others. Costs are on a logarithmic scale; dots are trials on the present data set. Each network that is trained becomes one, too.",
    accuracy_by_size: "Accuracy × size",
    accuracy_by_time: "Accuracy × latency",
    accuracy_by_macs: "Accuracy × multiply-adds",
    literature: "from the literature",
    pareto_drawing: |title, n, front| format!("Scatter plot, {title}, {n} marks. Pareto front: {front}"),
    pareto_hint: "Point at a dot for its name and numbers. Press it to bring its settings back.",
    trial: "trial",
    trial_fits: "trial within budget",
    original: "before compression",
    present: "present result (not kept)",
    front: "Pareto front",
    budget: "Budget",
    budget_size: "Size at most (kB)",
    budget_time: "Latency at most (ms)",
    fits: "fits",
    does_not_fit: "over",
    runs_title: "Trials",
    runs_note: "Names can be edited. Below each number stands its change against the network before compression. Tick two trials to compare them.",
    keep_present: "Keep the present network",
    rival: |network| format!("Change to the plain CNN of equal cost ({network})"),
    rival_by_accuracy: |network| format!("Compare with the plain CNN of equal accuracy ({network})"),
    rival_shipped: |network| format!("Compare with the trained plain CNN ({network})"),
    no_trials: "There are no trials yet. Choose techniques on the diet bench and run them: each result is kept here, to be compared.",
    name: "Name",
    techniques: "Techniques",
    compare: "Compare",
    compare_one: |name| format!("Compare “{name}”"),
    compare_title: "Two trials side by side",
    compare_hint: "Tick two trials in the table to see them here.",
    difference: "right ÷ left, or points",
    bring_back: "Bring back",
    delete: "Delete",
    export_json: "Save as JSON",
    export_csv: "Save as CSV",
};
