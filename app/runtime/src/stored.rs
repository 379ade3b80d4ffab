//! Bytes that outlive a visit. They say the layout of what is in them, so that a build reads what earlier ones stored; bytes that
//! do not are of the first layout.

use karui_protocol::encode;
use serde::Serialize;

/// With what bytes begin that say their layout. None of the first layout begin so: a checkpoint began with its data set, 0 … 2, and
/// in a list of 107 trials what would be the first one's name cannot begin with "ui" and a control character.
const MARK: &[u8] = b"karui";

/// `value` as bytes of this layout.
pub fn write<T: Serialize>(layout: u8, value: &T) -> Vec<u8> {
    [MARK, &[layout], &encode(value)].concat()
}

/// The layout of stored bytes, and what they hold.
pub fn read(bytes: &[u8]) -> (u8, &[u8]) {
    match bytes.strip_prefix(MARK).and_then(<[u8]>::split_first) {
        Some((layout, rest)) => (*layout, rest),
        None => (1, bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_say_their_layout() {
        let written = write(7, &"text");
        assert_eq!(read(&written), (7, &encode(&"text")[..]));
        assert_eq!(read(&[2, 0, 1]), (1, &[2, 0, 1][..]));
        assert_eq!((read(MARK), read(&[])), ((1, MARK), (1, &[][..])));
    }
}
