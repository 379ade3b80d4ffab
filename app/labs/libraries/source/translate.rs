//! Python that MicroPython would do otherwise, in words that it does as Python: dicts keep their order, `sort` is stable, texts
//! show tensors as numbers. No line is moved.

use super::SHOWN;
use super::tokens::{Kind, Token, logical_lines};

/// What a dict display becomes: a call with its pairs.
const DICT: &str = "_karui_dict";
/// Stands in the place of a key: the value is a dict whose pairs belong to the display.
const MORE: &str = "_karui_more";
/// What `list.sort` becomes.
const SORT: &str = "_karui_sort";
/// What the text before a `%` is put through.
const PERCENT: &str = "_karui_percent";
/// What `float` becomes where it is called: a tensor gives its number.
const FLOAT: &str = "_karui_float";
/// What `x *= y` gives to `x`: MicroPython asks a class only for `+=` and `-=`.
const IN_PLACE: &str = "_karui_in_place";
/// What a number is put through that is compared with what stands right of it.
const LEFT: &str = "_karui_left";

/// `text` in the place of what is from `from` to `until`.
struct Edit {
    from: usize,
    until: usize,
    text: String,
}

/// A program as MicroPython is to read it.
pub fn translate(source: &str) -> String {
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    let mut edits = Vec::new();
    for tokens in logical_lines(&source) {
        let line = Line { source: &source, tokens: &tokens };
        for i in 0..tokens.len() {
            line.dict(i, &mut edits);
            line.method(i, &mut edits);
            line.percent(i, &mut edits);
            line.left(i, &mut edits);
            line.float(i, &mut edits);
            line.named(i, &mut edits);
            line.in_place(i, &mut edits);
        }
    }
    edits.sort_by_key(|edit| (edit.from, edit.until));
    let (mut text, mut from) = (String::with_capacity(source.len()), 0);
    for edit in edits {
        if edit.from >= from {
            text.push_str(&source[from..edit.from]);
            text.push_str(&edit.text);
            from = edit.until;
        }
    }
    text.push_str(&source[from..]);
    text
}

fn put(at: usize, text: &str) -> Edit {
    Edit { from: at, until: at, text: text.to_owned() }
}

fn instead(of: &Token, text: &str) -> Edit {
    Edit { from: of.start, until: of.end, text: text.to_owned() }
}

struct Line<'a> {
    source: &'a str,
    tokens: &'a [Token],
}

