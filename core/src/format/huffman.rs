//! Canonical Huffman codes (Huffman 1952; canonical as in DEFLATE, RFC 1951, §3.2.2): the lengths alone say which code
//! stands for which symbol. No code is longer than 15 bits, and among such codes these are the shortest.

use super::bits::{BitReader, BitWriter, zigzag};
use crate::Result;

/// The longest code.
const MAX_BITS: usize = 15;

/// The largest alphabet: what codes of 15 bits can tell apart.
pub const MAX_SYMBOLS: usize = 1 << MAX_BITS;

/// A prefix code over the symbols `0 … n − 1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Bits of each symbol's code; 0 for one that never occurs, and for the only one of an alphabet of one.
    lengths: Vec<u8>,
    /// Each symbol's code, its first bit lowest, as it is written.
    codes: Vec<u16>,
    /// How many codes there are of each length.
    per_length: [u16; MAX_BITS + 1],
    /// The symbols in the order of their codes.
    ordered: Vec<u16>,
}

impl Code {
    /// The shortest code for symbols that occur `counts` times; at most [`MAX_SYMBOLS`] of them.
    pub fn of(counts: &[u32]) -> Self {
        Self::from_lengths(lengths(counts))
    }

    fn from_lengths(lengths: Vec<u8>) -> Self {
        let mut per_length = [0; MAX_BITS + 1];
        let mut ordered: Vec<u16> = (0..lengths.len() as u32).map(|s| s as u16).collect();
        ordered.retain(|&s| lengths[usize::from(s)] > 0);
        ordered.sort_by_key(|&s| lengths[usize::from(s)]);
        let mut codes = vec![0; lengths.len()];
        let (mut code, mut before) = (0u16, 0);
        for &s in &ordered {
            let bits = lengths[usize::from(s)];
            code <<= bits - before;
            codes[usize::from(s)] = code.reverse_bits() >> (16 - bits);
            code += 1;
            before = bits;
            per_length[usize::from(bits)] += 1;
        }
        Code { lengths, codes, per_length, ordered }
    }

    /// Bits that symbols with `counts` take.
    pub fn cost(&self, counts: &[u32]) -> u64 {
        counts.iter().zip(&self.lengths).map(|(&n, &bits)| u64::from(n) * u64::from(bits)).sum()
    }

    /// The lengths, each by its difference from the one before: neighbours are alike where symbols are in an order,
    /// and then cost one bit to three.
    pub fn write_table(&self, out: &mut BitWriter) {
        let mut before = 0;
        if self.lengths.len() > 1 {
            for &bits in &self.lengths {
                out.gamma(zigzag(i32::from(bits) - before) + 1);
                before = i32::from(bits);
            }
        }
    }

    /// Bits of [`Code::write_table`].
    pub fn table_bits(&self) -> u64 {
        let mut out = BitWriter::default();
        self.write_table(&mut out);
        out.bit_len()
    }

    /// What [`Code::write_table`] wrote for an alphabet of `symbols`.
    pub fn read_table(input: &mut BitReader<'_>, symbols: usize) -> Result<Self> {
        if symbols > MAX_SYMBOLS {
            return Err(input.misfit(format!("at most {MAX_SYMBOLS} symbols"), symbols.to_string()));
        }
        if symbols <= 1 {
            return Ok(Self::from_lengths(vec![0; symbols]));
        }
        input.expect(symbols, 1)?;
        let (mut lengths, mut before, mut taken) = (Vec::with_capacity(symbols), 0i32, 0u32);
        for _ in 0..symbols {
            let difference = input.gamma()? - 1;
            before += (difference >> 1) as i32 ^ -((difference & 1) as i32);
            if !(0..=MAX_BITS as i32).contains(&before) {
                return Err(input.misfit(format!("codes of at most {MAX_BITS} bits"), before.to_string()));
            }
            // Kraft's inequality, in units of the longest code.
            taken += if before > 0 { 1 << (MAX_BITS as i32 - before) } else { 0 };
            lengths.push(before as u8);
        }
        if taken > 1 << MAX_BITS {
            return Err(input.misfit("a prefix code", "too many short codes"));
        }
        Ok(Self::from_lengths(lengths))
    }

    /// Writes the code of `symbol`.
    pub fn write(&self, out: &mut BitWriter, symbol: u32) {
        out.write(self.codes[symbol as usize].into(), self.lengths[symbol as usize].into());
    }

    /// Reads one symbol.
    pub fn read(&self, input: &mut BitReader<'_>) -> Result<u32> {
        if self.lengths.len() == 1 {
            return Ok(0);
        }
        // The codes of one length are consecutive numbers, in the order of their symbols.
        let (mut code, mut first, mut place) = (0u32, 0u32, 0usize);
        for &count in &self.per_length[1..] {
            code = code << 1 | input.read(1)?;
            first <<= 1;
            if code < first + u32::from(count) {
                return Ok(self.ordered[place + (code - first) as usize].into());
            }
            first += u32::from(count);
            place += usize::from(count);
        }
        Err(input.misfit("a code of the table", "another"))
    }
}

