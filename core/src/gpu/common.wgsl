// Before every kernel. Bindings: 0 … 5 what is read, 6 and 7 what is written, 8 the step's numbers, 9 the kernel's sizes where
// they are no constants. Kernels know their sizes as `s.NAME`: see `Shader` in kernel.rs.
//
// T is how a number is stored, f32 or f16 (HALF), V is one T or four neighbours, F as many in 32 bits, U and B as many whole
// numbers and truth values. What waits for memory computes in F, which rounds nothing but what is stored. The product in tiles
// multiplies in T, which GPUs do twice as fast in halves.

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
