use super::{head, read};
use crate::{Error, Result};

/// Pictures by class as one file that other programs can read: for each class a tensor `[N, side, side, 3]` of bytes under
/// the class's name. The bytes of each class are whole pictures of `side × side`.
pub fn save_pictures(side: usize, classes: &[(String, Vec<u8>)]) -> Vec<u8> {
    let one = (side * side * 3).max(1);
    let tensors: Vec<_> =
        classes.iter().map(|(name, bytes)| (&**name, vec![bytes.len() / one, side, side, 3], &**bytes)).collect();
    head::write_bytes(&tensors)
}

/// The classes in a file of [`save_pictures`], in their order there.
///
/// # Errors
/// When a tensor is not of such pictures; the error names it.
pub fn load_pictures(side: usize, bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    let file = read(bytes)?;
    let classes = file.iter().map(|tensor| {
        let fits = tensor.dtype == "U8" && matches!(*tensor.shape, [_, h, w, 3] if (h, w) == (side, side));
        if fits {
            return Ok((tensor.name.clone(), tensor.data.to_vec()));
        }
        Err(Error::Tensor {
            tensor: tensor.name.clone(),
            expected: format!("U8 [N, {side}, {side}, 3]"),
            got: format!("{} {:?}", tensor.dtype, tensor.shape),
        })
    });
    classes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_come_back_in_their_order() {
        let classes =
            vec![("ねこ".to_owned(), vec![7; 2 * 12]), ("a \"dog\"".into(), vec![9; 12]), ("none".into(), vec![])];
        assert_eq!(load_pictures(2, &save_pictures(2, &classes)), Ok(classes));
    }

    #[test]
    fn what_is_no_picture_is_named() {
        let file = head::write(&[("fc.weight".into(), vec![2, 2], vec![0.0; 4])]);
        let error = load_pictures(2, &file).unwrap_err().to_string();
        assert_eq!(error, "tensor `fc.weight`: expected U8 [N, 2, 2, 3], got F32 [2, 2]");
        assert!(load_pictures(2, b"nothing").is_err());
    }
}
