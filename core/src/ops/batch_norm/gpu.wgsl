// Batch normalization of x [ALL, C], of which a dispatch sees a slice [M, C]. Channels are in V, one or four, neighbours on
// neighbouring ones. Sums over rows in two levels: PARTS invocations for each channel sum every PARTS-th row, then one sums
// the parts. Half an operation per byte: every kernel here waits for memory.
//
// Sums of squares are of x minus the batch's first row, which lies among the data, so that nothing cancels where the mean is
// far from zero (Chan, Golub and LeVeque 1983, "Algorithms for Computing the Sample Variance", §3).
//
// Statistics are 32 bits wide whatever is stored, and so is the arithmetic: a variance may lie beyond halves, and there is
// little of it.

override ACT: u32 = 0u;
override ADD: bool = false;
override EPS: f32 = 1e-5;
override MOMENTUM: f32 = 0.1;

@group(0) @binding(0) var<storage, read> x: array<V>;
// In `forward_sums`: x of the first slice.
@group(0) @binding(1) var<storage, read> origin: array<V>;
// Elsewhere: γ, then β.
@group(0) @binding(1) var<storage, read> scale_shift: array<V>;
// The batch's mean, then its 1/σ; in inference the running mean and variance.
@group(0) @binding(2) var<storage, read> statistics: array<F>;
// Partial sums [PARTS, 2, C]; in `backward_input`, dγ, then dβ.
@group(0) @binding(3) var<storage, read> sums: array<F>;
@group(0) @binding(4) var<storage, read> dy: array<V>;
@group(0) @binding(5) var<storage, read> y: array<V>;
@group(0) @binding(6) var<storage, read_write> result: array<V>;
// The running mean, then the running variance.
@group(0) @binding(7) var<storage, read_write> running: array<F>;

// Rows that an invocation of a kernel without sums goes through.
const STRIP = 4u;

// Σ (x − x₀) and Σ (x − x₀)² of a part's rows.
@compute @workgroup_size(64)
fn forward_sums(@builtin(global_invocation_id) id: vec3<u32>) {
    let c = id.x % s.C;
    let part = id.x / s.C;
    if part >= s.PARTS {
        return;
    }
    let zero = F(origin[c]);
    var sum = F();
    var squares = F();
    for (var row = part; row < s.M; row += s.PARTS) {
        let d = F(x[row * s.C + c]) - zero;
        sum += d;
        squares += d * d;
    }
    let at = (s.FIRST + part) * 2u * s.C + c;
    result[at] = V(sum);
    result[at + s.C] = V(squares);
}

// Mean and 1/σ of the batch, and the running statistics moved towards them (the variance without bias).
@compute @workgroup_size(64)
fn forward_statistics(@builtin(global_invocation_id) id: vec3<u32>) {
    let c = id.x;
    if c >= s.C {
        return;
    }
    var sum = F();
    var squares = F();
    for (var part = 0u; part < s.PARTS; part += 1u) {
        sum += sums[part * 2u * s.C + c];
        squares += sums[(part * 2u + 1u) * s.C + c];
    }
    let offset = sum / f32(s.ALL);
    let mean = F(x[c]) + offset;
    let variance = max(squares / f32(s.ALL) - offset * offset, F());
    result[c] = V(mean);
    result[s.C + c] = V(1.0 / sqrt(variance + EPS));
    let unbiased = variance * select(1.0, f32(s.ALL) / f32(max(s.ALL, 2u) - 1u), s.ALL > 1u);
    running[c] += MOMENTUM * (mean - running[c]);
    running[s.C + c] += MOMENTUM * (unbiased - running[s.C + c]);
}

@compute @workgroup_size(64)
fn normalize(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let place = (id.y * groups.x + id.x) * 64u + lane;
    let c = place % s.C;
    let mean = statistics[c];
    let inv_std = statistics[s.C + c];
    let scale = F(scale_shift[c]);
    let shift = F(scale_shift[s.C + c]);
    let first = place / s.C * STRIP;
    for (var row = first; row < min(first + STRIP, s.M); row += 1u) {
        let i = row * s.C + c;
        result[i] = V(activate(ACT, (F(x[i]) - mean) * inv_std * scale + shift));
    }
}

@compute @workgroup_size(64)
fn normalize_running(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let place = (id.y * groups.x + id.x) * 64u + lane;
    let c = place % s.C;
    let mean = statistics[c];
    let deviation = sqrt(statistics[s.C + c] + EPS);
    let scale = F(scale_shift[c]);
    let shift = F(scale_shift[s.C + c]);
    let first = place / s.C * STRIP;
    for (var row = first; row < min(first + STRIP, s.M); row += 1u) {
        let i = row * s.C + c;
        result[i] = V(activate(ACT, (F(x[i]) - mean) / deviation * scale + shift));
    }
}

fn d_output(i: u32) -> F {
    if ACT == 0u {
        return F(dy[i]);
    }
    return F(dy[i]) * slope(ACT, F(y[i]));
}

// Σ dy·x̂ and Σ dy of a part's rows.
@compute @workgroup_size(64)
fn backward_sums(@builtin(global_invocation_id) id: vec3<u32>) {
    let c = id.x % s.C;
    let part = id.x / s.C;
    if part >= s.PARTS {
        return;
    }
    let mean = statistics[c];
    let inv_std = statistics[s.C + c];
    var d_scale = F();
    var d_shift = F();
    for (var row = part; row < s.M; row += s.PARTS) {
        let i = row * s.C + c;
        let d = d_output(i);
        d_scale += d * ((F(x[i]) - mean) * inv_std);
        d_shift += d;
    }
    result[part * 2u * s.C + c] = V(d_scale);
    result[(part * 2u + 1u) * s.C + c] = V(d_shift);
}

// dx = γ/σ · (dy − (dβ + x̂·dγ)/M) (Ioffe and Szegedy 2015, §3).
@compute @workgroup_size(64)
fn backward_input(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let place = (id.y * groups.x + id.x) * 64u + lane;
    let c = place % s.C;
    let mean = statistics[c];
    let inv_std = statistics[s.C + c];
    let factor = F(scale_shift[c]) * inv_std;
    let d_scale = sums[c];
    let d_shift = sums[s.C + c];
    let first = place / s.C * STRIP;
    for (var row = first; row < min(first + STRIP, s.M); row += 1u) {
        let i = row * s.C + c;
        let dx = factor * (d_output(i) - (d_shift + (F(x[i]) - mean) * inv_std * d_scale) / f32(s.ALL));
        if ADD {
            result[i] += V(dx);
        } else {
            result[i] = V(dx);
        }
    }
}
