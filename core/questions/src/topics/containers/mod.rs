//! Containers.

mod code_flags;
mod code_start;
mod orders;
mod pairs;
mod pairs_commands;
mod pairs_system;
mod passage;
mod statements_commands;
mod statements_dockerfile;
mod statements_isolation;
mod statements_use;

use super::templates;

templates!(
    c2, c5, c9, c17, c19;
    statements_isolation::C11, statements_isolation::C12, statements_use::C14, statements_use::C15,
    statements_dockerfile::CS1, statements_commands::CS2, pairs::C3, pairs::C4, pairs_commands::C7, pairs_system::C10,
    pairs_system::C16, pairs_system::C18, pairs_system::CM1, orders::C1, orders::CO1, orders::CO2, orders::C6,
    code_start::C8, code_flags::C13,
    passage::CG1_1, passage::CG1_2, passage::CG1_3,
);
