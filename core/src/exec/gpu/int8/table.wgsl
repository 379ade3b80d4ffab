// A function of single levels as a table of its 256 results, from that of -128 on, four in a word.

@group(0) @binding(1) var<storage, read> constants: array<u32>;

fn looked_up(word: u32) -> u32 {
    // From -128 on is what is left of a level with its sign turned over.
    let places = bitcast<vec4<u32>>(unpacked(word ^ 0x80808080u)) & vec4<u32>(255u);
    let words = vec4<u32>(
        constants[places.x / 4u],
        constants[places.y / 4u],
        constants[places.z / 4u],
        constants[places.w / 4u],
    );
    return packed(bitcast<vec4<i32>>(words >> (places % vec4<u32>(4u) * 8u)));
}
