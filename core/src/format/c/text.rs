//! Numbers and names as C has them.

use std::fmt::{Display, Write};

/// The longest line of an array.
const WIDTH: usize = 116;

/// A finite float, in the fewest digits that give it back.
pub fn float(value: f32) -> String {
    format!("{value:?}f")
}

/// An array of constants; C knows none without elements.
pub fn array<T: Display>(kind: &str, name: &str, what: &str, values: impl IntoIterator<Item = T>) -> String {
    let (mut body, mut line, mut count) = (String::new(), String::from("   "), 0);
    let mut entry = String::new();
    for value in values {
        entry.clear();
        // Writing to a string cannot fail.
        let _ = write!(entry, " {value},");
        if line.len() + entry.len() > WIDTH {
            body.push_str(&line);
            body.push('\n');
            line.truncate(3);
        }
        line.push_str(&entry);
        count += 1;
    }
    body.push_str(&line);
    format!("/* {what} */\nstatic const {kind} {name}[{count}] = {{\n{body}\n}};\n")
}

/// A node's name within a comment: whatever could end it is left out.
pub fn comment(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "._- ".contains(c) { c } else { '?' }).take(60).collect()
}
