//! The IDX files of MNIST (LeCun, Cortes & Burges, "The MNIST database of handwritten digits", section "File formats"):
//! two zero bytes, the type (0x08: unsigned bytes), the number of dimensions, each dimension as a big-endian `u32`, then
//! the values.

use crate::Shape;
use crate::{Error, Result};

const NAME: &str = "IDX";
const UNSIGNED_BYTE: u8 = 0x08;

/// The images in an IDX file of three dimensions (magic 0x0803): the shape of one, and `[N, H, W]` bytes.
pub fn images(bytes: &[u8]) -> Result<(Shape, &[u8])> {
    let ([_, h, w], values) = read(bytes)?;
    Ok((Shape::new(h, w, 1), values))
}

/// The labels in an IDX file of one dimension (magic 0x0801).
pub fn labels(bytes: &[u8]) -> Result<&[u8]> {
    let ([_], values) = read(bytes)?;
    Ok(values)
}

/// The dimensions and values of a file of `D` dimensions. Nothing is allocated, whatever the header claims.
fn read<const D: usize>(bytes: &[u8]) -> Result<([usize; D], &[u8])> {
    let header = 4 + 4 * D;
    if bytes.len() < header {
        return Err(Error::format(NAME, format!("a header of {header} bytes"), format!("{} bytes", bytes.len())));
    }
    let (head, values) = bytes.split_at(header);
    let magic = [0, 0, UNSIGNED_BYTE, D as u8];
    if head[..4] != magic {
        let [expected, got] =
            [&magic[..], &head[..4]].map(|m| m.iter().map(|b| format!("{b:02x}")).collect::<String>());
        return Err(Error::format(NAME, format!("magic number {expected}"), got));
    }
    let mut dims = [0usize; D];
    for (d, b) in dims.iter_mut().zip(head[4..].chunks_exact(4)) {
        *d = u32::from_be_bytes([b[0], b[1], b[2], b[3]]) as usize;
    }
    // On a 32-bit machine the product of three such numbers can overflow.
    let len = dims.iter().try_fold(1usize, |product, &d| product.checked_mul(d));
    if len != Some(values.len()) {
        let product = dims.map(|d| d.to_string()).join(" × ");
        return Err(Error::format(NAME, format!("{product} values"), format!("{}", values.len())));
    }
    Ok((dims, values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn file(dims: &[u32], values: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0, 0, UNSIGNED_BYTE, dims.len() as u8];
        bytes.extend(dims.iter().flat_map(|d| d.to_be_bytes()));
        bytes.extend(values);
        bytes
    }

    #[test]
    fn reads_images_and_labels() {
        let bytes = file(&[2, 2, 3], &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        let (shape, values) = images(&bytes).unwrap();
        assert_eq!((shape, values.len(), values[11]), (Shape::new(2, 3, 1), 12, 12));
        assert_eq!(labels(&file(&[3], &[7, 8, 9])).unwrap(), [7, 8, 9]);
    }

    #[test]
    fn says_what_is_wrong() {
        let said = |bytes: &[u8]| images(bytes).unwrap_err().to_string();
        assert_eq!(said(&[0, 0, 8]), "IDX: expected a header of 16 bytes, got 3 bytes");
        assert_eq!(said(&file(&[16], &[0; 16])), "IDX: expected magic number 00000803, got 00000801");
        assert_eq!(said(&file(&[2, 2, 2], &[0; 7])), "IDX: expected 2 × 2 × 2 values, got 7");
        assert_eq!(
            said(&file(&[u32::MAX; 3], &[])),
            "IDX: expected 4294967295 × 4294967295 × 4294967295 values, got 0"
        );
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = (images(&bytes), labels(&bytes));
        }

        #[test]
        fn an_arbitrary_header_is_read_or_refused(
            dims in proptest::collection::vec(prop_oneof![0u32..6, any::<u32>()], 1..4),
            values in proptest::collection::vec(any::<u8>(), 0..100),
        ) {
            let bytes = file(&dims, &values);
            if let Ok((shape, got)) = images(&bytes) {
                prop_assert_eq!(got.len(), dims[0] as usize * shape.len());
            }
            let _ = labels(&bytes);
        }
    }
}
