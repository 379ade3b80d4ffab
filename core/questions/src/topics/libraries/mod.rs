//! Deep-learning libraries.

mod code;
mod code_tensorflow;
mod orders;
mod pairs;
mod passage;
mod statements;
mod statements_tensors;

use super::templates;

templates!(
    l5, l6, l7, l8, l8_weights, l10, l11, l14, l16, l17;
    statements::L1, statements::L9, statements_tensors::L13, statements_tensors::LS1, pairs::L2, pairs::L12, orders::L3, orders::L15,
    code::L4, code_tensorflow::L4T,
    passage::LG1_1, passage::LG1_2, passage::LG1_3,
);
