//! Learning from a teacher.

mod code;
mod orders;
mod pairs;
mod statements;
mod statements_kinds;

use super::templates;

templates!(
    k1, k3, k4, k7, k8, k10;
    statements::K2, statements::K5, statements_kinds::KS1, statements_kinds::KS2, pairs::K9, orders::K11, code::K6,
);
