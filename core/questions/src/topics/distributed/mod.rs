//! Training on several workers.

mod code;
mod code_tensorflow;
mod orders;
mod pairs;
mod passage;
mod scene;
mod statements_parallel;
mod statements_updates;

use super::templates;

templates!(
    d2, d3, d4, d5, d6, d7, d8, d9, d10, d11, d12, d13, d15, d16, d19, d20, d21, d22;
    statements_parallel::D1, statements_parallel::D18, statements_updates::DS1, statements_updates::DS2, pairs::DM1,
    pairs::DM2, orders::D14, orders::DO1, code::D17, code_tensorflow::D17T,
    passage::DG1_1, passage::DG1_2, passage::DG1_3, scene::DX1_1, scene::DX1_2, scene::DX1_3,
);
