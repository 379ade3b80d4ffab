// Poolings of 8-bit integers: one invocation per word, neighbours on neighbouring channels. Four operations or fewer per byte.
// A global mean has the window of the whole picture. With maxima, TABLE says whether their levels go to another grid by
// table.wgsl's table; with means, MULTIPLIERS is how many multipliers `constants` holds: one, or
// none where input and output are on one grid.

@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(6) var<storage, read_write> y: array<u32>;

@compute @workgroup_size(256)
fn most(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= s.N * s.OH * s.OW * s.C {
        return;
    }
    let position = at / s.C;
    var best = vec4<i32>(-128);
    for (var i = 0u; i < s.KH; i += 1u) {
        for (var j = 0u; j < s.KW; j += 1u) {
            let h = position / s.OW % s.OH * s.SH + i - s.PT;
            let w = position % s.OW * s.SW + j - s.PL;
            if h < s.H && w < s.W {
                best = max(best, unpacked(x[((position / (s.OH * s.OW) * s.H + h) * s.W + w) * s.C + at % s.C]));
            }
        }
    }
    let word = packed(best);
    if s.TABLE == 1u {
        y[at] = looked_up(word);
    } else {
        y[at] = word;
    }
}

@compute @workgroup_size(256)
fn mean(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = place(id, groups, lane);
    if at >= s.N * s.OH * s.OW * s.C {
        return;
    }
    let position = at / s.C;
    let count = i32(s.KH * s.KW);
    let zero = bitcast<i32>(s.X_ZERO);
    var sum = vec4<i32>();
    for (var i = 0u; i < s.KH * s.KW; i += 1u) {
        sum += unpacked(x[(position * s.KH * s.KW + i) * s.C + at % s.C]);
    }
    if s.MULTIPLIERS == 0u {
        // Halves away from zero.
        y[at] = level((sum + sign(sum) * (count / 2)) / count, 0u);
        return;
    }
    y[at] = level(requantize(sum - count * zero, vec4<u32>(constants[0]), s.SHIFT), s.Y_ZERO);
}
