//! "Shapes": a synthetic set of 32×32 RGB pictures that needs no download. Each shows one of ten shapes at a random
//! place, size and angle, in random colours on a shaded ground, with noise, among scraps that look like parts of
//! shapes and partly behind one of them. What distinguishes the classes is form alone: colour, place and size tell
//! nothing, so a network that shares its weights over places (a convolution) has an easier time than one that does not.

mod outline;

use super::order::mix;
use super::{Dataset, Split};
use crate::Result;
use crate::rng::Rng;
use crate::spec::DataKind;

/// The classes' ids in the order of their labels.
pub const CLASSES: [&str; 10] =
    ["circle", "square", "triangle", "star", "cross", "ring", "crescent", "heart", "arrow", "hexagon"];

pub(super) const MEAN: [f32; 3] = [0.3307, 0.3340, 0.3268];
pub(super) const STD: [f32; 3] = [0.2173, 0.2218, 0.2134];

/// Pixels of a side.
pub const SIDE: usize = 32;

/// Bytes of one image.
pub const IMAGE_LEN: usize = SIDE * SIDE * 3;

const SEED: u64 = 0x4b61_7275_6921;
/// The stream of [`Rng`] that draws them.
const STREAM: u64 = 3;
/// The tangent of half the largest tilt: 26° to either side.
const MAX_TILT: f32 = 0.23;
/// Held-out images are drawn from seeds no training image reaches.
const FIRST_TEST: u64 = 1 << 32;

/// Draws image `i` of a split into `image [32, 32, 3]` and gives its label. The same arguments give the same bytes on
/// every machine.
pub fn draw(split: Split, i: u32, image: &mut [u8; IMAGE_LEN]) -> u8 {
    let number = u64::from(i) + if split == Split::Test { FIRST_TEST } else { 0 };
    let mut rng = Rng::new(mix(SEED ^ number), STREAM);
    // In turn, so that every run of ten images shows each class once; training puts them in another order anyway.
    let label = (i % 10) as u8;
    Scene::random(&mut rng, label).paint(&mut rng, image);
    label
}

/// Appends images until `set` holds `n`, at most `limit` of them; gives how many it appended. A caller that must not
/// block for long calls it again.
pub fn extend(set: &mut Dataset, split: Split, n: usize, limit: usize) -> Result<usize> {
    let start = set.len();
    let end = n.min(start + limit).max(start);
    let mut images = vec![0; (end - start) * IMAGE_LEN];
    let (chunks, _) = images.as_chunks_mut();
    let labels: Vec<u8> = (start..end).zip(chunks).map(|(i, image)| draw(split, i as u32, image)).collect();
    set.append(&images, &labels)?;
    Ok(end - start)
}

/// An empty set of shapes.
pub fn dataset() -> Dataset {
    Dataset::new(DataKind::Shapes)
}

type Color = [f32; 3];

/// A shape in its place: pixels to the shape's own coordinates and back to distances in pixels.
struct Placed {
    label: u8,
    x: f32,
    y: f32,
    radius: f32,
    sin: f32,
    cos: f32,
}

/// A scrap: a rectangle, turned.
struct Bar {
    x: f32,
    y: f32,
    half: [f32; 2],
    sin: f32,
    cos: f32,
    color: Color,
}

struct Scene {
    shape: Placed,
    color: Color,
    ground: Color,
    /// How the ground's brightness changes from the middle to an edge, across and down.
    slope: [f32; 2],
    /// Behind the shape.
    behind: [Bar; 2],
    /// Before it.
    before: Bar,
    noise: f32,
}

impl Scene {
    fn random(rng: &mut Rng, label: u8) -> Self {
        let radius = rng.range(7.5, 11.5);
        let slack = SIDE as f32 / 2.0 - radius - 1.5;
        let center = SIDE as f32 / 2.0;
        let (x, y) = (center + rng.range(-slack, slack), center + rng.range(-slack, slack));
        let [cos, sin] = tilted(rng, MAX_TILT);
        let shape = Placed { label, x, y, radius, sin, cos };
        let ground = [rng.range(0.05, 0.45), rng.range(0.05, 0.45), rng.range(0.05, 0.45)];
        let color = brighter(rng, luma(ground));
        let slope = [rng.range(-0.12, 0.12), rng.range(-0.12, 0.12)];
        let behind = [Bar::random(rng), Bar::random(rng)];
        let mut before = Bar::random(rng);
        // It hides a part of the shape, but not so much that nobody could tell.
        let toward = direction(rng);
        before.x = x + 0.75 * radius * toward[0];
        before.y = y + 0.75 * radius * toward[1];
        before.half = [rng.range(1.0, 1.8), rng.range(2.0, 4.5)];
        Scene { shape, color, ground, slope, behind, before, noise: rng.range(0.01, 0.035) }
    }

    fn paint(&self, rng: &mut Rng, image: &mut [u8; IMAGE_LEN]) {
        let mut canvas = [[0f32; 3]; SIDE * SIDE];
        for (row, pixels) in canvas.chunks_exact_mut(SIDE).enumerate() {
            let v = (row as f32 + 0.5) / (SIDE as f32 / 2.0) - 1.0;
            for (column, pixel) in pixels.iter_mut().enumerate() {
                let u = (column as f32 + 0.5) / (SIDE as f32 / 2.0) - 1.0;
                let light = self.slope[0] * u + self.slope[1] * v;
                *pixel = self.ground.map(|c| c + light);
            }
        }
        for bar in &self.behind {
            bar.paint(&mut canvas);
        }
        let s = &self.shape;
        cover(&mut canvas, (s.x, s.y), 1.15 * s.radius, self.color, |x, y| s.distance(x, y));
        self.before.paint(&mut canvas);
        for (bytes, pixel) in image.chunks_exact_mut(3).zip(&canvas) {
            for (byte, value) in bytes.iter_mut().zip(pixel) {
                // The number of ones among 32 random bits is nearly normal, with deviation √8, and costs one draw.
                let noise = (rng.next_u32().count_ones() as f32 - 16.0) * self.noise;
                *byte = ((value + noise) * 255.0 + 0.5) as u8;
            }
        }
    }
}

