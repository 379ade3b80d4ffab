use super::{CardText, Setting, Texts};
use karui_protocol::recipe::TechniqueKind;

/// English.
pub static EN: Texts = Texts {
    presets: "One click",
    preset: |id| match id {
        "int8" => ("Quantize to int8", "Weights and arithmetic in 8-bit integers"),
        "int4-weights" => ("Weights in int4", "Stored in 4 bits, computed as floats"),
        "prune-90" => ("Prune 90%", "In three rounds, with training after each"),
        "half-channels" => ("Half the channels", "Structured pruning saves real arithmetic"),
        "deep-compression" => ("Deep Compression", "Prune 90%, share weights, Huffman coding"),
        "student-t4" => ("Distil at T = 4", "A student of a quarter of the width learns soft targets"),
        "everything" => ("Everything", "Prune channels, fold batch norm, int8"),
        _ => ("", ""),
    },

    techniques: "Techniques",
    more: "More settings",
    tour: "Step by step",
    set_so: "Set",
    epochs: Setting { label: "Further training (epochs)", help: "0 for none. Training can bring accuracy back." },
    rate: Setting { label: "Learning rate", help: "It falls to 0 along a cosine. If too high, the loss diverges." },

    quantize: CardText {
        title: "Quantization",
        what: "Numbers in fewer bits: a smaller file, and a faster one where integers are computed with. The fewer the bits, the larger the rounding error.",
        steps: &[
            "int8 per tensor: one scale for all weights of a layer. About a quarter of the size, and hardly any change in accuracy.",
            "int8 per channel: a scale for each output channel. Less error where channels differ in range.",
            "int4: the grid has 15 levels. See how far accuracy falls when values are rounded without training.",
            "int4 with quantization-aware training: the forward pass rounds while it learns. Compare how much accuracy comes back.",
        ],
    },
    quant_method: Setting {
        label: "Method",
        help: "Static finds the ranges of activations beforehand, dynamic as they come. QAT rounds during training.",
    },
    quant_dtype: Setting {
        label: "Number type",
        help: "The bits of a weight. One or two need training, or the network falls apart.",
    },
    quant_granularity: Setting { label: "Granularity", help: "What shares a scale. The finer, the less error." },
    quant_scheme: Setting {
        label: "Symmetric or not",
        help: "Symmetric: zero is the middle of the grid. Activations are always asymmetric.",
    },
    quant_observer: Setting {
        label: "Range",
        help: "Cutting outliers off makes a finer grid, but the outermost values saturate.",
    },
    quant_percentile: Setting { label: "Kept (percent)", help: "Values further out are cut off." },
    quant_calibration: Setting {
        label: "Calibration images",
        help: "Training images for the ranges of activations. Too few misjudge them.",
    },

    prune: CardText {
        title: "Pruning",
        what: "Takes out weights or channels that matter little. Zeros alone save no arithmetic; channels that are really removed do, and time too.",
        steps: &[
            "Mask only, 50%: small weights become 0. Note that the multiply-adds stay the same.",
            "90% without training: one weight in ten is left, and accuracy falls far.",
            "In three rounds with training: the weights that stay make up for the rest. The same 90%, another accuracy.",
            "Channels really removed: the layers become thinner, with fewer multiply-adds and less time.",
        ],
    },
    prune_unit: Setting {
        label: "Taken out at a time",
        help: "Small units keep accuracy better; large ones are really faster.",
    },
    prune_amount: Setting {
        label: "Part taken out",
        help: "The more, the smaller; from some point on accuracy falls off a cliff.",
    },
    prune_criterion: Setting {
        label: "What counts as important",
        help: "Compare with random to see what a criterion is worth.",
    },
    prune_scope: Setting { label: "Compared", help: "Across the network, layers with room to spare give up more." },
    prune_remove: Setting {
        label: "Really remove channels",
        help: "If off they are only set to 0, which saves no arithmetic.",
    },
    prune_rounds: Setting { label: "Rounds", help: "In how many goes; the part rises along a cubic schedule." },
    prune_rewind: Setting {
        label: "Rewind to initial values",
        help: "What is left starts over from its initial values (lottery ticket hypothesis).",
    },
    prune_layers: "By layer:",
    prune_layers_clear: "All the same again",
    prune_pair: "Mask and removal side by side",
    prune_pair_help: "Runs the same share of channels as zeros and taken out, and puts both beside each other under “Compare”.",

    distill: CardText {
        title: "Distillation",
        what: "A small student learns from the outputs of the trained teacher. It is trained from scratch, which takes a while.",
        steps: &[
            "The control, without a teacher: the same student learns from labels alone. Compare the others with it.",
            "Temperature 1: the teacher's probabilities as they are, nearly all 1 or 0. There is little in them to learn.",
            "Temperature 4: softened probabilities. Now they also tell that a shirt is much like a coat.",
            "With hints: the student also copies where in the image the teacher responds.",
        ],
    },
    distill_student: Setting { label: "Student", help: "It takes the place of the present network, the teacher." },
    distill_width: Setting { label: "Width of the student", help: "Multiplies its channels and hidden units." },
    distill_temperature: Setting {
        label: "Temperature T",
        help: "The higher, the softer the probabilities, and the more they tell of what is alike.",
    },
    distill_alpha: Setting {
        label: "Weight of soft targets α",
        help: "0 learns from labels alone, 1 from the teacher alone.",
    },
    distill_hint: Setting { label: "Hint", help: "What else it learns from, within the teacher." },
    distill_beta: Setting { label: "Weight of the hint β", help: "Too much gets in the way of the outputs." },
    distill_control: "Train the same student without a teacher",
    distill_control_help: "Learns from labels alone and is kept under “Compare”. The difference is what the teacher is worth.",

    fold_bn: CardText {
        title: "Batch-norm folding",
        what: "At inference batch norm is a linear map, so it can go into the weights and bias of the convolution before it. Up to rounding, nothing changes.",
        steps: &[
            "Fold: the batch norms are gone, accuracy stays. See the difference in speed on the MobileNet-style network.",
            "Then int8: integer arithmetic asks for folding, which is done before quantization unasked.",
        ],
    },

    cluster: CardText {
        title: "Weight sharing (clustering)",
        what: "k-means gathers the weights around a few values, and only their indices are stored, in a Huffman code. By itself no faster; together with int8 quantization the shared values become levels of the grid, and it runs in integers.",
        steps: &[
            "8 bits: 256 values in each layer. Accuracy hardly changes.",
            "5 bits: 32 values, as for the linear layers in Deep Compression.",
            "2 bits: only 4 values. Accuracy falls.",
            "2 bits with training: the 4 shared values themselves learn.",
        ],
    },
    cluster_bits: Setting { label: "Bits of an index", help: "With b bits each layer has 2 to the b values." },

    low_rank: CardText {
        title: "Low-rank approximation",
        what: "Singular value decomposition: small singular values are dropped, and a matrix becomes the product of two thin ones. For linear layers and 1×1 convolutions.",
        steps: &[
            "99% of the energy: almost the same. Only layers that get smaller are replaced.",
            "90%: lower ranks, fewer parameters and multiply-adds.",
            "60%: the approximation is coarse, and accuracy shows it.",
            "60% with training: both matrices learn again.",
        ],
    },
    low_rank_energy: Setting {
        label: "Energy kept",
        help: "The share of the squared singular values. It decides each layer's rank.",
    },
    low_rank_saving: Setting {
        label: "Least saving",
        help: "A layer whose weights would not become fewer by more than this stays whole: each one replaced adds its error.",
    },

    recipe: "Running the recipe",
    run: "Run and keep",
    stop: "Stop and keep the best so far",
    reset: "Back to the original",
    technique: |technique| match technique {
        TechniqueKind::Distill => "Distilling",
        TechniqueKind::LowRank => "Factorizing",
        TechniqueKind::Prune => "Pruning",
        TechniqueKind::FoldBn => "Folding batch norm",
        TechniqueKind::Cluster => "Clustering",
        TechniqueKind::Quantize => "Quantizing",
    },
    progress: "Progress of the recipe",
    measuring: "Measuring the result",
    measuring_before: "Measuring the original network",
    fetching: "Preparing images",
    at_step: |step, steps| format!("step {step}/{steps}"),
    loss: |loss| format!("loss {loss}"),
    nothing_on: "Switch a technique on to see size, speed and accuracy change.",
    follows: "Every change is measured at once. “Run and keep” adds the result to the comparison.",
    waits: "This trains, so it begins when you press “Run and keep”.",
    waits_behind: "This trains, so it waits for the button. The figures are not those of these settings.",
    done: "Done.",
    training_first: "Available once the training run has ended or is reset.",

    take_away: "Take it away",
    take_away_note: "Saves the network as it is now. The size shown is the length of the Karui file. Dynamic ONNX computes the same as here where images come one by one: the standard takes one range for a whole batch.",
    save_onnx: "ONNX",
    save_safetensors: "safetensors",
    save_packed: "Karui file",
    open_packed: "Open a Karui file",

    size: "Size",
    latency: "Latency",
    throughput: "Speed",
    accuracy: "Accuracy",
    macs: "Multiply-adds",
    nonzero: "Nonzero weights",
    before: "was",
    score_before: |name| format!("{name} of the original network"),
    points: |points| format!("{points} pt"),
    faster: |times| format!("×{times} faster"),
    slower: |times| format!("×{times} slower"),
    same: "±0",
    within_noise: "about same",
};
