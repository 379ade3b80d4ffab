//! GPUs and their like.

mod code;
mod orders;
mod pairs;
mod passage;
mod scene;
mod statements_devices;
mod statements_programming;
mod statements_speed;

use super::templates;

templates!(
    a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a14, a15, a17, a18, a19;
    pairs::A1, pairs::A16, pairs::AM1, statements_devices::A13, statements_devices::AS1, statements_speed::AS2,
    statements_programming::AS3, orders::AO1, code::AC1,
    passage::AG1_1, passage::AG1_2, passage::AG1_3, scene::AX1_1, scene::AX1_2, scene::AX1_3,
);
