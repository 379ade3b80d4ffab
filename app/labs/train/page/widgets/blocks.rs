//! Which layers belong together: those whose names start with the same numbered block.

/// The first part of a name in a numbered block, as `blocks.3` of `blocks.3.dw`; layers of one block belong together.
pub fn block_of(name: &str) -> Option<&str> {
    let mut dots = name.match_indices('.').map(|(at, _)| at);
    let (first, second) = (dots.next()?, dots.next()?);
    name[first + 1..second].parse::<usize>().is_ok().then_some(&name[..second])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_numbered() {
        assert_eq!(block_of("blocks.3.dw"), Some("blocks.3"));
        assert_eq!(block_of("blocks.12.bn1.relu"), Some("blocks.12"));
        assert_eq!(block_of("conv1.relu"), None);
        assert_eq!(block_of("bn1.relu.x"), None);
    }
}
