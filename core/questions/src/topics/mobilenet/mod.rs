//! Light convolutions.

mod code;
mod code_tensorflow;
mod layers;
mod pairs;
mod passage;
mod scene;
mod statements;
mod statements_v3;

use super::templates;

templates!(
    m1, m2, m3, m4, m5, m7, m8, m9, m12;
    statements::M6, statements::MS1, statements_v3::MS2, pairs::M11, pairs::M13, code::M10, code_tensorflow::M10T,
    passage::MG1_1, passage::MG1_2, passage::MG1_3, scene::MX1_1, scene::MX1_2, scene::MX1_3,
);
