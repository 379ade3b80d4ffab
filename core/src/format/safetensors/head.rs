//! The head of a safetensors file: the length of a JSON object, and the object, which gives each tensor's type, shape
//! and place in the bytes behind it. Its JSON has one fixed form, so this reads and writes just that: a general JSON
//! parser would be a tenth of the worker's code.

use std::fmt::Write;

/// A file holds something else than the format allows: what.
type Result<T> = std::result::Result<T, &'static str>;

const NOT_JSON: &str = "a head that is not the JSON of one";
const NO_BYTES: &str = "a tensor whose bytes do not fit its shape";

/// A tensor of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor<'a> {
    /// Its name.
    pub name: String,
    /// The type of its values, as `F32`.
    pub dtype: String,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its values, little-endian.
    pub data: &'a [u8],
}

/// A tensor of floats: its name, shape and values.
pub type Floats = (String, Vec<usize>, Vec<f32>);

/// The tensors of a file, in the order of their bytes. They fill the file, without holes, and each has a name of its own.
pub fn read(file: &[u8]) -> Result<Vec<Tensor<'_>>> {
    let (length, rest) = file.split_first_chunk().ok_or("fewer than 8 bytes")?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| "a head longer than the file")?;
    let (head, data) = rest.split_at_checked(length).ok_or("a head longer than the file")?;
    let head = str::from_utf8(head).map_err(|_| NOT_JSON)?;
    let mut entries = Json { rest: head }.entries().ok_or(NOT_JSON)?;
    // Many files list their tensors in this order already; the few that do not are short enough for insertion.
    for i in 1..entries.len() {
        let mut at = i;
        while at > 0 && entries[at].place < entries[at - 1].place {
            entries.swap(at, at - 1);
            at -= 1;
        }
    }
    let mut tensors: Vec<Tensor<'_>> = Vec::with_capacity(entries.len());
    let mut end = 0;
    for Entry { name, dtype, shape, place: (from, to) } in entries {
        if tensors.iter().any(|t| t.name == name) {
            return Err("two tensors of one name");
        }
        let values = shape.iter().try_fold(1_usize, |n, &axis| n.checked_mul(axis)).ok_or(NO_BYTES)?;
        let bytes = width(&dtype).ok_or("a tensor of an unknown type")?.checked_mul(values).ok_or(NO_BYTES)?;
        let place = data.get(from..to).filter(|place| from == end && place.len() == bytes).ok_or(NO_BYTES)?;
        tensors.push(Tensor { name, dtype, shape, data: place });
        end = to;
    }
    if end == data.len() { Ok(tensors) } else { Err("bytes of no tensor") }
}

/// A file of f32 tensors (name, shape, values): sorted by name, the values from a multiple of 8 on, as others write it.
pub fn write(tensors: &[Floats]) -> Vec<u8> {
    let mut sorted: Vec<_> = Vec::with_capacity(tensors.len());
    for tensor in tensors {
        let at = sorted.partition_point(|other: &&Floats| other.0 <= tensor.0);
        sorted.insert(at, tensor);
    }
    let mut file = begin("F32", &mut sorted.iter().map(|(name, shape, values)| (&**name, &**shape, 4 * values.len())));
    for (_, _, values) in sorted {
        file.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    }
    file
}

/// The length of the file that [`write`] makes of f32 tensors (name, shape).
pub fn len<'a>(tensors: impl Iterator<Item = (&'a str, Vec<usize>)>) -> usize {
    let mut sorted: Vec<(&str, Vec<usize>, usize)> = Vec::new();
    for (name, shape) in tensors {
        let bytes = 4 * shape.iter().product::<usize>();
        sorted.insert(sorted.partition_point(|other| other.0 <= name), (name, shape, bytes));
    }
    let data: usize = sorted.iter().map(|tensor| tensor.2).sum();
    begin("F32", &mut sorted.iter().map(|(name, shape, bytes)| (*name, &**shape, *bytes))).len() + data
}

/// A file of tensors of bytes (name, shape, values), in the order given.
pub fn write_bytes(tensors: &[(&str, Vec<usize>, &[u8])]) -> Vec<u8> {
    let mut file = begin("U8", &mut tensors.iter().map(|(name, shape, values)| (*name, &**shape, values.len())));
    for (_, _, values) in tensors {
        file.extend_from_slice(values);
    }
    file
}

