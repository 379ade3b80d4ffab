//! One tensor: its encoding, then its values, with or without the zeros.

use super::gaps::GapCode;
use crate::format::bits::{BitReader, BitWriter};
use crate::format::huffman::{Code, MAX_SYMBOLS};
use crate::graph::Param;
use crate::quant::{Encoding, Grid, Storage, number};
use crate::spec::recipe::NumberType;
use crate::{Error, Result};

const SPARSE: u8 = 1 << 4;
const ZEROS_LEFT_OUT: u8 = 1 << 5;
/// Short floats have a scale, grids one scale for each entry of the last axis.
const SCALED: u8 = 1 << 6;
const ZERO_POINTS: u8 = 1 << 7;

const CODEBOOK: u8 = 9;
/// The number of a grid whose levels are Huffman-coded, less that of the grid itself.
const CODED: u8 = 5;
/// The greatest number of an encoding: binary levels, coded.
const LAST: u8 = 8 + CODED;

/// Number types by their number in the file, less 1; 0 is binary32.
const NUMBER_TYPES: [NumberType; 8] = [
    NumberType::Fp16,
    NumberType::Bf16,
    NumberType::Fp8E4m3,
    NumberType::Fp8E5m2,
    NumberType::Int8,
    NumberType::Int4,
    NumberType::Int2,
    NumberType::Binary,
];

/// The greatest magnitude of a zero point: levels and their differences stay exact in a float.
const MAX_ZERO_POINT: i32 = 1 << 20;

/// Appends the tensor `p` with `values`.
pub fn write(out: &mut BitWriter, p: &Param, values: &[f32], storage: &Storage) -> Result<()> {
    check_encoding(p, &storage.encoding)?;
    let symbols = Symbols::new(&storage.encoding, last_axis(p));
    let dense = dense(&symbols, values, storage.sparse);
    let sparse = if storage.sparse { sparse(&symbols, values) } else { Err(0) };
    let (body, form) = match (dense, sparse) {
        (Ok(dense), Ok(sparse)) if sparse.len() < dense.len() => (sparse, ZEROS_LEFT_OUT),
        (Ok(dense), _) => (dense, 0),
        (Err(_), Ok(sparse)) => (sparse, ZEROS_LEFT_OUT),
        (Err(i), Err(j)) => {
            let value = values.get(if storage.sparse { j } else { i }).copied().unwrap_or_default();
            return Err(misfit(p, "values that its storage gives back", &value.to_string()));
        }
    };
    write_encoding(out, &storage.encoding, if storage.sparse { SPARSE | form } else { form });
    out.bytes(&body);
    Ok(())
}

/// Reads the tensor `p` into `values`, all of which it writes.
pub fn read(input: &mut BitReader<'_>, p: &Param, values: &mut [f32]) -> Result<Storage> {
    let tag = input.read(8)? as u8;
    let (encoding, sparse) = (read_encoding(input, tag, last_axis(p))?, tag & SPARSE != 0);
    check_encoding(p, &encoding)?;
    let symbols = Symbols::new(&encoding, last_axis(p));
    if tag & ZEROS_LEFT_OUT == 0 {
        let code = symbols.read_code(input, sparse)?;
        input.expect(values.len(), if code.is_some() { 0 } else { symbols.bits() })?;
        for (i, value) in values.iter_mut().enumerate() {
            let symbol = symbols.read(input, code.as_ref())?;
            *value = symbols.value(symbol, i);
        }
    } else if sparse {
        read_sparse(&symbols, input, values)?;
    } else {
        return Err(input.misfit("sparse storage where zeros are left out", format!("tag {tag:#x}")));
    }
    input.align()?;
    Ok(Storage { encoding, sparse })
}

