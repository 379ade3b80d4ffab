//! Light convolutions.

mod code;
mod layers;
mod pairs;
mod statements;
mod statements_v3;

use super::templates;

templates!(
    m1, m2, m3, m4, m5, m7, m8, m9, m12;
    statements::M6, statements::MS1, statements_v3::MS2, pairs::M11, pairs::M13, code::M10,
);
