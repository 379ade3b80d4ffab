use super::texts::Texts;
use karui_protocol::{DataKind, ModelKind, OptimizerKind, RunState, ScheduleKind, WeightsOrigin};
use karui_ui::Setting;

/// English.
pub static EN: Texts = Texts {
    title: "Karui 軽い: a lab for small networks",
    purpose: "Train small neural networks right on this page, and measure them",
    skip: "Skip to the bench",
    language: "Language",
    theme: "Theme",
    theme_auto: "Automatic theme",
    theme_light: "Light theme",
    theme_dark: "Dark theme",
    copy_link: "Copy link",
    link_copied: "Copied",
    copy_by_hand: "The clipboard is not available. Select this link and copy it.",
    close: "Close",
    private: "Everything is computed on this device. No drawing and no picture leaves it.",
    licence: "Karui is published under the MIT licence.",
    data_credits: "Data",
    credit_fashion: "Fashion-MNIST © Zalando SE, MIT licence",
    credit_mnist: "MNIST: Yann LeCun, Corinna Cortes, Christopher J.C. Burges, CC BY-SA 3.0",
    credit_shapes: "Shapes is drawn by Karui from the seed",

    zone_controls: "Settings",
    group_data: "Data",
    group_network: "Network",
    group_training: "Training",
    group_engine: "Computing",
    more: "More",
    data: Setting { label: "Data set", help: "What the network learns to tell apart." },
    train_size: Setting { label: "Training images", help: "More of them mean less overfitting and longer epochs." },
    model: Setting { label: "Kind of network", help: "How its layers are put together." },
    alpha: Setting {
        label: "Width multiplier α",
        help: "Every layer gets α times its channels; multiply-adds grow about as α².",
    },
    optimizer: Setting { label: "Optimizer", help: "How gradients become changes of the weights." },
    lr: Setting {
        label: "Learning rate",
        help: "How far one update moves the weights. Too large and the loss diverges; too small and nothing happens.",
    },
    schedule: Setting { label: "Learning rate schedule", help: "How the learning rate changes during the run." },
    batch: Setting {
        label: "Mini-batch size",
        help: "Images per update. Larger ones give steadier gradients and fewer updates.",
    },
    weight_decay: Setting {
        label: "Weight decay λ",
        help: "Pulls weights towards 0 and curbs overfitting. Too strong and the network underfits.",
    },
    epochs: Setting {
        label: "Epochs",
        help: "Passes over the training images. A rising validation loss is the sign of overfitting.",
    },
    seed: Setting {
        label: "Random seed",
        help: "Decides the initial weights and the order of the images. The same seed gives the same result.",
    },
    workers: Setting {
        label: "Workers",
        help: "They share each mini-batch (data parallelism). It helps up to the number of cores.",
    },
    device: Setting {
        label: "Device",
        help: "Automatic trains a few steps on CPU and GPU first and takes the faster. Without a GPU the CPU does the work.",
    },
    device_untimed: "Automatic compares CPU and GPU by the same few steps when a run begins, and shows the result here. For small networks the GPU may well be the slower one.",
    device_timed: "Training speed of the same steps, measured on this device",
    device_digits: "CPU and GPU add in different orders, and round a product and its sum once (fused multiply-add) or twice, so with the same seed the last digits of the loss differ. The difference begins with rounding and can grow from step to step.",
    device_validated: "Validation speed during a run on the GPU: both are measured at the first validation, then the faster one does it",
    device_compare: "Compare the first steps with the CPU",
    device_comparing: "The CPU does the same steps…",
    device_not_compared: "The first steps of this run were not on the GPU, so there is nothing to compare. Train from the beginning to see it.",
    device_compared: |steps, apart, cpu, gpu| {
        format!(
            "Steps compared: {steps}. Their losses differ by {apart} of the largest at most; that of the last is {cpu} on the CPU and {gpu} on the GPU."
        )
    },
    about_data: |data| match data {
        DataKind::FashionMnist => "Grey pictures of ten garments, 28×28. Shirts and coats are hard for people too.",
        DataKind::Mnist => "Grey handwritten digits, 28×28. Easy: small networks do well on them.",
        DataKind::Shapes => "Ten shapes drawn from the seed, 32×32 in colour. Nothing to download.",
    },
    about_model: |model| match model {
        ModelKind::Mlp => {
            "Puts all pixels into one row for a fully connected layer. It does not know which are neighbours."
        }
        ModelKind::Lenet => "Convolutions find small patterns, pooling shrinks the image, linear layers classify.",
        ModelKind::Mobilenet => {
            "Depthwise-separable convolutions, with 8 to 9 times fewer multiply-adds than plain ones."
        }
        ModelKind::Lenet300100 => "Fully connected layers of 300 and 100 units: a row in the tables of pruning papers.",
        ModelKind::Lenet5 => "Two 5×5 convolutions and a large linear layer: a row in the tables of pruning papers.",
        ModelKind::MobilenetV2 => {
            "Inverted residuals: each block widens its channels, convolves them depthwise and narrows them again."
        }
        ModelKind::MobilenetV3 => "Inverted residuals with squeeze-and-excite, which weighs channels, and hard-swish.",
        ModelKind::Cnn => {
            "The MobileNet style's plan with plain 3×3 convolutions, to compare accuracy and multiply-adds."
        }
    },
    about_optimizer: |optimizer| match optimizer {
        OptimizerKind::Sgd => "Steps against the gradient, as far as the learning rate says. The base of all others.",
        OptimizerKind::Momentum => {
            "Carries on in the direction of earlier gradients (factor 0.9): less zigzag in valleys."
        }
        OptimizerKind::Adam => {
            "Fits the step to each weight by mean and mean square of its gradients. Try a rate of 0.001."
        }
        OptimizerKind::AdamW => "Adam with the weight decay kept apart from the gradient. Try a rate of 0.001.",
    },
    about_schedule: |schedule| match schedule {
        ScheduleKind::Constant => "The same learning rate from start to end.",
        ScheduleKind::Step => "A tenth of it after each third of the run.",
        ScheduleKind::Cosine => "Down to zero along a cosine.",
        ScheduleKind::WarmUp => "Up from zero in the first tenth of the run, then down along a cosine.",
    },
    more_network: &[
        (
            "Convolution",
            "A small filter moves over the image and uses the same weights everywhere, so it finds a pattern wherever it lies, with few weights.",
        ),
        (
            "Depthwise-separable convolution",
            "A 3×3 convolution of each channel by itself, then a 1×1 convolution that mixes channels. Against a K×K convolution the work is about 1/output channels + 1/K².",
        ),
        (
            "Batch normalization",
            "Gives every channel mean 0 and variance 1 within a mini-batch, which steadies training. Inference uses statistics gathered while training.",
        ),
    ],
    more_training: &[
        (
            "Backpropagation",
            "The derivatives of the loss by each weight (the gradient) are computed from the output back to the input by the chain rule.",
        ),
        (
            "Cross-entropy",
            "The mean of minus the logarithm of the probability given to the right class. Guessing among ten classes gives ln 10 ≈ 2.30.",
        ),
        (
            "Validation and early stopping",
            "Early stopping ends a run when the loss on images that are not trained on no longer falls. Pausing does the same here.",
        ),
        ("Left-over images", "Images too few for a last full mini-batch are left out of that epoch."),
    ],
    more_engine: &[
        (
            "Data parallelism",
            "Each worker holds a copy of the network and takes a part of the mini-batch. Gradients are averaged in a fixed order, so the result equals that of one worker up to rounding.",
        ),
        (
            "Batch normalization and workers",
            "Its statistics are taken by each worker from its own part: only then do results differ a little from one worker's.",
        ),
        (
            "Repeatability",
            "On the CPU with one worker, the same link gives the same loss to the last digit. A GPU rounds in another order.",
        ),
    ],
    out_of_range: |low, high| format!("Enter a number from {low} to {high}."),
    adam_rate: |rate| format!("Large for Adam. Use {rate}"),

    changed_while_running: "The changed settings are used from the next run on. The one under way goes on as it is.",
    changed_after_run: "The settings have changed. The results shown belong to the network before.",
    apply_now: "Stop the run and use them",
    switch_now: "Switch",
    undo_change: "Undo the change",

    train: "Train",
    go_on: "Continue",
    train_again: "Train again",
    pause: "Pause",
    step: "One step",
    reset: "Reset",
    run_controls: "Run",
    separator: " · ",
    progress: "Progress of the run",
    run_state: |state| match state {
        RunState::Idle => "Waiting",
        RunState::Loading => "Preparing",
        RunState::Running => "Training",
        RunState::Paused => "Paused",
        RunState::Evaluating => "Validating",
        RunState::Finished => "Finished",
        RunState::Diverged => "Diverged",
    },
    engine_starting: "Starting the engine",
    engine_failed: "The engine could not be started. Start it again, or reload the page.",
    epoch: |epochs| format!("epoch {epochs}"),
    at_step: |steps| format!("step {steps}"),
    run_ahead: |steps, epoch| format!("{steps} steps ahead, {epoch} in an epoch"),
    speed: |speed| format!("{speed} img/s"),
    time_left: |time| format!("about {time} left"),
    data_arriving: |got, all| format!("Preparing data: {got} of {all}"),

    zone_scores: "Results",
    accuracy: "Accuracy",
    loss: "Loss",
    images_per_second: "Speed",
    size: "Size",
    latency: "Latency",
    params: "Parameters",
    macs: "Multiply-adds",
    held_out: "validation",
    held_out_of: |n| format!("{n} held-out images"),
    last_batch: "latest mini-batch",
    training_loss: |loss| format!("training {loss}"),
    while_training: "training",
    inference_64: "inference, 64 at a time",
    inference_1: "one at a time",
    size_of_file: "file of the weights",
    weights_origin: |origin| match origin {
        WeightsOrigin::Initial => "Untrained weights",
        WeightsOrigin::Shipped => "Shipped, trained weights",
        WeightsOrigin::Trained => "Weights trained here",
        WeightsOrigin::Restored => "Restored weights",
        WeightsOrigin::Imported => "Weights from a file",
    },
    save_weights: "Save weights",
    open_weights: "Open weights",

    zone_stage: "Stage",
    curves_title: "Learning curves",
    curves_note: "A widening gap between training and validation means overfitting.",
    samples_title: "Held-out images and predictions",
    samples_note: "These were not trained on. Choose one to see each layer's response under “Weights”.",
    confusion_title: "Confusion matrix",
    per_class_title: "Accuracy by class",
    worst_title: "The worst mistakes",
    worst_note: "Those whose true class got the lowest probability come first.",
    layers_title: "The network",
    filters_title: "Weights of the first layer",
    filters_note: "Each shows the pattern in the input that it responds to.",
    activations_title: "Output of a layer",
    activations_note: "How each channel responds to the chosen image.",
    layer: "Layer",
    image: "Image",
    held_out_image: |index| format!("Held-out image {index}"),
    draw_title: |data| match data {
        DataKind::FashionMnist => "Draw a garment",
        DataKind::Mnist => "Draw a digit",
        DataKind::Shapes => "Draw a shape",
    },
    draw_note: "The network as it is now classifies while you draw. Or drop a picture file.",

    link_problems: "Parts of the link could not be read. Those settings have their defaults.",
    link_unknown: |name| format!("{name}: there is no such setting."),
    dismiss: "Dismiss this notice",
    checkpoint_title: "A run was interrupted",
    checkpoint_text: |model, data, done, when| {
        format!("{model}, {data}, {done} done, stored {when}. A new run overwrites it.")
    },
    checkpoint_restore: "Go on from there",
    checkpoint_discard: "Discard it",
    reload: "Reload",
    restart_engine: "Restart the engine",
    part_awaited: "Loading…",
    part_failed: "This part did not arrive. Check the connection and try again; trained weights are not lost.",
    try_again: "Try again",
};