/// Every value's symbol; or the place of the first that has none.
fn dense(symbols: &Symbols<'_>, values: &[f32], sparse: bool) -> std::result::Result<Vec<u8>, usize> {
    let of = |(i, &value): (usize, &f32)| symbols.symbol(value, i, sparse).ok_or(i);
    let all = values.iter().enumerate().map(of).collect::<std::result::Result<Vec<_>, _>>()?;
    let mut out = BitWriter::default();
    let code = symbols.write_code(&mut out, &all, sparse);
    all.iter().for_each(|&s| symbols.write(&mut out, code.as_ref(), s));
    Ok(out.finish())
}

/// The symbols of what is not zero, each after its gap; or the place of the first that has none.
fn sparse(symbols: &Symbols<'_>, values: &[f32]) -> std::result::Result<Vec<u8>, usize> {
    let (mut gaps, mut kept, mut next) = (Vec::new(), Vec::new(), 0);
    for (i, &value) in values.iter().enumerate().filter(|(_, v)| **v != 0.0) {
        gaps.push((i - next) as u32);
        kept.push(symbols.symbol(value, i, false).ok_or(i)?);
        next = i + 1;
    }
    let mut out = BitWriter::default();
    out.varint(kept.len() as u64);
    if !kept.is_empty() {
        let gap_code = GapCode::best(&gaps, symbols.uses_code());
        gap_code.write_table(&mut out, symbols.uses_code());
        let code = symbols.write_code(&mut out, &kept, false);
        for (&gap, &symbol) in gaps.iter().zip(&kept) {
            gap_code.write(&mut out, gap);
            symbols.write(&mut out, code.as_ref(), symbol);
        }
    }
    Ok(out.finish())
}

fn read_sparse(symbols: &Symbols<'_>, input: &mut BitReader<'_>, values: &mut [f32]) -> Result<()> {
    values.fill(0.0);
    let kept = input.varint(values.len() as u64)? as usize;
    if kept == 0 {
        return Ok(());
    }
    let gap_code = GapCode::read_table(input, symbols.uses_code())?;
    let code = symbols.read_code(input, false)?;
    let mut next = 0;
    for _ in 0..kept {
        let i = next + gap_code.read(input, values.len())?;
        let symbol = symbols.read(input, code.as_ref())?;
        let value = symbols.value(symbol, i);
        *values.get_mut(i).ok_or_else(|| input.misfit("a place in the tensor", i.to_string()))? = value;
        next = i + 1;
    }
    Ok(())
}

/// Values as the numbers that are stored for them.
struct Symbols<'a> {
    encoding: &'a Encoding,
    /// Entries of the tensor's last axis.
    channels: usize,
    /// The code book by value: (key, index).
    by_value: Vec<(u32, u32)>,
}

impl<'a> Symbols<'a> {
    fn new(encoding: &'a Encoding, channels: usize) -> Self {
        let mut by_value = Vec::new();
        if let Encoding::Codebook { centroids } = encoding {
            by_value = centroids.iter().enumerate().map(|(i, &v)| (key(v), i as u32)).collect();
            by_value.sort_unstable();
        }
        Symbols { encoding, channels, by_value }
    }

    /// Bits of a symbol; 0 where Huffman's code decides.
    fn bits(&self) -> u32 {
        match self.encoding {
            Encoding::Float32 => 32,
            Encoding::Float { dtype, .. } => dtype.bits(),
            Encoding::Grid(grid) => grid.dtype.bits(),
            Encoding::CodedGrid(_) | Encoding::Codebook { .. } => 0,
        }
    }

    fn uses_code(&self) -> bool {
        self.encoding.is_clustered()
    }

