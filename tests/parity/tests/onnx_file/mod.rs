//! A reader of Protocol Buffers that knows what ONNX files need (<https://protobuf.dev/programming-guides/encoding/>).

/// The fields of a message.
pub struct Message<'a>(Vec<(u64, Field<'a>)>);

/// What a field holds.
pub enum Field<'a> {
    /// A whole number.
    Int(u64),
    /// Bytes, a text or a message.
    Bytes(&'a [u8]),
    /// A float, skipped.
    Fixed,
}

impl<'a> Message<'a> {
    /// The message in `bytes`.
    pub fn read(mut bytes: &'a [u8]) -> Self {
        fn varint(bytes: &mut &[u8]) -> u64 {
            let len = bytes.iter().position(|b| b & 0x80 == 0).unwrap() + 1;
            let value = bytes[..len].iter().rev().fold(0, |v, b| v << 7 | u64::from(b & 0x7f));
            *bytes = &bytes[len..];
            value
        }
        let mut fields = Vec::new();
        while !bytes.is_empty() {
            let key = varint(&mut bytes);
            let field = match key & 7 {
                0 => Field::Int(varint(&mut bytes)),
                2 => {
                    let len = varint(&mut bytes) as usize;
                    let (field, rest) = bytes.split_at(len);
                    bytes = rest;
                    Field::Bytes(field)
                }
                5 => {
                    bytes = &bytes[4..];
                    Field::Fixed
                }
                other => panic!("wire type {other}"),
            };
            fields.push((key >> 3, field));
        }
        Message(fields)
    }

    /// Every value of field `number` that is bytes.
    pub fn all(&self, number: u64) -> impl Iterator<Item = &'a [u8]> + '_ {
        self.0.iter().filter(move |(n, _)| *n == number).filter_map(|(_, f)| match f {
            Field::Bytes(bytes) => Some(*bytes),
            _ => None,
        })
    }

    /// Every value of field `number` that is a whole number.
    pub fn ints(&self, number: u64) -> Vec<u64> {
        let of = |(n, f): &(u64, Field<'_>)| match f {
            Field::Int(value) if *n == number => Some(*value),
            _ => None,
        };
        self.0.iter().filter_map(of).collect()
    }

    /// The first text of field `number`, or an empty one.
    pub fn text(&self, number: u64) -> String {
        String::from_utf8(self.all(number).next().unwrap_or_default().to_vec()).unwrap()
    }

    /// Every text of field `number`.
    pub fn texts(&self, number: u64) -> Vec<String> {
        self.all(number).map(|t| String::from_utf8(t.to_vec()).unwrap()).collect()
    }
}