impl Placed {
    fn distance(&self, x: f32, y: f32) -> f32 {
        let (x, y) = ((x - self.x) / self.radius, (y - self.y) / self.radius);
        let (x, y) = (x * self.cos + y * self.sin, y * self.cos - x * self.sin);
        self.radius * outline::distance(self.label, x, y)
    }
}

impl Bar {
    fn random(rng: &mut Rng) -> Self {
        let [cos, sin] = direction(rng);
        Bar {
            x: rng.range(0.0, SIDE as f32),
            y: rng.range(0.0, SIDE as f32),
            half: [rng.range(0.7, 2.2), rng.range(2.0, 7.0)],
            sin,
            cos,
            color: [rng.range(0.1, 0.9), rng.range(0.1, 0.9), rng.range(0.1, 0.9)],
        }
    }

    fn paint(&self, canvas: &mut [Color]) {
        let reach = self.half[0] + self.half[1];
        cover(canvas, (self.x, self.y), reach, self.color, |x, y| {
            let (x, y) = (x - self.x, y - self.y);
            let (x, y) = (x * self.cos + y * self.sin, y * self.cos - x * self.sin);
            (x.abs() - self.half[0]).max(y.abs() - self.half[1])
        });
    }
}

/// Paints `color` where `distance` (in pixels, negative inside) says, blending the edge over a pixel.
fn cover(canvas: &mut [Color], center: (f32, f32), reach: f32, color: Color, distance: impl Fn(f32, f32) -> f32) {
    let span = |middle: f32| {
        let low = (middle - reach - 1.0).max(0.0) as usize;
        low.min(SIDE)..((middle + reach + 2.0).max(0.0) as usize).min(SIDE)
    };
    for row in span(center.1) {
        for column in span(center.0) {
            let d = distance(column as f32 + 0.5, row as f32 + 0.5);
            let opacity = (0.5 - d).clamp(0.0, 1.0);
            if opacity > 0.0 {
                let pixel = &mut canvas[row * SIDE + column];
                for (p, c) in pixel.iter_mut().zip(color) {
                    *p += (c - *p) * opacity;
                }
            }
        }
    }
}

/// A direction as its cosine and sine. No library's `sin` is asked, as they differ in the last digit from machine to
/// machine; a square root is exact on all.
fn direction(rng: &mut Rng) -> [f32; 2] {
    loop {
        let (x, y) = (rng.range(-1.0, 1.0), rng.range(-1.0, 1.0));
        let square = x * x + y * y;
        if square > 0.01 && square < 1.0 {
            let length = square.sqrt();
            return [x / length, y / length];
        }
    }
}

/// The cosine and sine of an angle whose half has a tangent of at most `most`.
fn tilted(rng: &mut Rng, most: f32) -> [f32; 2] {
    let t = rng.range(-most, most);
    let square = t * t;
    [(1.0 - square) / (1.0 + square), 2.0 * t / (1.0 + square)]
}

/// ITU-R BT.601.
fn luma([r, g, b]: Color) -> f32 {
    0.299 * r + 0.587 * g + 0.114 * b
}

/// A random colour clearly brighter than `ground`.
fn brighter(rng: &mut Rng, ground: f32) -> Color {
    loop {
        let color = [rng.range(0.25, 1.0), rng.range(0.25, 1.0), rng.range(0.25, 1.0)];
        if luma(color) > ground + 0.22 {
            return color;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_a_function_of_its_number() {
        let mut set = dataset();
        assert_eq!(extend(&mut set, Split::Train, 30, 20).unwrap(), 20);
        assert_eq!(extend(&mut set, Split::Train, 30, 20).unwrap(), 10);
        assert_eq!(extend(&mut set, Split::Train, 30, 20).unwrap(), 0);
        let mut image = [0; IMAGE_LEN];
        for i in [7, 29] {
            assert_eq!(draw(Split::Train, i, &mut image), (i % 10) as u8);
            assert_eq!(set.image(i as usize).unwrap(), image);
        }
    }

    #[test]
    fn train_and_test_differ() {
        let (mut train, mut test) = ([0; IMAGE_LEN], [0; IMAGE_LEN]);
        draw(Split::Train, 0, &mut train);
        draw(Split::Test, 0, &mut test);
        assert_ne!(train, test);
    }

    /// A link must give the same run everywhere, so these bytes may never change without a new set.
    #[test]
    fn the_images_are_the_same_on_every_machine() {
        let mut image = [0; IMAGE_LEN];
        let mut sum = 0u64;
        for i in 0..100 {
            let label = draw(Split::Train, i, &mut image);
            sum = image.iter().fold(sum ^ u64::from(label), |s, &b| mix(s ^ u64::from(b)));
        }
        assert_eq!(sum, 0xbbd6328ab6ea5f8, "{sum:#x}");
    }
}
