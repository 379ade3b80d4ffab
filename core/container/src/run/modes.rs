//! Permissions as `chmod` takes them.

/// The mode that `text` (`755`, `u+x,go-w`) makes of `mode`; of a folder `X` counts as `x`. `None` where it is none.
pub fn parse_mode(text: &str, mode: u32, is_folder: bool) -> Option<u32> {
    if !text.is_empty() && text.bytes().all(|byte| (b'0'..b'8').contains(&byte)) {
        return u32::from_str_radix(text, 8).ok().filter(|mode| *mode <= 0o7777);
    }
    let mut mode = mode;
    for clause in text.split(',') {
        let operators = clause.find(['+', '-', '='])?;
        let (who, mut rest) = clause.split_at(operators);
        let mut mask = 0;
        for c in who.chars() {
            mask |= match c {
                'u' => 0o4700,
                'g' => 0o2070,
                'o' => 0o1007,
                'a' => 0o7777,
                _ => return None,
            };
        }
        // Nobody named: everybody, but not what the usual umask (022) takes.
        let (mask, kept) = if who.is_empty() { (0o7777, 0o022) } else { (mask, 0) };
        while let Some(operator) = rest.chars().next() {
            rest = rest.get(1..)?;
            let end = rest.find(['+', '-', '=']).unwrap_or(rest.len());
            let (letters, more) = rest.split_at(end);
            rest = more;
            let mut bits = 0;
            for c in letters.chars() {
                bits |= match c {
                    'r' => 0o444,
                    'w' => 0o222,
                    'x' => 0o111,
                    'X' if is_folder || mode & 0o111 != 0 => 0o111,
                    'X' => 0,
                    's' => 0o6000,
                    't' => 0o1000,
                    _ => return None,
                };
            }
            let bits = bits & mask & !kept;
            mode = match operator {
                '+' => mode | bits,
                '-' => mode & !bits,
                '=' => (mode & !(mask & 0o777)) | bits,
                _ => return None,
            };
        }
    }
    Some(mode)
}
