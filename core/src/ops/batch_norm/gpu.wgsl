// Batch normalization of x [M, C]. Sums over M in two levels: 16 channels × 16 lanes sum CHUNK rows, then one invocation
// per channel sums the PARTS. Half an operation per byte: every kernel here waits for memory.
//
// Sums of squares are of x minus its first row, which lies among the data, so that nothing cancels where the mean is far
// from zero (Chan, Golub and LeVeque 1983, "Algorithms for Computing the Sample Variance", §3).

override ACT: u32 = 0u;
override ADD: bool = false;
override M: u32 = 1u;
override C: u32 = 1u;
override CHUNK: u32 = 1u;
override PARTS: u32 = 1u;
override EPS: f32 = 1e-5;
override MOMENTUM: f32 = 0.1;

@group(0) @binding(0) var<storage, read> x: array<f32>;
// γ, then β.
@group(0) @binding(1) var<storage, read> scale_shift: array<f32>;
// The batch's mean, then its 1/σ; in inference the running mean and variance.
@group(0) @binding(2) var<storage, read> statistics: array<f32>;
// Partial sums [PARTS, 2, C]; in `backward_input`, dγ, then dβ.
@group(0) @binding(3) var<storage, read> sums: array<f32>;
@group(0) @binding(4) var<storage, read> dy: array<f32>;
@group(0) @binding(5) var<storage, read> y: array<f32>;
@group(0) @binding(6) var<storage, read_write> result: array<f32>;
// The running mean, then the running variance.
@group(0) @binding(7) var<storage, read_write> running: array<f32>;

var<workgroup> pairs: array<vec2<f32>, 256>;

fn total(lane: u32, part: u32, c: u32, mine: vec2<f32>) {
    pairs[lane] = mine;
    for (var half = 128u; half >= 16u; half /= 2u) {
        workgroupBarrier();
        if lane < half {
            pairs[lane] += pairs[lane + half];
        }
    }
    if lane < 16u && c < C {
        result[part * 2u * C + c] = pairs[lane].x;
        result[(part * 2u + 1u) * C + c] = pairs[lane].y;
    }
}

// Σ (x − x₀) and Σ (x − x₀)² of CHUNK rows.
@compute @workgroup_size(256)
fn forward_sums(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let c = id.x * 16u + lane % 16u;
    var mine = vec2<f32>();
    if c < C {
        let end = min(M, (id.y + 1u) * CHUNK);
        for (var row = id.y * CHUNK + lane / 16u; row < end; row += 16u) {
            let d = x[row * C + c] - x[c];
            mine += vec2<f32>(d, d * d);
        }
    }
    total(lane, id.y, c, mine);
}

fn sum_of_parts(c: u32) -> vec2<f32> {
    var both = vec2<f32>();
    for (var part = 0u; part < PARTS; part += 1u) {
        both += vec2<f32>(sums[part * 2u * C + c], sums[(part * 2u + 1u) * C + c]);
    }
    return both;
}

// Mean and 1/σ of the batch, and the running statistics moved towards them (the variance without bias).
@compute @workgroup_size(64)
fn forward_statistics(@builtin(global_invocation_id) id: vec3<u32>) {
    let c = id.x;
    if c >= C {
        return;
    }
    let both = sum_of_parts(c) / f32(M);
    let mean = x[c] + both.x;
    let variance = max(both.y - both.x * both.x, 0.0);
    result[c] = mean;
    result[C + c] = 1.0 / sqrt(variance + EPS);
    let unbiased = select(variance, variance * (f32(M) / f32(max(M, 2u) - 1u)), M > 1u);
    running[c] += MOMENTUM * (mean - running[c]);
    running[C + c] += MOMENTUM * (unbiased - running[C + c]);
}

@compute @workgroup_size(256)
fn normalize(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i >= M * C {
        return;
    }
    let c = i % C;
    let normalized = (x[i] - statistics[c]) * statistics[C + c];
    result[i] = activate(ACT, normalized * scale_shift[c] + scale_shift[C + c]);
}

@compute @workgroup_size(256)
fn normalize_running(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i >= M * C {
        return;
    }
    let c = i % C;
    let normalized = (x[i] - statistics[c]) / sqrt(statistics[C + c] + EPS);
    result[i] = activate(ACT, normalized * scale_shift[c] + scale_shift[C + c]);
}

fn d_output(i: u32) -> f32 {
    if ACT == 0u {
        return dy[i];
    }
    return dy[i] * slope(ACT, y[i]);
}

fn normalized_at(i: u32, c: u32) -> f32 {
    return (x[i] - statistics[c]) * statistics[C + c];
}

// Σ dy·x̂ and Σ dy of CHUNK rows.
@compute @workgroup_size(256)
fn backward_sums(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let c = id.x * 16u + lane % 16u;
    var mine = vec2<f32>();
    if c < C {
        let end = min(M, (id.y + 1u) * CHUNK);
        for (var row = id.y * CHUNK + lane / 16u; row < end; row += 16u) {
            let i = row * C + c;
            let d = d_output(i);
            mine += vec2<f32>(d * normalized_at(i, c), d);
        }
    }
    total(lane, id.y, c, mine);
}

// dx = γ/σ · (dy − (dβ + x̂·dγ)/M) (Ioffe and Szegedy 2015, §3).
@compute @workgroup_size(256)
fn backward_input(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i >= M * C {
        return;
    }
    let c = i % C;
    let centred = d_output(i) - (sums[C + c] + normalized_at(i, c) * sums[c]) / f32(M);
    let dx = scale_shift[c] * statistics[C + c] * centred;
    if ADD {
        result[i] += dx;
    } else {
        result[i] = dx;
    }
}
