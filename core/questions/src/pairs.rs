//! Things that belong together.

use crate::Level;
use crate::draw::Draw;
use crate::question::{CHOICES, Made, choose};
use crate::{Answer, Choice};
use crate::{Both, Text};

/// Two things that belong together, and why.
pub struct Pair {
    /// The one.
    pub left: Both,
    /// The other; different from that of every other pair.
    pub right: Both,
    /// Why they belong together.
    pub why: Both,
}

/// Pairs of one kind, four at least.
pub struct Pairs {
    /// What a partner is sought for: "What is … in OpenCL?", with `{}` for the left side.
    pub one: Both,
    /// What is asked where all are to be matched.
    pub all: Both,
    /// The pairs.
    pub pairs: &'static [Pair],
}

/// The partner of one, the pair that does not belong together, or the partners of all.
pub(crate) fn question(draw: &mut Draw, of: &Pairs) -> Result<Made, &'static str> {
    let shown = draw.some(of.pairs, CHOICES);
    let [first, others @ ..] = &shown[..] else { return Err("there is no pair") };
    if shown.len() < CHOICES {
        return Err("there are too few pairs");
    }
    draw.note("pairs", &shown.iter().map(|pair| pair.left.1).collect::<Vec<_>>().join(", ")[..]);
    let together = |left: Both, right: Both| Text {
        ja: [left.0, " — ", right.0].concat(),
        en: [left.1, " — ", right.1].concat(),
    };
    let explained = |pair: &Pair| Text {
        ja: [pair.left.0, " — ", pair.right.0, "。", pair.why.0].concat(),
        en: [pair.left.1, " — ", pair.right.1, ". ", pair.why.1].concat(),
    };
    match draw.level() {
        Level::One => {
            let stem = Text { ja: of.one.0.replace("{}", first.left.0), en: of.one.1.replace("{}", first.left.1) };
            let mut choices = vec![Choice { text: first.right.into(), why: explained(first) }];
            choices.extend(others.iter().map(|pair| Choice { text: pair.right.into(), why: explained(pair) }));
            Ok(Made::plain(stem, choose(draw, choices)?, explained(first)))
        }
        Level::Two => {
            // Two exchange their partners; one of them is shown, in the other's place stands nothing.
            let (ja, en) = of.all;
            let stem = Text {
                ja: ja.replace("を対応させよ。", "の組合せとして、誤っているものを一つ選べ。"),
                en: [en.trim_end_matches('.'), ": which of these pairs is wrong?"].concat(),
            };
            let spare = of.pairs.iter().find(|pair| shown.iter().all(|other| other.left != pair.left));
            let wrong = spare.unwrap_or(others[0]).right;
            let mut choices = vec![Choice { text: together(first.left, wrong), why: explained(first) }];
            let rest = others.iter().skip(usize::from(spare.is_none())).take(CHOICES - 1);
            choices.extend(rest.map(|pair| Choice { text: together(pair.left, pair.right), why: explained(pair) }));
            if choices.len() < 3 {
                return Err("there are too few pairs");
            }
            Ok(Made::plain(stem, choose(draw, choices)?, explained(first)))
        }
        Level::Three => {
            let mut partner: Vec<usize> = (0..shown.len()).collect();
            draw.shuffle(&mut partner);
            let mut right = vec![Text::default(); shown.len()];
            for (pair, &place) in shown.iter().zip(&partner) {
                right[place] = pair.right.into();
            }
            let left = shown.iter().map(|pair| pair.left.into()).collect();
            let explanation = shown.iter().skip(1).fold(explained(first), |all, pair| all.then(&explained(pair)));
            Ok(Made::plain(of.all.into(), Answer::Match { left, right, partner }, explanation))
        }
    }
}
