//! Karui's own model file, `.karui`: a whole [`Model`] in as few bytes as its storage allows. The size that the lab
//! shows is the length of this file.
//!
//! Numbers are little-endian; `varint` is LEB128, `zigzag` a varint of 0, −1, 1, −2, …; `f32` is 4 bytes; bits fill a
//! byte from its lowest. The header:
//!
//! | part              | bytes          | what                                                                        |
//! |-------------------|----------------|-----------------------------------------------------------------------------|
//! | magic             | 5              | `KARUI`                                                                     |
//! | version           | 1              | 1                                                                           |
//! | input             | 3 varint       | height, width, channels                                                     |
//! | node count        | varint         | without the input                                                           |
//! | each node: op     | 1 + settings   | below; sizes are varints, `bias` is 1 byte, 0 or 1                          |
//! | … inputs          | varint each    | how many nodes back it is, less 1; as many as the op takes                  |
//! | … name            | 2 varint, UTF-8 | how many bytes are the previous name's, how many follow, those             |
//! | activations       | 1              | 0 floats, 1 dynamic, 2 static; the rest of this table only then             |
//! | same              | ⌈nodes / 8⌉    | a bit for each node, the input among them: has the previous one's grid      |
//! | grids             | 5 each         | f32 scale, signed byte zero point, of each node without that bit            |
//!
//! | op | settings                                                                                                   |
//! |----|------------------------------------------------------------------------------------------------------------|
//! | 1 convolution       | K, KH, KW, stride down, right, padding top, bottom, left, right, groups, bias             |
//! | 2 depthwise         | KH, KW, stride down, right, padding top, bottom, left, right, bias                        |
//! | 3 linear            | K, bias                                                                                   |
//! | 4 batch norm        | f32 ε, f32 momentum                                                                       |
//! | 5 activation        | 1 byte: relu, relu6, sigmoid, hard sigmoid, hard swish, silu                              |
//! | 6 pooling           | 1 byte: 0, the maximum; KH, KW, strides, padding                                           |
//! | 7 … 11              | global mean, sum, product, flatten; 11 dropout: f32 p                                      |
//!
//! Then every tensor in the order of [`crate::graph::Weights::params`], each on a whole byte:
//!
//! | part       | bytes            | what                                                                               |
//! |------------|------------------|------------------------------------------------------------------------------------|
//! | tag        | 1                | bits 0–3 encoding: 0 f32, 1 fp16, 2 bf16, 3 fp8-e4m3, 4 fp8-e5m2, 5 int8, 6 int4, 7 int2, 8 binary, 9 code book, 10 … 13 int8, int4, int2, binary with coded levels; bit 4: the storage is sparse; bit 5: zeros are left out here; bit 6: floats have a scale that is not 1, grids one scale for each entry of the last axis; bit 7: grids have zero points |
//! | encoding   | f32 or more      | short floats: the scale where bit 6 says so; grids: f32 scales, then with bit 7 zigzag zero points; code book: varint how many, f32 centroids |
//! | stored     | varint           | with bit 5 only: how many values are not zero; when there are none, nothing follows |
//! | gaps       | 3 bits (+ table) | with bit 5 only: width of a gap less 1; for encodings from 9 on 1 bit more: whether gaps are Huffman-coded, and then their code lengths |
//! | code       | table            | for a code book: the code lengths of the indices; for coded levels: of all levels that their bits allow |
//! | values     | bits             | f32: 32 bits; short floats: theirs; grids: the level counted from the least, in their bits or by its Huffman code; code book: the index's Huffman code. With bit 5 each comes after its gap |
//!
//! A **gap** is the number of zeros before a value (Han et al. 2016, Deep Compression, §3). The largest number of its
//! width stands for that many zeros without a value; the paper spends a filler zero's value there too. Width and
//! coding are those that take the least bits. Where leaving out zeros takes as many bytes as storing them, or more,
//! bit 5 is not set; the code book has then one more index at its end, for zero.
//!
//! Zeros that are left out come back as +0; a −0 among them is equal to that, though not the same bits.

