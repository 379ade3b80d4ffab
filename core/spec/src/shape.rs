use serde::{Deserialize, Serialize};

/// The shape of one image's activation: height, width, channels. The batch `N` is chosen when a plan is made.
/// A vector of `C` features is `1 × 1 × C`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Shape {
    /// Height.
    pub h: usize,
    /// Width.
    pub w: usize,
    /// Channels.
    pub c: usize,
}

impl Shape {
    /// `h × w × c`.
    pub const fn new(h: usize, w: usize, c: usize) -> Self {
        Shape { h, w, c }
    }

    /// A vector of `c` features.
    pub const fn vector(c: usize) -> Self {
        Shape { h: 1, w: 1, c }
    }

    /// Values per image.
    pub const fn len(self) -> usize {
        self.h * self.w * self.c
    }

    /// Whether it holds no value.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Positions per image: `h · w`.
    pub const fn area(self) -> usize {
        self.h * self.w
    }
}

impl std::fmt::Display for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}×{}×{}", self.h, self.w, self.c)
    }
}
