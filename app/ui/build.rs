//! Writes core's formulas as MathML, so that the page needs no typesetter.

use karui_spec::Formula;
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage, push_mathml};
use std::fmt::Write;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut code = String::from(
        "/// The formula as MathML, rendered from its LaTeX while building.\n\
         pub const fn mathml(formula: Formula) -> &'static str {\n    match formula {\n",
    );
    for formula in Formula::ALL {
        let math = render(formula.latex());
        writeln!(code, "        Formula::{formula:?} => r####\"{math}\"####,").expect("a string takes all");
    }
    code.push_str("    }\n}\n");
    let path = std::env::var("OUT_DIR").expect("cargo sets it") + "/formulas.rs";
    std::fs::write(path, code).expect("cargo's folder can be written");
}

/// `latex` as MathML. A formula that does not parse stops the build.
fn render(latex: &str) -> String {
    let storage = Storage::new();
    let parser = Parser::new(latex, &storage);
    let config = RenderConfig { display_mode: DisplayMode::Block, annotation: Some(latex), ..Default::default() };
    let mut math = String::new();
    push_mathml(&mut math, parser, config).unwrap_or_else(|error| panic!("{latex}: {error}"));
    assert!(!math.contains("<merror"), "{latex} does not parse: {math}");
    without_styles(&math)
}

/// The page's policy forbids style attributes in markup; the only ones here widen a space a little.
fn without_styles(math: &str) -> String {
    let mut parts = math.split(" style=\"");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once('"').map_or(part, |(_, rest)| rest));
    }
    out
}