    /// The symbol of `value` at place `i`, if it stands for just that value. `with_zero`: the code book has one more
    /// index, for zero.
    fn symbol(&self, value: f32, i: usize, with_zero: bool) -> Option<u32> {
        let symbol = match self.encoding {
            Encoding::Float32 => return Some(value.to_bits()),
            Encoding::Float { dtype, scale } => number::to_bits(*dtype, value / scale).into(),
            Encoding::Grid(grid) | Encoding::CodedGrid(grid) => {
                let levels = Grid::levels(grid.dtype, false);
                let level = grid.level(value, grid.channel(i, self.channels), levels);
                if grid.dtype == NumberType::Binary { u32::from(level > 0) } else { (level - levels.0) as u32 }
            }
            Encoding::Codebook { centroids } => {
                if with_zero && value == 0.0 {
                    return Some(centroids.len() as u32);
                }
                let at = self.by_value.partition_point(|&(k, _)| k < key(value));
                self.by_value.get(at)?.1
            }
        };
        let back = self.value(symbol, i);
        (back == value || back.is_nan() && value.is_nan()).then_some(symbol)
    }

    /// What `symbol` at place `i` stands for.
    fn value(&self, symbol: u32, i: usize) -> f32 {
        match self.encoding {
            Encoding::Float32 => f32::from_bits(symbol),
            Encoding::Float { dtype, scale } => number::from_bits(*dtype, symbol as u16) * scale,
            Encoding::Grid(grid) | Encoding::CodedGrid(grid) => {
                let least = Grid::levels(grid.dtype, false).0;
                let level =
                    if grid.dtype == NumberType::Binary { 2 * symbol as i32 - 1 } else { symbol as i32 + least };
                grid.value(level, grid.channel(i, self.channels))
            }
            // One past the end is zero.
            Encoding::Codebook { centroids } => centroids.get(symbol as usize).copied().unwrap_or(0.0),
        }
    }

    /// Makes and writes the code of symbols that have one.
    fn write_code(&self, out: &mut BitWriter, symbols: &[u32], with_zero: bool) -> Option<Code> {
        let mut counts = vec![0; self.alphabet(with_zero)?];
        symbols.iter().for_each(|&s| counts[s as usize] += 1);
        let code = Code::of(&counts);
        code.write_table(out);
        Some(code)
    }

    fn read_code(&self, input: &mut BitReader<'_>, with_zero: bool) -> Result<Option<Code>> {
        self.alphabet(with_zero).map(|symbols| Code::read_table(input, symbols)).transpose()
    }

    /// Indices of a code book, or levels of a coded grid.
    fn alphabet(&self, with_zero: bool) -> Option<usize> {
        match self.encoding {
            Encoding::Codebook { centroids } => Some(centroids.len() + usize::from(with_zero)),
            Encoding::CodedGrid(grid) => Some(1 << grid.dtype.bits()),
            _ => None,
        }
    }

    fn write(&self, out: &mut BitWriter, code: Option<&Code>, symbol: u32) {
        match code {
            Some(code) => code.write(out, symbol),
            None => out.write(symbol, self.bits()),
        }
    }

    fn read(&self, input: &mut BitReader<'_>, code: Option<&Code>) -> Result<u32> {
        match code {
            Some(code) => code.read(input),
            None => input.read(self.bits()),
        }
    }
}

/// Equal for equal floats: of the two zeros one.
fn key(value: f32) -> u32 {
    (value + 0.0).to_bits()
}

fn last_axis(p: &Param) -> usize {
    p.shape.last().copied().unwrap_or(1)
}

