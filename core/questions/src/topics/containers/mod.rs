//! Containers.

mod code;
mod orders;
mod pairs;
mod statements;

use super::templates;

templates!(
    c2, c5, c9, c17, c19;
    statements::C11, statements::C12, statements::C14, statements::C15, statements::CS1, pairs::C3, pairs::C4,
    pairs::C7, pairs::C10, pairs::C16, pairs::C18, pairs::CM1, orders::C1, orders::CO1, orders::CO2, orders::C6,
    code::C8, code::C13,
);