impl Line<'_> {
    fn is(&self, i: usize, text: &str) -> bool {
        self.tokens.get(i).is_some_and(|token| token.is(self.source, text))
    }

    /// The bracket that closes the one at `open`.
    fn close(&self, open: usize) -> Option<usize> {
        let depth = self.tokens[open].depth;
        let behind = self.tokens.iter().skip(open + 1).position(|token| token.depth == depth)?;
        Some(open + 1 + behind)
    }

    /// What stands between two tokens, split at the commas of its own depth; ranges of tokens.
    fn parts(&self, open: usize, close: usize) -> Vec<(usize, usize)> {
        let depth = self.tokens[open].depth + 1;
        let (mut parts, mut from, mut lambdas) = (Vec::new(), open + 1, 0);
        for i in open + 1..close {
            let is_own = self.tokens[i].depth == depth;
            if is_own && self.is(i, "for") {
                break;
            }
            lambdas += usize::from(is_own && self.is(i, "lambda"));
            if is_own && self.is(i, ":") {
                lambdas = lambdas.saturating_sub(1);
            }
            if is_own && lambdas == 0 && self.is(i, ",") {
                parts.push((from, i));
                from = i + 1;
            }
        }
        if from < close {
            parts.push((from, close));
        }
        parts
    }

    /// `{a: b, **c}` and `{a: b for …}`, but no set.
    fn dict(&self, open: usize, to: &mut Vec<Edit>) {
        if !self.is(open, "{") {
            return;
        }
        let Some(close) = self.close(open).filter(|close| self.is(*close, "}")) else { return };
        let depth = self.tokens[open].depth + 1;
        let parts = self.parts(open, close);
        let mut edits = vec![instead(&self.tokens[open], &format!("{DICT}(["))];
        for (from, until) in parts {
            let end = (from..until).find(|i| self.tokens[*i].depth == depth && self.is(*i, "for")).unwrap_or(until);
            let (Some(first), Some(last)) = (self.tokens.get(from), end.checked_sub(1).map(|i| &self.tokens[i])) else {
                return;
            };
            if self.is(from, "*") && self.is(from + 1, "*") {
                edits.push(instead(first, &format!("({MORE}, ")));
                edits.push(instead(&self.tokens[from + 1], ""));
            } else {
                let mut lambdas = 0;
                let colon = (from..end).find(|i| {
                    if self.tokens[*i].depth != depth {
                        return false;
                    }
                    lambdas += usize::from(self.is(*i, "lambda"));
                    let is_colon = self.is(*i, ":");
                    if is_colon && lambdas > 0 {
                        lambdas -= 1;
                        return false;
                    }
                    is_colon
                });
                let Some(colon) = colon.filter(|colon| *colon > from && *colon + 1 < end) else { return };
                edits.push(put(first.start, "("));
                edits.push(instead(&self.tokens[colon], ","));
            }
            edits.push(put(last.end, ")"));
        }
        edits.push(instead(&self.tokens[close], "])"));
        to.extend(edits);
    }

    /// Where the operand begins that ends before token `end`: a name, a call, a subscript, an attribute, a text, something in brackets.
    fn operand(&self, end: usize) -> Option<usize> {
        let mut at = end;
        loop {
            let last = at.checked_sub(1)?;
            if self.is(last, ")") || self.is(last, "]") || self.is(last, "}") {
                let depth = self.tokens[last].depth;
                at = (0..last)
                    .rev()
                    .find(|i| self.tokens[*i].depth == depth && ["(", "[", "{"].iter().any(|it| self.is(*i, it)))?;
                let is_called = at.checked_sub(1).is_some_and(|i| {
                    let is_name = self.tokens[i].kind == Kind::Name && !self.is_keyword(i);
                    is_name || self.tokens[i].kind == Kind::Text || self.is(i, ")") || self.is(i, "]")
                });
                if is_called && !self.is(at, "{") {
                    continue;
                }
                return Some(at);
            }
            if self.tokens[last].kind == Kind::Other || self.is_keyword(last) {
                return None;
            }
            at = last;
            match at.checked_sub(1) {
                Some(dot) if self.is(dot, ".") => at = dot,
                _ => return Some(at),
            }
        }
    }

    fn is_keyword(&self, i: usize) -> bool {
        const WORDS: [&str; 19] = [
            "return", "if", "elif", "else", "while", "and", "or", "not", "in", "is", "assert", "yield", "lambda",
            "for", "await", "del", "raise", "from", "import",
        ];
        WORDS.iter().any(|word| self.is(i, word))
    }

    /// `x.sort(…)` and `x.format(…)`.
    fn method(&self, dot: usize, to: &mut Vec<Edit>) {
        let is_call = self.is(dot, ".") && self.is(dot + 2, "(");
        if is_call && self.is(dot + 1, "sort") {
            if let Some(from) = self.operand(dot) {
                to.push(put(self.tokens[from].start, &format!("{SORT}(")));
                let [first, last] = [self.tokens[dot].start, self.tokens[dot + 2].end];
                to.push(Edit { from: first, until: last, text: ", ".to_owned() });
            }
        } else if is_call && self.is(dot + 1, "format") {
            let Some(close) = self.close(dot + 2) else { return };
            for (from, until) in self.parts(dot + 2, close) {
                if self.is(from, "*") && self.is(from + 1, "*") {
                    continue;
                }
                let is_all = self.is(from, "*");
                let is_named = self.is(from + 1, "=") && !self.is(from + 2, "=");
                let begin = from + usize::from(is_all) + 2 * usize::from(is_named);
                if begin >= until {
                    continue;
                }
                let (before, behind) =
                    if is_all { (format!("[{SHOWN}(_) for _ in ("), ")]") } else { (format!("{SHOWN}(("), "))") };
                to.push(put(self.tokens[begin].start, &before));
                to.push(put(self.tokens[until - 1].end, behind));
            }
        }
    }

    /// `"…" % x`.
    fn percent(&self, sign: usize, to: &mut Vec<Edit>) {
        if !self.is(sign, "%") || self.is(sign + 1, "=") {
            return;
        }
        let texts = self.tokens[..sign].iter().rev().take_while(|token| token.kind == Kind::Text).count();
        if texts > 0 {
            to.push(put(self.tokens[sign - texts].start, &format!("{PERCENT}(")));
            to.push(put(self.tokens[sign - 1].end, ")"));
        }
    }

    /// `float(x)` and `map(float, x)`; elsewhere it is the type.
    fn float(&self, i: usize, to: &mut Vec<Edit>) {
        let is_own = |before: usize| !self.is(before, ".") && !self.is(before, "def") && !self.is(before, "class");
        let is_mapped = i > 1 && self.is(i - 2, "map") && self.is(i - 1, "(");
        if self.is(i, "float") && i.checked_sub(1).is_none_or(is_own) && (self.is(i + 1, "(") || is_mapped) {
            to.push(instead(&self.tokens[i], FLOAT));
        }
    }

    /// `dict(a=1, b=2)`: MicroPython gives names to a call in no order.
    fn named(&self, i: usize, to: &mut Vec<Edit>) {
        let is_own = |before: usize| !self.is(before, ".") && !self.is(before, "def") && !self.is(before, "class");
        if !self.is(i, "dict") || !self.is(i + 1, "(") || !i.checked_sub(1).is_none_or(is_own) {
            return;
        }
        let Some(close) = self.close(i + 1) else { return };
        let parts = self.parts(i + 1, close);
        let is_named = |(from, until): &(usize, usize)| {
            self.tokens[*from].kind == Kind::Name
                && self.is(from + 1, "=")
                && !self.is(from + 2, "=")
                && from + 2 < *until
        };
        if parts.is_empty() || !parts.iter().all(is_named) {
            return;
        }
        to.push(instead(&self.tokens[i], DICT));
        to.push(instead(&self.tokens[i + 1], "(["));
        for (from, until) in parts {
            let name = &self.source[self.tokens[from].start..self.tokens[from].end];
            to.push(instead(&self.tokens[from], &format!("('{name}'")));
            to.push(instead(&self.tokens[from + 1], ","));
            to.push(put(self.tokens[until - 1].end, ")"));
        }
        to.push(instead(&self.tokens[close], "])"));
    }

    /// `x *= y` and the like, but for `+=` and `-=`.
    fn in_place(&self, equals: usize, to: &mut Vec<Edit>) {
        let touches = |a: usize| self.tokens.get(a + 1).is_some_and(|next| next.start == self.tokens[a].end);
        let is_sign = |i: usize| ["*", "/", "%", "@", "&", "|", "^", "<", ">"].iter().any(|it| self.is(i, it));
        if !self.is(equals, "=") || self.is(equals + 1, "=") || self.tokens[equals].depth > 0 {
            return;
        }
        let mut sign = equals;
        while sign > 0 && is_sign(sign - 1) && touches(sign - 1) {
            sign -= 1;
        }
        let operator = &self.source[self.tokens[sign].start..self.tokens[equals].start];
        if !["*", "/", "%", "@", "&", "|", "^", "**", "//", "<<", ">>"].contains(&operator) {
            return;
        }
        let is_end = |i: &usize| self.tokens[*i].depth == 0 && (self.is(*i, ";") || self.is(*i, ":"));
        let from = (0..sign).rev().find(is_end).map_or(0, |at| at + 1);
        let until = (equals + 1..self.tokens.len())
            .find(|i| self.tokens[*i].depth == 0 && self.is(*i, ";"))
            .unwrap_or(self.tokens.len());
        let target = &self.source[self.tokens[from].start..self.tokens[sign].start];
        if from >= sign || until <= equals + 1 || target.contains(['\n', '#']) {
            return;
        }
        let text = format!("= {IN_PLACE}('{operator}', {}, (", target.trim_end());
        to.push(Edit { from: self.tokens[sign].start, until: self.tokens[equals].end, text });
        to.push(put(self.tokens[until - 1].end, "))"));
    }

    /// `0.5 < x`: MicroPython does not ask what stands right of a number. Only where the number is all that stands left of it.
    fn left(&self, i: usize, to: &mut Vec<Edit>) {
        let token = &self.tokens[i];
        let is_digit = self.source[token.start..].starts_with(|c: char| c.is_ascii_digit());
        if token.kind != Kind::Name || !is_digit {
            return;
        }
        // A decimal is three tokens: 0 . 5
        let touches = |a: usize| self.tokens.get(a + 1).is_some_and(|next| next.start == self.tokens[a].end);
        let mut end = i;
        if touches(i) && self.is(i + 1, ".") {
            end = i + 1;
            if touches(end) && self.tokens[end + 1].kind == Kind::Name {
                end += 1;
            }
        }
        let compares =
            (self.is(end + 1, "<") && !self.is(end + 2, "<")) || (self.is(end + 1, ">") && !self.is(end + 2, ">"));
        if !compares {
            return;
        }
        let mut first = i;
        if first > 0 && self.is(first - 1, "-") {
            first -= 1;
        }
        let is_free = first.checked_sub(1).is_none_or(|before| {
            let is_open = ["(", "[", "{", ",", ":", ";", ":="].iter().any(|it| self.is(before, it));
            let is_given =
                self.is(before, "=") && !["=", "!", "<", ">"].iter().any(|it| before > 0 && self.is(before - 1, it));
            let is_word = ["return", "if", "elif", "while", "and", "or", "not", "assert", "else"]
                .iter()
                .any(|it| self.is(before, it));
            is_open || is_given || is_word
        });
        if is_free {
            to.push(put(self.tokens[first].start, &format!("{LEFT}(")));
            to.push(put(self.tokens[end].end, ")"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expect: &str) {
        let short = [(DICT, "D"), (MORE, "M"), (SORT, "S"), (PERCENT, "P"), (LEFT, "L"), (SHOWN, "F")];
        let text = short.iter().fold(translate(source), |text, (long, short)| text.replace(long, short));
        assert_eq!(text, expect);
    }

    #[test]
    fn dicts_become_lists_of_pairs_and_sets_stay() {
        check("d = {}", "d = D([])");
        check("d = {'a': 1, b: f(x, y),\n  'c': [1, 2],}\n", "d = D([('a', 1), (b, f(x, y)),\n  ('c', [1, 2]),])\n");
        check("{k: v for k, v in x if v}", "D([(k, v) for k, v in x if v])");
        check("{'f': lambda x, y: x, 'g': {1: 2}}", "D([('f', lambda x, y: x), ('g', D([(1, 2)]))])");
        check("{**a, 'b': 1}", "D([(M, a), ('b', 1)])");
        check("{1, 2}; {x for x in y}; x[1:2]; f'{x:1}'", "{1, 2}; {x for x in y}; x[1:2]; f'{x:1}'");
        check("{'a': 1", "{'a': 1");
        check("dict(b=1, a=f(2)); dict(x)", "D([('b',1), ('a',f(2))]); dict(x)");
        check("float(x); x.float(); map(float, y); float", "_karui_float(x); x.float(); map(_karui_float, y); float");
    }

    #[test]
    fn methods_become_calls() {
        check("a.b[1].sort(key=f)", "S(a.b[1], key=f)");
        check("x = f(y).sort()", "x = S(f(y), )");
        check("return x.sort()", "return S(x, )");
        check("[3, 1].sort()", "S([3, 1], )");
        check(
            "'{} {a:.2f}'.format(x, a=y, *z, **w)",
            "'{} {a:.2f}'.format(F((x)), a=F((y)), *[F(_) for _ in (z)], **w)",
        );
        check("'a' 'b%d' % x % 2", "P('a' 'b%d') % x % 2");
        check("x = {'a': y.sort()}", "x = D([('a', S(y, ))])");
    }

    #[test]
    fn what_changes_in_place_is_asked_to() {
        check("w *= 2", "w = _karui_in_place('*', w, ( 2))");
        check("if a: w.x[0] //= f(y); v += 1", "if a: w.x[0] = _karui_in_place('//', w.x[0], ( f(y))); v += 1");
        check("a <= b; a == b; a -= 1; f(a=1); x = y", "a <= b; a == b; a -= 1; f(a=1); x = y");
    }

    #[test]
    fn numbers_left_of_a_comparison_ask_what_is_right() {
        check("if 0.5 < x: pass", "if L(0.5) < x: pass");
        check("y = (-1 <= x) & (3 > x)", "y = (L(-1) <= x) & (L(3) > x)");
        check("a + 1 < x; x == 1 < y; 1 << x; x[1] < 2", "a + 1 < x; x == 1 < y; 1 << x; x[1] < 2");
    }

    /// Whatever the text is, it is translated, and no line moves.
    #[test]
    fn no_text_fails_and_no_line_moves() {
        const PARTS: [&str; 30] = [
            "{", "}", "(", ")", "[", "]", ":", ",", "**", "*", "for ", "in ", "lambda ", ".sort(", ".format(", "%",
            "'a'", "x", "1", "0.5", "<", ">", "=", "-", "\n", "if ", "あ", ";", "f'{x}'", "\\\n",
        ];
        let mut state = 1u32;
        let mut random = |n: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as usize % n
        };
        for _ in 0..20_000 {
            let source: String = (0..1 + random(24)).map(|_| PARTS[random(PARTS.len())]).collect();
            assert_eq!(translate(&source).matches('\n').count(), source.matches('\n').count(), "{source:?}");
        }
    }
}
