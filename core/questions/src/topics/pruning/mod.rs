//! Weights and channels that go.

mod code;
mod code_tensorflow;
mod network;
mod orders;
mod pairs;
mod passage;
mod statements;
mod statements_methods;

use super::templates;

templates!(
    p1, p2, p3, p4, p4_bytes, p5, p6, p7, p7_rounds, p9, p13, p17;
    statements::P10, statements::PS1, statements_methods::PS2, statements_methods::PS3, pairs::P11, pairs::P14, orders::P8, orders::P12,
    orders::P15, code::P16, code_tensorflow::P16T,
    passage::PG1_1, passage::PG1_2, passage::PG1_3,
);
