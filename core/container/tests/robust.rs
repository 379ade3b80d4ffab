//! No input panics: Dockerfiles, ignore files, tars, words and scripts of any bytes.

mod common;

use common::{PIECES, context, try_build};
use karui_container::build::{Cache, Options, build};
use karui_container::dockerfile::parse;
use karui_container::fs::Layer;
use karui_container::ignore::Ignore;
use karui_container::shell::Lex;
use proptest::prelude::*;

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = parse(&bytes);
        let _ = Ignore::parse(&bytes).map(|ignore| ignore.is_ignored("a/b"));
        let _ = Layer::from_tar(&bytes);
        let _ = Cache::from_json(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn texts(text in pieces(), path in pieces()) {
        let _ = parse(text.as_bytes());
        let _ = Ignore::parse(text.as_bytes()).map(|ignore| ignore.is_ignored(&path));
        let _ = Lex::new('\\').process(&text, &|name| Some(name.to_owned()));
    }

    #[test]
    fn builds(text in pieces(), script in pieces()) {
        let files = [("a", "1", 0o644), ("b/c", "2", 0o755)];
        let dockerfile = format!("FROM debian\n{text}\nRUN {script}\nCOPY . /x\n");
        let _ = try_build(&dockerfile, &files, &Options::default(), &Cache::default());
        let _ = build(script.as_bytes(), &context(&files), &Options::default(), &Cache::default());
        let exec = serde_json::json!(["/bin/sh", "-c", script]);
        let _ = try_build(&format!("FROM debian\nRUN {exec}\n"), &files, &Options::default(), &Cache::default());
    }
}

/// A tar whose headers are right but for one byte.
#[test]
fn tars_with_a_wrong_byte_are_refused_or_read() {
    let image = common::built("FROM debian\nCOPY . /x\nRUN ln -s a b\n", &[("a", "1", 0o644)]);
    let tar = &image.image.layers[1].tar;
    for at in 0..tar.len() {
        for value in [0, b'9', 0xff] {
            let mut broken = tar.clone();
            broken[at] = value;
            let _ = Layer::from_tar(&broken);
        }
    }
}
