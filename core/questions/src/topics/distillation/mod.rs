//! Learning from a teacher.

mod code;
mod code_tensorflow;
mod orders;
mod pairs;
mod passage;
mod statements;
mod statements_kinds;

use super::templates;

templates!(
    k1, k3, k4, k7, k8, k10;
    statements::K2, statements::K5, statements_kinds::KS1, statements_kinds::KS2, pairs::K9, orders::K11, code::K6, code_tensorflow::K6T,
    passage::KG1_1, passage::KG1_2, passage::KG1_3,
);
