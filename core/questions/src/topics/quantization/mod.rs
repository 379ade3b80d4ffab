//! Numbers of few bits.

mod code;
mod code_tensorflow;
mod pairs;
mod passage;
mod scene;
mod statements;
mod statements_grids;

use super::templates;

templates!(
    q1, q2, q3, q4, q5, q6, q7, q9, q10, q11, q12, q13, q14, q15, q18;
    statements::Q17, statements::QS1, statements_grids::QS2, statements_grids::QS3, pairs::Q8, pairs::Q14, code::Q16, code_tensorflow::Q16T,
    passage::QG1_1, passage::QG1_2, passage::QG1_3, scene::QX1_1, scene::QX1_2, scene::QX1_3,
);
