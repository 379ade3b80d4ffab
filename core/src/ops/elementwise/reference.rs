//! The definitions. A product's second factor `b` may be `[N,C]` against `a [N,area,C]`: `area` is then the number
//! of positions over which it is repeated, and 1 where both have one shape.

/// `y = a + b`.
pub fn add(a: &[f32], b: &[f32], y: &mut [f32]) {
    for ((a, b), y) in a.iter().zip(b).zip(y) {
        *y = a + b;
    }
}

/// `y ← y + x`.
pub fn add_assign(y: &mut [f32], x: &[f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += x;
    }
}

/// `y = a · b`.
pub fn multiply(area: usize, c: usize, a: &[f32], b: &[f32], y: &mut [f32]) {
    for (i, y) in y.iter_mut().enumerate() {
        *y = a[i] * b[repeated(area, c, i)];
    }
}

/// `da = dy · b`, overwritten.
pub fn multiply_backward_a(area: usize, c: usize, b: &[f32], dy: &[f32], da: &mut [f32]) {
    multiply(area, c, dy, b, da);
}

/// `db = Σ_area dy · a`, overwritten.
pub fn multiply_backward_b(area: usize, c: usize, a: &[f32], dy: &[f32], db: &mut [f32]) {
    db.fill(0.0);
    for (i, (a, dy)) in a.iter().zip(dy).enumerate() {
        db[repeated(area, c, i)] += dy * a;
    }
}

/// The offset in `b` that meets offset `i` of `a`.
fn repeated(area: usize, c: usize, i: usize) -> usize {
    i / (area * c) * c + i % c
}