/// The beginning of a file: all but the values. Tensors come as name, shape and length in bytes.
fn begin(dtype: &str, tensors: &mut dyn Iterator<Item = (&str, &[usize], usize)>) -> Vec<u8> {
    let mut head = String::from("{");
    let mut end = 0;
    for (name, shape, bytes) in tensors {
        let from = end;
        end += bytes;
        let comma = if head.len() > 1 { "," } else { "" };
        let axes = shape.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
        // A string takes all that is written to it.
        let _ = write!(
            head,
            r#"{comma}"{}":{{"dtype":"{dtype}","shape":[{axes}],"data_offsets":[{from},{end}]}}"#,
            escaped(name)
        );
    }
    head.push('}');
    while head.len() % 8 > 0 {
        head.push(' ');
    }
    let mut file = (head.len() as u64).to_le_bytes().to_vec();
    file.extend(head.bytes());
    file
}

/// Bytes of one value.
fn width(dtype: &str) -> Option<usize> {
    Some(match dtype {
        "BOOL" | "U8" | "I8" | "F8_E4M3" | "F8_E5M2" | "F8_E8M0" => 1,
        "U16" | "I16" | "F16" | "BF16" => 2,
        "U32" | "I32" | "F32" => 4,
        "U64" | "I64" | "F64" | "C64" => 8,
        _ => return None,
    })
}

fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\0'..='\x1f' => {
                // A string takes all that is written to it.
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            _ => out.push(c),
        }
    }
    out
}

/// A tensor as the head gives it.
struct Entry {
    name: String,
    dtype: String,
    shape: Vec<usize>,
    place: (usize, usize),
}

/// What is left of the head. Each method takes one thing from its front, or gives `None` where that is not there.
struct Json<'a> {
    rest: &'a str,
}

