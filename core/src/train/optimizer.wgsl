// The optimizer's step, one invocation per weight: SGD, momentum, and Adam with and without decoupled decay, with the
// arithmetic of optimizer.rs. A quarter of an operation per byte to one: it waits for memory. Once a loss was not finite,
// the weights stay as they are.

// 0 SGD, 1 momentum, 2 Adam.
override KIND: u32 = 0u;
override MOMENTUM: f32 = 0.0;
override BETA1: f32 = 0.0;
override BETA2: f32 = 0.0;
override REST1: f32 = 0.0;
override REST2: f32 = 0.0;
override EPS: f32 = 0.0;

@group(0) @binding(0) var<storage, read> gradient: array<f32>;
@group(0) @binding(1) var<storage, read> report: array<f32>;
@group(0) @binding(6) var<storage, read_write> weights: array<f32>;
// The first moments (momentum's velocity), then the second.
@group(0) @binding(7) var<storage, read_write> moments: array<f32>;

@compute @workgroup_size(256)
fn update(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = place(id, groups, lane);
    if i >= s.LEN || report[0] != 0.0 {
        return;
    }
    let w = weights[i];
    let g = gradient[i] + now.decay * w;
    if KIND == 0u {
        weights[i] = w - now.rate * g;
        return;
    }
    if KIND == 1u {
        let m = MOMENTUM * moments[i] + g;
        moments[i] = m;
        weights[i] = w - now.rate * m;
        return;
    }
    let m = BETA1 * moments[i] + REST1 * g;
    let v = BETA2 * moments[s.LEN + i] + REST2 * g * g;
    moments[i] = m;
    moments[s.LEN + i] = v;
    weights[i] = now.shrink * w - now.rate * m / (sqrt(v) * now.inv_root + EPS);
}
