// Before every kernel of 8-bit integers. Activations are N H W C with channels filled up to fours; a word holds four
// neighbouring ones as signed bytes, the first lowest. What lies in the filled-up channels means nothing.

fn unpacked(word: u32) -> vec4<i32> {
    // Each byte where it lies, then divided by a power of two, which is exact: SwiftShader shifts vectors one value at a time.
    // All bytes but the highest get their sign by an offset, and 1.5 · 2^23 + n has n in its low bits: browsers guard a
    // conversion to i32 with comparisons.
    let masks = vec4<u32>(0xffu, 0xff00u, 0xff0000u, 0xff000000u);
    let bytes = bitcast<vec4<i32>>(vec4<u32>(word ^ 0x808080u) & masks);
    let levels = vec4<f32>(bytes) * vec4<f32>(0x1p0, 0x1p-8, 0x1p-16, 0x1p-24) + 12582912.0;
    return bitcast<vec4<i32>>(levels) - vec4<i32>(0x4b400080, 0x4b400080, 0x4b400080, 0x4b400000);
}

fn packed(levels: vec4<i32>) -> u32 {
    let bytes = (bitcast<vec4<u32>>(levels) & vec4<u32>(255u)) << vec4<u32>(0u, 8u, 16u, 24u);
    return bytes.x | bytes.y | bytes.z | bytes.w;
}

// `requantize` of core/src/int8/mod.rs: (acc · multiplier + 2^(shift−1)) >> shift, exact, in halves of 32 bits. Multipliers
// are below 2^31 and shifts 1 … 62. What has no room in 32 bits becomes the nearest number that has.
fn requantize(acc: vec4<i32>, multiplier: vec4<u32>, shift: u32) -> vec4<i32> {
    let ones = vec4<u32>(0xffffu);
    let bits = vec4<u32>(16u);
    let a = bitcast<vec4<u32>>(acc);
    // The product of unsigned numbers, from 16-bit halves.
    let outer = (a & ones) * (multiplier & ones);
    let first = (a >> bits) * (multiplier & ones) + (outer >> bits);
    let second = (a & ones) * (multiplier >> bits) + (first & ones);
    var high = (a >> bits) * (multiplier >> bits) + (first >> bits) + (second >> bits);
    // A negative sum was read as one that is 2^32 more.
    high -= select(vec4<u32>(), multiplier, acc < vec4<i32>());
    let product = a * multiplier;
    let at = shift - 1u;
    let low = product + select(0u, 1u << (at & 31u), at < 32u);
    high += select(vec4<u32>(), vec4<u32>(1u), low < product) + select(1u << (at & 31u), 0u, at < 32u);
    let top = bitcast<vec4<i32>>(high);
    if shift >= 32u {
        return top >> vec4<u32>(shift - 32u);
    }
    let result = bitcast<vec4<i32>>((high << vec4<u32>(32u - shift)) | (low >> vec4<u32>(shift)));
    let most = select(vec4<i32>(0x7fffffff), vec4<i32>(-0x7fffffff), top < vec4<i32>());
    return select(most, result, (top >> vec4<u32>(shift)) == (result >> vec4<u32>(31u)));
}

// The levels of what was rescaled, kept between two bounds. Bounds beyond all levels let the zero point be added without
// an overflow.
fn within(values: vec4<i32>, zero: u32, least: u32, greatest: u32) -> vec4<i32> {
    let levels = clamp(values, vec4<i32>(-1024), vec4<i32>(1024)) + vec4<i32>(bitcast<i32>(zero));
    return clamp(levels, vec4<i32>(bitcast<i32>(least)), vec4<i32>(bitcast<i32>(greatest)));
}

fn level(values: vec4<i32>, zero: u32) -> u32 {
    return packed(within(values, zero, 0xffffff80u, 127u));
}
