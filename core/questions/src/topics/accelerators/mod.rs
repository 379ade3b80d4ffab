//! GPUs and their like.

mod code;
mod orders;
mod pairs;
mod statements;

use super::templates;

templates!(
    a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a14, a15, a17, a18;
    pairs::A1, pairs::A16, pairs::AM1, statements::A13, statements::AS1, statements::AS2, orders::AO1, code::AC1,
);