/// Writes the tag and what the encoding needs besides the values.
fn write_encoding(out: &mut BitWriter, encoding: &Encoding, form: u8) {
    let number = |dtype: NumberType| NUMBER_TYPES.iter().position(|&t| t == dtype).map_or(u8::MAX, |i| i as u8 + 1);
    match encoding {
        Encoding::Float32 => out.bytes(&[form]),
        Encoding::Float { dtype, scale } => {
            let scaled = scale.to_bits() != 1f32.to_bits();
            out.bytes(&[number(*dtype) | form | if scaled { SCALED } else { 0 }]);
            if scaled {
                out.float(*scale);
            }
        }
        Encoding::Grid(grid) | Encoding::CodedGrid(grid) => {
            let coded = if encoding.is_clustered() { CODED } else { 0 };
            let scaled = if grid.scale.len() > 1 { SCALED } else { 0 };
            let shifted = if grid.is_symmetric() { 0 } else { ZERO_POINTS };
            out.bytes(&[(number(grid.dtype) + coded) | form | scaled | shifted]);
            grid.scale.iter().for_each(|&s| out.float(s));
            if shifted != 0 {
                grid.zero_point.iter().for_each(|&z| out.zigzag(z));
            }
        }
        Encoding::Codebook { centroids } => {
            out.bytes(&[CODEBOOK | form]);
            out.varint(centroids.len() as u64);
            centroids.iter().for_each(|&v| out.float(v));
        }
    }
}

fn read_encoding(input: &mut BitReader<'_>, tag: u8, channels: usize) -> Result<Encoding> {
    let kind = tag & 0xf;
    let unused = match kind {
        0 | CODEBOOK => SCALED | ZERO_POINTS,
        1..=4 => ZERO_POINTS,
        _ => 0,
    };
    if kind > LAST || tag & unused != 0 {
        return Err(input.misfit("the tag of a tensor", format!("{tag:#x}")));
    }
    let is_coded = kind > CODEBOOK;
    let number = if is_coded { kind - CODED } else { kind };
    Ok(match NUMBER_TYPES.get(usize::from(number).wrapping_sub(1)) {
        None if kind == 0 => Encoding::Float32,
        None => {
            let count = input.varint(MAX_SYMBOLS as u64 - 1)? as usize;
            Encoding::Codebook { centroids: input.floats(count)? }
        }
        Some(&dtype) if dtype.is_integer() => {
            let count = if tag & SCALED != 0 { channels } else { 1 };
            let scale = input.floats(count)?;
            let mut zero_point = vec![0; count];
            if tag & ZERO_POINTS != 0 {
                for z in &mut zero_point {
                    *z = input.zigzag()?;
                }
            }
            let grid = Grid { dtype, scale, zero_point };
            if is_coded { Encoding::CodedGrid(grid) } else { Encoding::Grid(grid) }
        }
        Some(&dtype) => Encoding::Float { dtype, scale: if tag & SCALED != 0 { input.float()? } else { 1.0 } },
    })
}

/// That the encoding is one for `p`.
fn check_encoding(p: &Param, encoding: &Encoding) -> Result<()> {
    match encoding {
        Encoding::Float { dtype, .. } if dtype.is_integer() => Err(misfit(p, "a short float", dtype.id())),
        Encoding::Grid(grid) | Encoding::CodedGrid(grid) if !grid.dtype.is_integer() => {
            Err(misfit(p, "an integer grid", grid.dtype.id()))
        }
        Encoding::Grid(grid) | Encoding::CodedGrid(grid) => {
            let (scales, zeros) = (grid.scale.len(), grid.zero_point.len());
            if scales != zeros || scales != 1 && scales != last_axis(p) {
                return Err(misfit(
                    p,
                    &format!("1 or {} scales and zero points", last_axis(p)),
                    &format!("{scales}, {zeros}"),
                ));
            }
            match grid.zero_point.iter().find(|z| z.unsigned_abs() > MAX_ZERO_POINT as u32) {
                Some(z) => Err(misfit(p, &format!("zero points within ±{MAX_ZERO_POINT}"), &z.to_string())),
                None => Ok(()),
            }
        }
        Encoding::Codebook { centroids } if centroids.len() >= MAX_SYMBOLS => {
            Err(misfit(p, &format!("fewer than {MAX_SYMBOLS} centroids"), &centroids.len().to_string()))
        }
        _ => Ok(()),
    }
}

fn misfit(p: &Param, expected: &str, got: &str) -> Error {
    Error::Tensor { tensor: p.name.clone(), expected: expected.into(), got: got.into() }
}