mod gaps;
mod header;
mod tensor;

use super::bits::{BitReader, BitWriter};
use crate::graph::{Model, NodeId, Weights};
use crate::{Error, Result};

const FORMAT: &str = "karui";
const MAGIC: &[u8; 5] = b"KARUI";
const VERSION: u8 = 1;

/// Values of the largest tensor or activation.
const MAX_VALUES: u64 = 1 << 28;

/// How many values a file may hold: zeros can take no space at all, and a few bytes must not ask for gigabytes.
const fn max_values(file_len: usize) -> u64 {
    (1 << 22) + 1024 * file_len as u64
}

/// The file of `net`.
///
/// # Errors
/// Where a value is not one that its storage can give back, a part does not fit the graph, or an op has no place in
/// the format.
pub fn save(net: &Model) -> Result<Vec<u8>> {
    let (mut file, tensors) = sections(net)?;
    tensors.iter().for_each(|(_, bytes)| file.extend(bytes));
    check_count(net.weights.values().len() as u64, file.len())?;
    Ok(file)
}

/// The network in a file: bit for bit the one that was saved.
///
/// # Errors
/// [`Error::Format`] for anything that is no such file, [`Error::Shape`] where its ops do not fit together.
pub fn load(bytes: &[u8]) -> Result<Model> {
    let mut input = BitReader::new(FORMAT, bytes);
    let (graph, activations) = header::read(&mut input)?;
    check_count(header::value_count(&graph)?, bytes.len())?;
    let mut weights = Weights::zeros(&graph);
    let params = weights.params().to_vec();
    let storage = params.iter().map(|p| tensor::read(&mut input, p, &mut weights.values_mut()[p.range.clone()]));
    let storage = storage.collect::<Result<Vec<_>>>()?;
    match input.remaining() {
        0 => Ok(Model { graph, weights, storage, activations }),
        rest => Err(Error::format(FORMAT, "the end", format!("{} more bytes", rest / 8))),
    }
}

/// Bytes that the tensors of each node take in the file, for the nodes that have any. With [`header_size`] they make
/// up the file.
pub fn layer_sizes(net: &Model) -> Result<Vec<(NodeId, usize)>> {
    let mut sizes: Vec<(NodeId, usize)> = Vec::new();
    for (node, bytes) in sections(net)?.1 {
        match sizes.last_mut() {
            Some((last, size)) if *last == node => *size += bytes.len(),
            _ => sizes.push((node, bytes.len())),
        }
    }
    Ok(sizes)
}

/// Bytes of the file before its first tensor: the graph and the grids of activations.
pub fn header_size(net: &Model) -> Result<usize> {
    Ok(header::write(net)?.len())
}

/// The bytes of a tensor, with the node that it belongs to.
type Section = (NodeId, Vec<u8>);

/// The header, and each tensor.
fn sections(net: &Model) -> Result<(Vec<u8>, Vec<Section>)> {
    let header = header::write(net)?;
    Error::check_len("storage", net.weights.params().len(), net.storage.len())?;
    // Weights of another graph would come back as something else.
    let expected = Weights::zeros(&net.graph);
    Error::check_len("weights", expected.values().len(), net.weights.values().len())?;
    if expected.params() != net.weights.params() {
        return Err(Error::format(FORMAT, "the tensors of the graph", "others"));
    }
    let tensors = net.weights.params().iter().zip(&net.storage).map(|(p, storage)| {
        let mut out = BitWriter::default();
        tensor::write(&mut out, p, &net.weights.values()[p.range.clone()], storage)?;
        Ok((p.node, out.finish()))
    });
    Ok((header, tensors.collect::<Result<_>>()?))
}

fn check_count(values: u64, file_len: usize) -> Result<()> {
    if values <= max_values(file_len) {
        return Ok(());
    }
    Err(Error::format(
        FORMAT,
        format!("at most {} values in {file_len} bytes", max_values(file_len)),
        values.to_string(),
    ))
}
