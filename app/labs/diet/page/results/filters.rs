//! The filters of a layer, and what pruning has left of each.

use super::texts::Texts;
use karui_ui::html::{HtmlWriter, units};
use karui_ui::{Lang, number};

const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 72.0;

/// A bar for each filter, as tall as its weights were large: filled as far as they are left, an outline where it has gone.
pub fn drawing(m: &mut HtmlWriter, lang: Lang, t: &Texts, filters: &[(f32, f32)]) {
    let gone = filters.iter().filter(|(_, left)| *left == 0.0).count();
    let [gone, of] = [gone, filters.len()].map(|n| number::integer(lang, n as f64));
    let note = (t.filters_note)(&gone, &of);
    m.span("h4", "", t.filters_title);
    m.span("p", "help", &note);
    let size = ["0 0 ", &units(WIDTH), " ", &units(HEIGHT)].concat();
    m.open("svg", &[("class", "r-chart r-filters"), ("viewBox", &size), ("role", "img"), ("aria-label", &note)]);
    bars(m, filters);
    m.close("svg");
}

fn bars(m: &mut HtmlWriter, filters: &[(f32, f32)]) {
    let most = filters.iter().fold(f32::MIN_POSITIVE, |most, (size, _)| most.max(*size));
    let step = WIDTH / filters.len().max(1) as f64;
    for (i, &(size, left)) in filters.iter().enumerate() {
        let height = f64::from(size / most) * (HEIGHT - 2.0);
        let bar = |class: &'static str, height: f64| {
            let place = [step * (i as f64 + 0.12), HEIGHT - 1.0 - height, step * 0.76, height].map(units);
            [("class", class.to_owned()), ("x", place[0].clone()), ("y", place[1].clone())]
                .into_iter()
                .chain([("width", place[2].clone()), ("height", place[3].clone())])
                .collect::<Vec<_>>()
        };
        for attrs in [bar("was", height), bar("left", height * f64::from(left))] {
            m.element("rect", &attrs.iter().map(|(name, value)| (*name, &**value)).collect::<Vec<_>>(), "");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_has_gone_is_an_outline() {
        let mut m = HtmlWriter::default();
        bars(&mut m, &[(2.0, 1.0), (1.0, 0.0), (1.0, 0.5)]);
        assert_eq!(m.html.matches("<rect").count(), 6);
        let heights: Vec<&str> = m.html.split("height=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(heights, ["70", "70", "35", "0", "35", "17.5"]);
    }
}
