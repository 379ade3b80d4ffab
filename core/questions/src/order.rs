//! Steps in their order.

use crate::Level;
use crate::draw::Draw;
use crate::question::{CHOICES, Made, choose};
use crate::{Answer, Choice};
use crate::{Both, Text};

/// Steps of which each needs the one before it.
pub struct Order {
    /// What is done, and that the order is asked for.
    pub stem: Both,
    /// The steps in their order, four at least.
    pub steps: &'static [Both],
    /// Why in this order.
    pub why: Both,
}

/// What follows on a step, the right sequence among four, or the sequence itself.
pub(crate) fn question(draw: &mut Draw, of: &Order) -> Result<Made, &'static str> {
    let n = of.steps.len();
    if n < CHOICES {
        return Err("there are too few steps");
    }
    let numbered = |order: &[usize]| Text {
        ja: order.iter().map(|&i| of.steps[i].0).collect::<Vec<_>>().join(" → "),
        en: order.iter().map(|&i| of.steps[i].1).collect::<Vec<_>>().join(" → "),
    };
    let sequence: Vec<usize> = (0..n).collect();
    // Where the whole order is the answer, the page says it there.
    let why = Text::from(of.why);
    match draw.level() {
        Level::One => {
            let at = draw.below(n - 1);
            draw.note("step", at as i64);
            let (ja, en) = of.steps[at];
            let question = crate::text!(
                "正しい順に並べたとき、「{ja}」の次に来るのはどれか。",
                "In the right order, what comes right after “{en}”?"
            );
            let others: Vec<usize> = sequence.iter().copied().filter(|&i| i != at && i != at + 1).collect();
            let mut order = vec![at + 1];
            order.extend(draw.some(&others, CHOICES - 1));
            let choices = order.iter().map(|&i| Choice { text: of.steps[i].into(), why: of.why.into() }).collect();
            let explanation = numbered(&sequence).then(&why);
            Ok(Made::plain(Text::from(of.stem).then(&question), choose(draw, choices)?, explanation))
        }
        Level::Two => {
            let mut all = vec![sequence];
            // Sequences that differ by one exchange: those that are mistaken for the right one.
            while all.len() < CHOICES {
                let mut other = all[0].clone();
                let at = draw.below(n);
                let to = (at + 1 + draw.below(n - 1)) % n;
                other.swap(at, to);
                if !all.contains(&other) {
                    all.push(other);
                }
            }
            let choices = all.iter().map(|order| Choice { text: numbered(order), why: of.why.into() }).collect();
            let stem = Text::from(of.stem).then(&Text::from(("正しい順はどれか。", "Which order is right?")));
            Ok(Made::plain(stem, choose(draw, choices)?, why))
        }
        Level::Three => {
            let mut shown = sequence;
            draw.shuffle(&mut shown);
            if shown.is_sorted() {
                return Err("the steps are shown in their order");
            }
            let mut right: Vec<usize> = (0..n).collect();
            right.sort_by_key(|&i| shown[i]);
            let items = shown.iter().map(|&i| of.steps[i].into()).collect();
            Ok(Made::plain(of.stem.into(), Answer::Order { items, right }, why))
        }
    }
}
