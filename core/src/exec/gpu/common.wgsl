// Before every kernel. Bindings: 0 … 5 what is read, 6 and 7 what is written, 8 the step's numbers, 9 the kernel's sizes where
// they are no constants. Kernels know their sizes as `s.NAME`: see `Shader` in kernel.rs.
//
// T is how a number is stored, f32 or f16 (HALF), V is one T or four neighbours, F as many in 32 bits, U and B as many whole
// numbers and truth values. Products are made in T. Sums are made in F: of single products, or of pieces of a few that were
// summed in T, where halves are multiplied twice as fast as that. With u = 2⁻¹¹, what a half is rounded by, a product of two
// stored numbers is off by 2·u²/3 (mean squares, relative to it) because they are stored; the roundings in a piece of four,
// its products' and its three sums', add (4 + 2 + 3 + 4)/4·u²/3 to each: 1.6 times as much again, in a piece of 16 it would
// be 4.7 times.

// What changes from step to step; `Factors` in train/optimizer.rs says what the optimizer's mean.
struct Step {
    // The state of the step's random numbers, low half first.
    rng: vec2<u32>,
    // Where in the report the loss goes.
    slot: u32,
    smoothing: f32,
    rate: f32,
    decay: f32,
    shrink: f32,
    inv_root: f32,
}
@group(0) @binding(8) var<uniform> now: Step;

// The place of this invocation in a list that workgroups of 256 walk; a dimension has at most 65,535 of them.
fn place(group: vec3<u32>, groups: vec3<u32>, lane: u32) -> u32 {
    return (group.y * groups.x + group.x) * 256u + lane;
}
