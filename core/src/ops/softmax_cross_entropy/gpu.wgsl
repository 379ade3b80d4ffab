// Softmax and cross-entropy: one workgroup, an invocation per row of logits, which is read three times; two operations per
// byte and exponentials. One workgroup is enough for the few classes of a batch, and adds the loss up without a second
// kernel. Of a batch in slices it sees one, from image FIRST on; ALL images are what the loss is the mean of.

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(6) var<storage, read_write> d_logits: array<f32>;
// Whether a loss was not finite since the report was last cleared; then each step's loss and hits.
@group(0) @binding(7) var<storage, read_write> report: array<f32>;

var<workgroup> pairs: array<vec2<f32>, 256>;

@compute @workgroup_size(256)
fn cross_entropy(@builtin(local_invocation_index) lane: u32) {
    var mine = vec2<f32>();
    let off = now.smoothing / f32(s.K);
    for (var row = lane; row < s.N; row += 256u) {
        let start = row * s.K;
        let label = labels[s.FIRST + row];
        var best = 0u;
        for (var j = 1u; j < s.K; j += 1u) {
            best = select(best, j, logits[start + j] > logits[start + best]);
        }
        let largest = logits[start + best];
        var sum = 0.0;
        for (var j = 0u; j < s.K; j += 1u) {
            sum += exp(logits[start + j] - largest);
        }
        let log_sum = log(sum);
        var loss = 0.0;
        for (var j = 0u; j < s.K; j += 1u) {
            let shifted = logits[start + j] - largest;
            let q = off + select(0.0, 1.0 - now.smoothing, j == label);
            // A target of zero counts nothing, whatever the logit.
            loss -= select(0.0, q * (shifted - log_sum), q != 0.0);
            d_logits[start + j] = (exp(shifted) / sum - q) / f32(s.ALL);
        }
        mine += vec2<f32>(loss, select(0.0, 1.0, best == label));
    }
    pairs[lane] = mine;
    for (var half = 128u; half >= 1u; half /= 2u) {
        workgroupBarrier();
        if lane < half {
            pairs[lane] += pairs[lane + half];
        }
    }
    if lane == 0u {
        let at = 1u + 2u * now.slot;
        var loss = pairs[0].x / f32(s.ALL);
        var hits = pairs[0].y;
        if s.FIRST > 0u {
            loss += report[at];
            hits += report[at + 1u];
        }
        report[at] = loss;
        report[at + 1u] = hits;
        // By its bits: a compiler may take for granted that no number is infinite.
        if (bitcast<u32>(loss) & 0x7f800000u) == 0x7f800000u {
            report[0] = 1.0;
        }
    }
}
