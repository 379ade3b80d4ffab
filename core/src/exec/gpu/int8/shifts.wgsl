// dot.wgsl for WGSL without `packed_4x8_integer_dot_product`, and for adapters without an instruction for it: each word is
// taken apart once and meets eight others.

alias Inner = vec4<i32>;
struct Columns {
    x: vec4<i32>,
    y: vec4<i32>,
    z: vec4<i32>,
    w: vec4<i32>,
}

fn inner_of(word: u32) -> Inner {
    return unpacked(word);
}

fn columns_of(words: vec4<u32>) -> Columns {
    return Columns(unpacked(words.x), unpacked(words.y), unpacked(words.z), unpacked(words.w));
}

fn dots(a: Inner, b: Columns) -> vec4<i32> {
    return vec4<i32>(dot(a, b.x), dot(a, b.y), dot(a, b.z), dot(a, b.w));
}
