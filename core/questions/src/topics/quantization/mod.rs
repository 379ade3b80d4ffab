//! Numbers of few bits.

mod pairs;
mod statements;

use super::templates;

templates!(q1, q2, q6; pairs::Q8, statements::Q17);
