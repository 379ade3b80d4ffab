use serde::{Deserialize, Serialize};
use std::fmt;

/// A short name, of at most [`Name::LEN`] bytes of ASCII: known when it is written, copied freely, sent as it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Name([u8; Name::LEN]);

impl Name {
    /// The most bytes of a name.
    pub const LEN: usize = 16;

    /// `text` as a name; what is longer than [`Name::LEN`] is cut.
    pub const fn new(text: &str) -> Self {
        let (text, mut bytes, mut i) = (text.as_bytes(), [0; Name::LEN], 0);
        while i < text.len() && i < Name::LEN {
            bytes[i] = text[i];
            i += 1;
        }
        Name(bytes)
    }

    /// Its text; empty where another build sent what is none.
    pub fn as_str(&self) -> &str {
        let len = self.0.iter().position(|byte| *byte == 0).unwrap_or(Name::LEN);
        std::str::from_utf8(&self.0[..len]).unwrap_or_default()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn a_name_is_its_text() {
        assert_eq!(Name::new("accelerate").as_str(), "accelerate");
        assert_eq!(Name::new("sixteen-letters!").as_str(), "sixteen-letters!");
        assert_eq!(Name::new("seventeen-letters").as_str(), "seventeen-letter");
    }
}
