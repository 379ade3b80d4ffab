//! Federated learning.

mod code;
mod orders;
mod pairs;
mod statements;

use super::templates;

templates!(
    f1, f2, f3, f4, f6, f10;
    statements::F5, statements::F7, statements::F8, statements::FS1, pairs::FM1, orders::F9, code::FC1,
);
