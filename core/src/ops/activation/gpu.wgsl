// Functions of values by the numbers that ops/activation/gpu.rs gives them; 0 is none. `V` is one value or four: see
// `Shader` in exec/gpu/kernel.rs.

fn activate(f: u32, x: V) -> V {
    switch f {
        case 1u: { return max(x, V(0.0)); }
        case 2u: { return clamp(x, V(0.0), V(6.0)); }
        case 3u: { return 1.0 / (1.0 + exp(-x)); }
        case 4u: { return clamp(x + 3.0, V(0.0), V(6.0)) / 6.0; }
        case 5u: { return x * clamp(x + 3.0, V(0.0), V(6.0)) / 6.0; }
        case 6u: { return x / (1.0 + exp(-x)); }
        default: { return x; }
    }
}

// The slope at x; for 1 and 2, the output serves as well.
fn slope(f: u32, x: V) -> V {
    switch f {
        case 1u: { return select(V(0.0), V(1.0), x > V(0.0)); }
        case 2u: { return select(V(0.0), V(1.0), (x > V(0.0)) & (x < V(6.0))); }
        case 3u: {
            let y = 1.0 / (1.0 + exp(-x));
            return y * (1.0 - y);
        }
        case 4u: { return select(V(0.0), V(1.0 / 6.0), (x > V(-3.0)) & (x < V(3.0))); }
        case 5u: { return select(select(V(1.0), x / 3.0 + 0.5, x < V(3.0)), V(0.0), x <= V(-3.0)); }
        case 6u: {
            let y = 1.0 / (1.0 + exp(-x));
            return y * (1.0 + x * (1.0 - y));
        }
        default: { return V(1.0); }
    }
}
