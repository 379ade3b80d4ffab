//! Training on several workers.

mod code;
mod orders;
mod pairs;
mod statements;

use super::templates;

templates!(
    d2, d3, d4, d5, d6, d7, d8, d9, d10, d11, d12, d13, d15, d16, d19, d20;
    statements::D1, statements::D18, statements::DS1, statements::DS2, pairs::DM1, pairs::DM2,
    orders::D14, orders::DO1, code::D17,
);
