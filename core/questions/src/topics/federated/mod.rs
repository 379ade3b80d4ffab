//! Federated learning.

mod code;
mod code_tensorflow;
mod orders;
mod pairs;
mod passage;
mod statements_data;
mod statements_privacy;

use super::templates;

templates!(
    f1, f2, f3, f4, f6, f10, f11;
    statements_data::F5, statements_data::F7, statements_privacy::F8, statements_privacy::FS1, pairs::FM1, orders::F9,
    code::FC1, code_tensorflow::FC1T,
    passage::FG1_1, passage::FG1_2, passage::FG1_3,
);
