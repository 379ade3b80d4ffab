//! Which questions belong to which lesson of the course.

/// The lessons, by their names in `www/lessons/course.toml`, and the templates that ask for what each teaches.
pub static LESSONS: &[(&str, &[&str])] = &[
    ("why-small", &["Q6", "QG1-1", "K10"]),
    ("how-measured", &["M12", "Q17", "P10"]),
    (
        "training-loop",
        &[
            "L3", "L4", "L4t", "L5", "L6", "L7", "L8", "L8w", "L9", "L10", "L11", "L12", "L14", "L15", "L16", "L17",
            "LS1", "LG1-1", "LG1-2", "LG1-3",
        ],
    ),
    ("dynamic-and-static-graphs", &["L1", "L2", "L13", "L4t"]),
    ("what-a-library-does", &["L7", "L8", "L13", "L14"]),
    ("autograd-by-hand", &["L6", "L5", "L13"]),
    ("libraries-and-times", &["L2", "L1"]),
    ("from-file-to-phone", &["L15", "L9"]),
    (
        "depthwise-separable",
        &[
            "M1", "M2", "M3", "M8", "M10", "M10t", "M11", "M12", "MS1", "MX1-1", "MX1-2", "MX1-3", "MG1-1", "MG1-2",
            "MG1-3",
        ],
    ),
    ("alpha-rho", &["M4", "M5"]),
    ("inverted-residual", &["M6", "M7", "M13"]),
    ("mobilenet-v3", &["M9", "MS2", "M13"]),
    ("quantization-grid", &["Q1", "Q2", "Q3", "Q5", "Q15", "Q18", "QS2", "QX1-1", "QX1-2", "QX1-3"]),
    ("quantization-after-training", &["Q8", "Q10", "Q13", "QS1", "QG1-1", "QG1-2", "QG1-3"]),
    ("per-channel", &["Q4", "Q7", "QS2"]),
    ("quantization-aware-training", &["Q9", "Q16", "Q16t", "QS1"]),
    ("few-bits", &["Q11", "Q14", "Q14n", "Q6", "QS3"]),
    ("why-int8-is-fast", &["Q17", "Q5", "A2"]),
    ("soft-targets", &["K1", "K2", "K7", "K5", "KG1-1", "KG1-2", "KG1-3"]),
    ("distillation-loss", &["K3", "K4", "K6", "K6t", "K8", "KS1"]),
    ("distillation-control", &["K11", "K10", "K5"]),
    ("feature-distillation", &["K9", "KS2"]),
    ("pruning-importance", &["P2", "P3", "P9", "P11", "P16", "P16t", "P17"]),
    ("pruning-structured", &["P5", "P6", "P10", "P14", "PS1", "PG1-1", "PG1-2", "PG1-3"]),
    ("pruning-two-four", &["P4", "P4b"]),
    ("pruning-iterative", &["P1", "P7", "P7r", "P12", "PS2"]),
    ("lottery-ticket", &["P8", "PS3"]),
    ("deep-compression", &["P13", "P15", "Q12"]),
    ("recipe-order", &["P12", "P15"]),
    ("pareto", &["K10", "M5"]),
    ("fit-a-budget", &["Q6", "M5"]),
    ("why-several-machines", &["D1", "DM2", "D16", "DG1-1", "DG1-2", "DG1-3"]),
    ("data-parallel", &["D2", "D3", "D4", "D17", "D17t", "D18", "D21", "DX1-1", "DX1-2", "DX1-3"]),
    ("asynchronous", &["D5", "D6", "D8", "D14", "D19", "DS1"]),
    ("ring-all-reduce", &["D7", "D9", "DM1", "DO1", "DS2"]),
    ("pipeline-parallel", &["D10", "D15", "D22"]),
    ("tensor-parallel", &["D11", "D13"]),
    ("memory-zero", &["D12", "DS2"]),
    ("speed-up-laws", &["D16", "D20", "A11"]),
    (
        "federated-learning",
        &[
            "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F9", "F10", "FC1", "FC1t", "FM1", "FS1", "FG1-1", "FG1-2",
            "FG1-3",
        ],
    ),
    ("federated-privacy", &["F8", "F11"]),
    ("simd-simt", &["A1", "A2", "A3", "A5", "AS1", "A6", "AG1-1", "AG1-2", "AG1-3"]),
    ("tiles-roofline", &["A7", "A8", "A9", "A10", "A18", "A19", "AM1", "AS2", "AX1-1", "AX1-2", "AX1-3"]),
    ("tpu-systolic", &["A12", "A13", "A14", "A15"]),
    ("cuda-opencl-webgpu", &["A4", "A16", "A17", "AC1", "AO1", "AS3"]),
    ("why-containers", &["C2", "C15", "C3", "CG1-1", "CG1-2", "CG1-3"]),
    ("three-virtualizations", &["C1", "CM1", "CO1", "C2"]),
    ("image-and-layers", &["C9", "C17", "C19"]),
    ("dockerfile-and-cache", &["C4", "C5", "C6", "CS1"]),
    ("running-containers", &["C8", "C10", "C11", "C12", "C13", "C14"]),
    ("registries-and-orchestration", &["C7", "C16", "C18", "CO2", "CS2"]),
];

/// The lessons that teach what a template asks for, the one that it belongs to most first.
pub fn of_template(id: &str) -> impl Iterator<Item = &'static str> {
    LESSONS.iter().filter(move |(_, ids)| ids.contains(&id)).map(|(lesson, _)| *lesson)
}
