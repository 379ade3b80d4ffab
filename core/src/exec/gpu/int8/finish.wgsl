// How layers with weights end. For each word of output channels four biases, into which the input's zero point went, and
// four multipliers.
@group(0) @binding(2) var<storage, read> constants: array<vec4<u32>>;

fn finished(sums: vec4<i32>, word: u32) -> u32 {
    let values = requantize(sums + bitcast<vec4<i32>>(constants[2u * word]), constants[2u * word + 1u], s.SHIFT);
    return packed(within(values, s.Y_ZERO, s.LEAST, s.GREATEST));
}
