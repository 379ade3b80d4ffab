// Functions of values by the numbers that ops/activation/gpu.rs gives them; 0 is none. `F` is one value or four, in 32 bits
// whatever is stored: see common.wgsl.

fn activate(f: u32, x: F) -> F {
    switch f {
        case 1u: { return max(x, F(0.0)); }
        case 2u: { return clamp(x, F(0.0), F(6.0)); }
        case 3u: { return 1.0 / (1.0 + exp(-x)); }
        case 4u: { return clamp(x + 3.0, F(0.0), F(6.0)) / 6.0; }
        case 5u: { return x * clamp(x + 3.0, F(0.0), F(6.0)) / 6.0; }
        case 6u: { return x / (1.0 + exp(-x)); }
        default: { return x; }
    }
}

// The slope at x; for 1 and 2, the output serves as well.
fn slope(f: u32, x: F) -> F {
    switch f {
        case 1u: { return select(F(0.0), F(1.0), x > F(0.0)); }
        case 2u: { return select(F(0.0), F(1.0), (x > F(0.0)) & (x < F(6.0))); }
        case 3u: {
            let y = 1.0 / (1.0 + exp(-x));
            return y * (1.0 - y);
        }
        case 4u: { return select(F(0.0), F(1.0 / 6.0), (x > F(-3.0)) & (x < F(3.0))); }
        case 5u: { return select(select(F(1.0), x / 3.0 + 0.5, x < F(3.0)), F(0.0), x <= F(-3.0)); }
        case 6u: {
            let y = 1.0 / (1.0 + exp(-x));
            return y * (1.0 + x * (1.0 - y));
        }
        default: { return F(1.0); }
    }
}