impl Json<'_> {
    /// The whole head.
    fn entries(mut self) -> Option<Vec<Entry>> {
        let mut entries = Vec::new();
        self.object(&mut |json, name| {
            if name == "__metadata__" {
                return json.object(&mut |json, _| json.string().map(drop));
            }
            let (mut dtype, mut shape, mut place) = (None, None, None);
            json.object(&mut |json, key| {
                let is_first = match key.as_str() {
                    "dtype" => dtype.replace(json.string()?).is_none(),
                    "shape" => shape.replace(json.numbers()?).is_none(),
                    "data_offsets" => place.replace(json.numbers()?).is_none(),
                    _ => false,
                };
                is_first.then_some(())
            })?;
            let place = <[usize; 2]>::try_from(place?).ok()?;
            entries.push(Entry { name, dtype: dtype?, shape: shape?, place: place.into() });
            Some(())
        })?;
        self.skip_space();
        self.rest.is_empty().then_some(entries)
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    /// Takes `c` and the space before it, if it is next.
    fn has(&mut self, c: char) -> bool {
        self.skip_space();
        self.rest.strip_prefix(c).inspect(|rest| self.rest = rest).is_some()
    }

    fn expect(&mut self, c: char) -> Option<()> {
        self.has(c).then_some(())
    }

    /// An object, whose values `value` takes, told the key.
    fn object(&mut self, value: &mut dyn FnMut(&mut Self, String) -> Option<()>) -> Option<()> {
        self.expect('{')?;
        if self.has('}') {
            return Some(());
        }
        loop {
            let key = self.string()?;
            self.expect(':')?;
            value(self, key)?;
            if !self.has(',') {
                return self.expect('}');
            }
        }
    }

    /// A list of natural numbers.
    fn numbers(&mut self) -> Option<Vec<usize>> {
        let mut numbers = Vec::new();
        self.expect('[')?;
        if self.has(']') {
            return Some(numbers);
        }
        loop {
            self.skip_space();
            let end = self.rest.find(|c: char| !c.is_ascii_digit())?;
            let (digits, rest) = self.rest.split_at(end);
            if digits.len() > 1 && digits.starts_with('0') {
                return None;
            }
            numbers.push(digits.parse().ok()?);
            self.rest = rest;
            if !self.has(',') {
                return self.expect(']').map(|()| numbers);
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        self.expect('"')?;
        let mut out = String::new();
        let mut chars = self.rest.chars();
        loop {
            match chars.next()? {
                '"' => break,
                '\0'..='\x1f' => return None,
                '\\' => out.push(match chars.next()? {
                    c @ ('"' | '\\' | '/') => c,
                    'b' => '\x08',
                    'f' => '\x0c',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'u' => unicode(&mut chars)?,
                    _ => return None,
                }),
                c => out.push(c),
            }
        }
        self.rest = chars.as_str();
        Some(out)
    }
}

/// The character of `\uXXXX`, behind the `u`; one outside of the basic plane is written as a pair of surrogates.
fn unicode(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let mut unit = || (0..4).try_fold(0, |n, _| Some(n * 16 + chars.next()?.to_digit(16)?));
    let high = unit()?;
    if !(0xd800..0xdc00).contains(&high) {
        return char::from_u32(high);
    }
    if (chars.next()?, chars.next()?) != ('\\', 'u') {
        return None;
    }
    let low = (0..4).try_fold(0, |n, _| Some(n * 16 + chars.next()?.to_digit(16)?))?;
    let low = low.checked_sub(0xdc00).filter(|&low| low < 0x400)?;
    char::from_u32(0x10000 + ((high - 0xd800) << 10) + low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use safetensors::{Dtype, SafeTensors, tensor::TensorView};

    /// A file with this head and `bytes` zeros.
    fn file(head: &str, bytes: usize) -> Vec<u8> {
        [&(head.len() as u64).to_le_bytes()[..], head.as_bytes(), &vec![0; bytes]].concat()
    }

    #[test]
    fn a_head_of_any_spacing_and_order_is_read() {
        let head = r#" { "__metadata__" : {"format":"pt"}, "b\u00e9\ud83d\ude00\n" : {"shape":[ ],"data_offsets":[4, 12],
            "dtype":"I64"} ,"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}} "#;
        let file = file(head, 12);
        let tensors = read(&file).unwrap();
        let of = |t: &Tensor<'_>| (t.name.clone(), t.dtype.clone(), t.shape.clone(), t.data.len());
        assert_eq!(of(&tensors[0]), ("a".into(), "F32".into(), vec![1, 1], 4));
        assert_eq!(of(&tensors[1]), ("bé😀\n".into(), "I64".into(), vec![], 8));
    }

    #[test]
    fn what_the_format_forbids_is_an_error() {
        let one = |entry: &str| read(&file(&format!(r#"{{"a":{entry}}}"#), 4)).map(|_| ());
        assert_eq!(one(r#"{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#), Ok(()));
        for (entry, error) in [
            (r#"{"dtype":"F32","shape":[2],"data_offsets":[0,4]}"#, NO_BYTES),
            (r#"{"dtype":"F32","shape":[1],"data_offsets":[4,0]}"#, NO_BYTES),
            (r#"{"dtype":"F32","shape":[1],"data_offsets":[1,5]}"#, NO_BYTES),
            (r#"{"dtype":"F32","shape":[9223372036854775807,4],"data_offsets":[0,4]}"#, NO_BYTES),
            (r#"{"dtype":"F32","shape":[0],"data_offsets":[0,0]}"#, "bytes of no tensor"),
            (r#"{"dtype":"F33","shape":[1],"data_offsets":[0,4]}"#, "a tensor of an unknown type"),
            (r#"{"dtype":"F32","shape":[01],"data_offsets":[0,4]}"#, NOT_JSON),
            (r#"{"dtype":"F32","shape":[1,],"data_offsets":[0,4]}"#, NOT_JSON),
            (r#"{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}"#, NOT_JSON),
            (r#"{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}"#, NOT_JSON),
            (r#"{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":"x"}"#, NOT_JSON),
            (r#"{"dtype":"F32","shape":[1]}"#, NOT_JSON),
            (r#"{"dtype":"\ud83d","shape":[1],"data_offsets":[0,4]}"#, NOT_JSON),
        ] {
            assert_eq!(one(entry), Err(error), "{entry}");
        }
        let twice = r#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#;
        assert_eq!(read(&file(twice, 2)), Err("two tensors of one name"));
        assert_eq!(read(&file("{} x", 0)), Err(NOT_JSON));
        assert_eq!(read(&file("{}", 0)), Ok(vec![]));
        assert!(read(&[255; 16]).is_err());
    }

    proptest! {
        #[test]
        fn it_writes_what_the_format_s_own_library_writes(named: std::collections::BTreeMap<String, Vec<f32>>) {
            prop_assume!(!named.contains_key("__metadata__"));
            // Backwards, so that sorting has something to do.
            let tensors: Vec<_> = named.into_iter().rev().map(|(name, v)| (name, vec![v.len(), 1], v)).collect();
            let bytes: Vec<Vec<u8>> =
                tensors.iter().map(|(_, _, values)| values.iter().flat_map(|v| v.to_le_bytes()).collect()).collect();
            let views = tensors.iter().zip(&bytes).map(|((name, shape, _), data)| {
                (name.as_str(), TensorView::new(Dtype::F32, shape.clone(), data).unwrap())
            });
            let theirs = safetensors::serialize(views.collect::<Vec<_>>(), None).unwrap();
            let ours = write(&tensors);
            let (a, b) = (read(&theirs).unwrap(), read(&ours).unwrap());
            prop_assert_eq!(a.len(), tensors.len());
            prop_assert_eq!(a, b);
            prop_assert_eq!(SafeTensors::deserialize(&ours).unwrap().len(), tensors.len());
        }

        #[test]
        fn any_head_is_read_or_refused(head in r#"[\[\]{}:,"a0-9\\u ]{0,60}"#) {
            let _ = read(&file(&head, 4));
        }
    }
}
