//! HTML and SVG as one string. What comes from outside (names of trials, of layers) passes through [`HtmlWriter::text`] or
//! an attribute's value, which escape it; tags and attributes' names are literals, by their type.

use crate::{Lang, number};
use karui_spec::{Figure, Pixels};

/// An attribute's name and its value, which is escaped.
pub type Attr<'a> = (&'static str, &'a str);

/// A string of HTML that grows, with what a string cannot hold.
#[derive(Default)]
pub struct HtmlWriter {
    /// The HTML.
    pub html: String,
    /// The figures of its buttons, in order, each with what it is the number of.
    pub figures: Vec<(Figure, String)>,
    /// The pictures of its canvases, in order.
    pub pictures: Vec<Pixels>,
}

impl HtmlWriter {
    /// A start tag, or a tag without an end.
    pub fn open(&mut self, tag: &'static str, attrs: &[Attr]) {
        self.html.push('<');
        self.html.push_str(tag);
        for (name, value) in attrs {
            self.html.push(' ');
            self.html.push_str(name);
            self.html.push_str("=\"");
            self.text(value);
            self.html.push('"');
        }
        self.html.push('>');
    }

    /// An end tag.
    pub fn close(&mut self, tag: &'static str) {
        self.html.push_str("</");
        self.html.push_str(tag);
        self.html.push('>');
    }

    /// Plain text.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                '&' => self.html.push_str("&amp;"),
                '"' => self.html.push_str("&quot;"),
                '\'' => self.html.push_str("&#39;"),
                c => self.html.push(c),
            }
        }
    }

    /// An element with text in it.
    pub fn element(&mut self, tag: &'static str, attrs: &[Attr], text: &str) {
        self.open(tag, attrs);
        self.text(text);
        self.close(tag);
    }

    /// An element of a class with text in it.
    pub fn span(&mut self, tag: &'static str, class: &str, text: &str) {
        self.element(tag, &[("class", class)], text);
    }

    /// A button that opens where `figure` comes from; `label` is what it is the number of.
    pub fn figure(&mut self, lang: Lang, figure: &Figure, label: String) {
        let shown = number::figure(lang, figure);
        let attrs = [
            ("type", "button"),
            ("class", "w-figure num"),
            ("aria-haspopup", "dialog"),
            ("data-figure", &self.figures.len().to_string()),
            ("data-value", &figure.value.to_string()),
            ("aria-label", &[&label, ": ", &shown].concat()),
        ];
        self.element("button", &attrs, &shown);
        self.figures.push((figure.clone(), label));
    }

    /// A small image, hidden from those who do not see it: the text beside it says what it is.
    pub fn picture(&mut self, pixels: &Pixels) {
        let attrs =
            [("class", "w-pixels"), ("aria-hidden", "true"), ("data-picture", &self.pictures.len().to_string())];
        self.element("canvas", &attrs, "");
        self.pictures.push(pixels.clone());
    }

    /// A bar of a share of the whole, 0 … 1, and a mark at another.
    pub fn bar(&mut self, share: f64, mark: Option<f64>) {
        let attrs =
            [("class", "r-bar"), ("viewBox", "0 0 100 1"), ("preserveAspectRatio", "none"), ("aria-hidden", "true")];
        let percent = |share: f64| if share.is_finite() { units(share.clamp(0.0, 1.0) * 100.0) } else { "0".into() };
        self.open("svg", &attrs);
        self.element("rect", &[("width", &percent(share)), ("height", "1")], "");
        if let Some(mark) = mark {
            self.path("mark", &["M", &percent(mark), " 0v1"].concat());
        }
        self.close("svg");
    }

    /// A line or an area of a drawing.
    pub fn path(&mut self, class: &str, d: &str) {
        self.element("path", &[("class", class), ("d", d)], "");
    }

    /// A text of a drawing; `anchor` is `start`, `middle` or `end`.
    pub fn label(&mut self, class: &str, anchor: &str, x: f64, y: f64, text: &str) {
        let attrs = [("class", class), ("text-anchor", anchor), ("x", &units(x)), ("y", &units(y))];
        self.element("text", &attrs, text);
    }
}

/// A drawing's coordinate, to a hundredth.
pub fn units(value: f64) -> String {
    ((value * 100.0).round() / 100.0).to_string()
}

/// A path's step: a letter and a point.
pub fn step(letter: &'static str, x: f64, y: f64) -> String {
    [letter, &units(x), " ", &units(y)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_text_whatever_stands_in_it() {
        let mut m = HtmlWriter::default();
        m.element("td", &[("title", "\"><script>alert(1)</script>")], "<script>alert('1')</script> & co");
        let expect = "<td title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">\
                      &lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; co</td>";
        assert_eq!(m.html, expect);
    }

    #[test]
    fn a_bar_stays_within_its_ground() {
        for (share, width) in [(0.25, "25"), (7.0, "100"), (f64::NAN, "0")] {
            let mut m = HtmlWriter::default();
            m.bar(share, None);
            assert!(m.html.contains(&format!("width=\"{width}\"")), "{}", m.html);
        }
    }

    #[test]
    fn coordinates_are_short() {
        assert_eq!((units(1.0 / 3.0), units(40.0)), ("0.33".into(), "40".into()));
        assert_eq!(step("L", 1.0, 2.5), "L1 2.5");
    }
}
