// What the device can do at most: multiply-adds that touch nothing but registers.
@group(0) @binding(2) var<storage, read_write> c: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    var x = vec4<f32>(f32(id.x));
    var y = x + 1.0;
    var z = x + 2.0;
    var w = x + 3.0;
    for (var i = 0u; i < 256u; i += 1u) {
        x = fma(x, vec4<f32>(0.999), vec4<f32>(0.001));
        y = fma(y, vec4<f32>(0.998), vec4<f32>(0.001));
        z = fma(z, vec4<f32>(0.997), vec4<f32>(0.001));
        w = fma(w, vec4<f32>(0.996), vec4<f32>(0.001));
    }
    let sum = x + y + z + w;
    c[id.x] = sum.x + sum.y + sum.z + sum.w;
}
