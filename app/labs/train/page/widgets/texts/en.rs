use super::Texts;

/// English.
pub static EN: Texts = Texts {
    curves: "Learning curves",
    loss: "Loss",
    accuracy: "Accuracy",
    rate: "Learning rate",
    train: "train",
    valid: "validation",
    epochs: "epochs",
    steps: "steps",
    step_and_epoch: |step, epoch| format!("Step {step} (epoch {epoch})"),
    no_curve: "Start training, and the learning curves are drawn here.",
    close_view: "Closer, without the first tenth",
    smoothing: "Pale: as recorded (in a long run the mean of a few steps). Dark: its exponential moving average (the past weighs 0.85). Validation: on images that were not trained on. The left and right arrow keys read the values of a step.",

    no_images: "Images appear here once they are loaded.",
    no_mistakes: "No image was misclassified.",
    tile: |label, guess, p| {
        if label == guess {
            format!("{label}, correctly taken for {guess} (probability {p})")
        } else {
            format!("{label}, wrongly taken for {guess} (probability {p})")
        }
    },
    really: |label| format!("is {label}"),

    confusion_caption: "Confusion matrix: a row for each class, a column for what it was taken for. Numbers count images; the colour is the (root of the) share of the row.",
    confusion_corner: "is \\ taken for",
    confusion_hint: "Choose a cell to read what was taken for what. The arrow keys move.",
    rightly: |label, count, total, share| {
        format!("{count} of {total} images of “{label}” ({share}) were classified correctly.")
    },
    confused: |label, guess, count, total, share| {
        format!("{count} of {total} images of “{label}” ({share}) were taken for “{guess}”.")
    },
    per_class: "Accuracy of each class",
    accuracy_of: |label| format!("Accuracy on “{label}”"),

    maps: |n| format!("{n} maps"),
    show_all: |n| format!("Show all {n}"),
    zero_is_neutral: "0 has the neutral colour; one scale for all",
    rgb_groups: "Three together are one filter: its red, green and blue part.",
    no_filters: "The first layer's filters appear here once there are weights.",
    no_activations: "Choose an image and a layer to see what the layer makes of it.",
    input_image: "input image",

    layers: "Layers",
    layer: "Layer",
    output: "Output H×W×C",
    params: "Parameters",
    macs: "Multiply-adds",
    bytes: "Size",
    time: "Time",
    whole_network: "Whole network",
    table_hint: "A number opens to its formula or its measurement. All for one image; bars are shares of the whole.",
    measure: "Measure times",
    drawing: "Drawing of the network; the arrow keys choose a layer",
    drawing_scale: "A box's height and depth are its output's height and width, its thickness the channels. A slim bar is a vector; its length is the root of its features. Thin plates are batch norms and activations.",

    pad: "Drawing pad. If you cannot draw, choose one of the images below or a file",
    pad_hint: "Draw here, or drop a picture",
    undo: "Undo",
    clear: "Clear",
    open_picture: "Open a picture",
    offer: "Instead of drawing, put a held-out image on the pad:",
    put_on_pad: |label| format!("Put an image of {label} on the pad"),
    seen: "what the network sees",
    no_prediction: "Draw to see a prediction",
};