/// The code length of each symbol, by package-merge (Larmore and Hirschberg 1990): the shortest code of those without
/// codes longer than [`MAX_BITS`].
fn lengths(counts: &[u32]) -> Vec<u8> {
    let mut lengths = vec![0; counts.len()];
    let mut leaves: Vec<(u64, usize)> =
        counts.iter().enumerate().filter(|(_, n)| **n > 0).map(|(s, &n)| (n.into(), s)).collect();
    leaves.sort_unstable();
    if let &[(_, only)] = leaves.as_slice() {
        // A symbol of its own alphabet needs no code; one among others that never occur takes a bit.
        lengths[only] = u8::from(counts.len() > 1);
    }
    if leaves.len() < 2 {
        return lengths;
    }
    // In each round, what two neighbours of the last round weigh together is sorted in among the leaves.
    let mut rounds: Vec<Vec<bool>> = Vec::with_capacity(MAX_BITS);
    let mut weights: Vec<u64> = Vec::new();
    for _ in 0..MAX_BITS {
        let packages: Vec<u64> = weights.chunks_exact(2).map(|pair| pair[0] + pair[1]).collect();
        let (mut leaf, mut package) = (0, 0);
        let mut is_leaf = Vec::with_capacity(leaves.len() + packages.len());
        weights.clear();
        while leaf < leaves.len() || package < packages.len() {
            let takes_leaf = package == packages.len() || leaf < leaves.len() && leaves[leaf].0 <= packages[package];
            weights.push(if takes_leaf { leaves[leaf].0 } else { packages[package] });
            leaf += usize::from(takes_leaf);
            package += usize::from(!takes_leaf);
            is_leaf.push(takes_leaf);
        }
        rounds.push(is_leaf);
    }
    // A symbol's code is as long as the number of rounds in which its leaf is among what the last round chose.
    let mut chosen = 2 * leaves.len() - 2;
    for is_leaf in rounds.iter().rev() {
        let count = is_leaf[..chosen].iter().filter(|l| **l).count();
        leaves[..count].iter().for_each(|&(_, s)| lengths[s] += 1);
        chosen = 2 * (chosen - count);
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Bits of a message: table and symbols.
    fn round_trip(counts: &[u32]) -> u64 {
        let code = Code::of(counts);
        let message: Vec<u32> =
            counts.iter().enumerate().flat_map(|(s, &n)| (0..n.min(50)).map(move |_| s as u32)).collect();
        let mut out = BitWriter::default();
        code.write_table(&mut out);
        let table = out.bit_len();
        message.iter().for_each(|&s| code.write(&mut out, s));
        let bytes = out.finish();
        let mut input = BitReader::new("test", &bytes);
        let read = Code::read_table(&mut input, counts.len()).unwrap();
        assert_eq!(read, code);
        message.iter().for_each(|&s| assert_eq!(read.read(&mut input).unwrap(), s));
        input.align().unwrap();
        assert_eq!(input.remaining(), 0);
        table + code.cost(counts)
    }

    fn entropy_bits(counts: &[u32]) -> f64 {
        let total: f64 = counts.iter().map(|&n| f64::from(n)).sum();
        counts.iter().filter(|n| **n > 0).map(|&n| f64::from(n) * (total / f64::from(n)).log2()).sum()
    }

    #[test]
    fn nothing_one_and_two_symbols() {
        assert_eq!(round_trip(&[]), 0);
        assert_eq!(round_trip(&[0]), 0);
        assert_eq!(round_trip(&[9]), 0);
        assert_eq!(Code::of(&[0, 9, 0]).cost(&[0, 9, 0]), 9);
        round_trip(&[0, 9, 0]);
        assert_eq!(Code::of(&[1, 9]).cost(&[1, 9]), 10);
    }

    #[test]
    fn a_textbook_code() {
        // Frequencies and cost (224 per 100) of Cormen, Leiserson, Rivest and Stein, Introduction to Algorithms, §16.3.
        let counts = [45, 13, 12, 16, 9, 5];
        assert_eq!(Code::of(&counts).lengths, [1, 3, 3, 3, 4, 4]);
        assert_eq!(Code::of(&counts).cost(&counts), 224);
    }

    #[test]
    fn skewed_counts_stay_within_the_longest_code() {
        // Fibonacci numbers make Huffman's own code as deep as there are symbols.
        let mut counts = vec![1, 1];
        while counts.len() < 40 {
            counts.push(counts[counts.len() - 1] + counts[counts.len() - 2]);
        }
        let code = Code::of(&counts);
        assert_eq!(code.lengths.iter().max(), Some(&15));
        let over = code.cost(&counts) as f64 / entropy_bits(&counts);
        assert!((1.0..1.05).contains(&over), "{over}");
        round_trip(&counts);
        round_trip(&vec![1; MAX_SYMBOLS]);
    }

    proptest! {
        #[test]
        fn within_a_bit_of_the_entropy(counts in prop::collection::vec(0u32..5000, 0..300), power in 1u32..4) {
            let counts: Vec<u32> = counts.iter().map(|&n| (n / 50).pow(power)).collect();
            round_trip(&counts);
            let total: f64 = counts.iter().map(|&n| f64::from(n)).sum();
            let (cost, bound) = (Code::of(&counts).cost(&counts) as f64, entropy_bits(&counts));
            prop_assert!(cost >= bound - 1e-6 && cost <= bound + total + 1e-6, "{cost} {bound} {total}");
        }

        #[test]
        fn arbitrary_tables_never_panic(bytes: Vec<u8>, symbols in 0usize..100_000) {
            let mut input = BitReader::new("test", &bytes);
            if let Ok(code) = Code::read_table(&mut input, symbols) {
                while input.remaining() > 0 && symbols > 1 && code.read(&mut input).is_ok() {}
            }
        }
    }
}
