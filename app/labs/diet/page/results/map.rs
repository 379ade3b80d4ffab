//! The trials as a map: from each trained network the steps that were taken, and where they led.

use super::texts::Texts;
use super::words::{network, summary, words};
use crate::diet::messages::{Scores, Trial};
use karui_protocol::recipe::{Cluster, FineTune, LowRank, Prune, Technique};
use karui_protocol::{DataKind, ModelSpec, Recipe};
use karui_ui::html::{HtmlWriter, units};
use karui_ui::{Lang, number};

/// A step from one network to the next.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    /// A technique, without the training that follows it.
    Do(Technique),
    /// That training.
    Tune(FineTune),
}

/// A network on the map.
#[derive(Debug, Default)]
struct Node<'a> {
    /// The trial that came to it; `None` for one that was only passed through. Of several the last one.
    trial: Option<&'a Trial>,
    /// Where steps from it led.
    next: Vec<(Step, Node<'a>)>,
}

/// A trained network with what was made of it.
#[derive(Debug)]
struct Root<'a> {
    model: ModelSpec,
    /// How it does as it is.
    before: &'a Scores,
    node: Node<'a>,
}

/// The steps of a recipe, in order.
fn steps(recipe: &Recipe) -> Vec<Step> {
    let mut steps = Vec::new();
    for technique in recipe.techniques() {
        let (fine_tune, alone): (FineTune, Technique) = match technique {
            Technique::Prune(it) => (it.fine_tune, Prune { fine_tune: FineTune::NONE, ..it.clone() }.into()),
            Technique::Cluster(it) => (it.fine_tune, Cluster { fine_tune: FineTune::NONE, ..*it }.into()),
            Technique::LowRank(it) => (it.fine_tune, LowRank { fine_tune: FineTune::NONE, ..*it }.into()),
            // Training is what distillation and aware training consist of; folding has none.
            Technique::Distill(_) | Technique::Quantize(_) | Technique::FoldBn(_) => {
                (FineTune::NONE, technique.clone())
            }
        };
        steps.push(Step::Do(alone));
        if fine_tune.epochs > 0.0 {
            steps.push(Step::Tune(fine_tune));
        }
    }
    steps
}

impl<'a> Node<'a> {
    /// Puts in where `steps` from here have led.
    fn put(&mut self, steps: &[Step], trial: &'a Trial) {
        let Some((first, rest)) = steps.split_first() else {
            self.trial = Some(trial);
            return;
        };
        let at = self.next.iter().position(|(step, _)| step == first).unwrap_or_else(|| {
            self.next.push((first.clone(), Node::default()));
            self.next.len() - 1
        });
        if let Some((_, node)) = self.next.get_mut(at) {
            node.put(rest, trial);
        }
    }
}

/// The trained networks on `data` that trials began with, oldest first: those are the same that had the same size and accuracy.
fn roots(trials: &[Trial], data: DataKind) -> Vec<Root<'_>> {
    let mut roots: Vec<Root<'_>> = Vec::new();
    for trial in trials.iter().filter(|trial| trial.data == data) {
        let is_same = |root: &Root<'_>| {
            let of = |scores: &Scores| (scores.size.value, scores.accuracy.value);
            root.model == trial.model && of(root.before) == of(&trial.before)
        };
        let at = roots.iter().position(is_same).unwrap_or_else(|| {
            roots.push(Root { model: trial.model, before: &trial.before, node: Node::default() });
            roots.len() - 1
        });
        if let Some(root) = roots.get_mut(at) {
            root.node.put(&steps(&trial.recipe), trial);
        }
    }
    roots
}

/// What nodes are sized and coloured by.
struct Look<'a> {
    lang: Lang,
    t: &'a Texts,
    /// The largest network's bytes.
    most: f64,
    /// The least and the greatest accuracy.
    accuracy: (f64, f64),
    selected: Option<u32>,
}

/// The map, and how it is read.
pub fn map(m: &mut HtmlWriter, lang: Lang, t: &Texts, trials: &[Trial], data: DataKind, selected: Option<u32>) {
    let roots = roots(trials, data);
    let shown = || {
        let scores = trials.iter().filter(|trial| trial.data == data).map(|trial| &trial.scores);
        scores.chain(roots.iter().map(|root| root.before))
    };
    let accuracy = shown().map(|scores| scores.accuracy.value);
    let look = Look {
        lang,
        t,
        most: shown().map(|scores| scores.size.value).fold(1.0, f64::max),
        accuracy: accuracy.fold((1.0, 0.0), |(least, most), a| (a.min(least), a.max(most))),
        selected,
    };
    if roots.is_empty() {
        return;
    }
    m.open("ul", &[("class", "m-map")]);
    for root in &roots {
        m.open("li", &[]);
        let name = [t.map_root, lang.pick("：", ": "), &network(root.model)].concat();
        look.place(m, &name, Some(root.before), root.node.trial.map(|trial| trial.id));
        look.next(m, &root.node);
        m.close("li");
    }
    m.close("ul");
    let percent = |a: f64| number::percent(lang, a, 1);
    m.span("p", "help", &(t.map_legend)(&percent(look.accuracy.0), &percent(look.accuracy.1)));
}

impl Look<'_> {
    fn next(&self, m: &mut HtmlWriter, node: &Node<'_>) {
        if node.next.is_empty() {
            return;
        }
        m.open("ul", &[]);
        for (step, next) in &node.next {
            m.open("li", &[]);
            let name = self.step(step);
            self.place(m, &name, next.trial.map(|trial| &trial.scores), next.trial.map(|trial| trial.id));
            self.next(m, next);
            m.close("li");
        }
        m.close("ul");
    }

    /// A step in a few words.
    fn step(&self, step: &Step) -> String {
        match step {
            Step::Do(technique) => {
                let alone: Recipe = [technique.clone()].into_iter().collect();
                words(self.lang, &alone).into_iter().next().unwrap_or_else(|| summary(self.lang, &alone))
            }
            Step::Tune(it) => (self.t.map_tune)(&number::significant(self.lang, f64::from(it.epochs), 3)),
        }
    }

    /// A network: a disc as large as its bytes and as full as its accuracy, and the same in words. What a trial came to opens it;
    /// what was only passed through has no numbers.
    fn place(&self, m: &mut HtmlWriter, name: &str, scores: Option<&Scores>, trial: Option<u32>) {
        let Some(scores) = scores else {
            m.open("span", &[("class", "m-node m-passed")]);
            m.span("span", "m-dot", "");
            m.span("span", "m-name", name);
            m.close("span");
            return;
        };
        let size = {
            let (value, unit) = number::bytes_parts(self.lang, scores.size.value);
            [&*value, " ", unit].concat()
        };
        let accuracy = number::percent(self.lang, scores.accuracy.value, 1);
        let at = trial.map(|id| id.to_string()).unwrap_or_default();
        let value = scores.accuracy.value.to_string();
        let pressed = if trial.is_some() && trial == self.selected { "true" } else { "false" };
        let said = (self.t.map_node)(name, &accuracy, &size);
        let attrs = [
            ("class", "m-node"),
            ("data-value", &*value),
            ("type", "button"),
            ("data-do", "use"),
            ("data-at", &*at),
            ("aria-pressed", pressed),
            ("aria-label", &*said),
        ];
        let tag = if trial.is_some() { "button" } else { "span" };
        m.open(tag, if trial.is_some() { &attrs } else { &attrs[..2] });
        self.disc(m, scores);
        m.span("span", "m-name", name);
        m.open("span", &[("class", "m-figures num")]);
        m.span("strong", "", &accuracy);
        m.span("span", "", &size);
        m.close("span");
        m.close(tag);
    }

    fn disc(&self, m: &mut HtmlWriter, scores: &Scores) {
        let (least, most) = self.accuracy;
        let share = if most > least { (scores.accuracy.value - least) / (most - least) } else { 1.0 };
        let radius = (scores.size.value / self.most).max(0.0).sqrt() * RADIUS;
        let side = units(2.0 * RADIUS + 2.0);
        m.open(
            "svg",
            &[("class", "m-disc"), ("viewBox", &*["0 0 ", &side, " ", &side].concat()), ("aria-hidden", "true")],
        );
        let middle = units(RADIUS + 1.0);
        let circle = |class: &'static str, radius: f64, opacity: f64| {
            [
                ("class", class.to_owned()),
                ("cx", middle.clone()),
                ("cy", middle.clone()),
                ("r", units(radius.max(2.0))),
                ("fill-opacity", units(opacity)),
            ]
        };
        for attrs in [circle("m-most", RADIUS, 0.0), circle("m-now", radius, 0.12 + 0.88 * share)] {
            m.element("circle", &attrs.each_ref().map(|(name, value)| (*name, &**value)), "");
        }
        m.close("svg");
    }
}

/// The radius of the largest network's disc.
const RADIUS: f64 = 19.0;

#[cfg(test)]
mod tests {
    use super::super::runs::tests::trial;
    use super::*;
    use karui_protocol::recipe::{FoldBn, Quantize};

    fn pruned(epochs: f32) -> Recipe {
        Recipe::default().with(Prune { fine_tune: FineTune { epochs, ..FineTune::default() }, ..Prune::default() })
    }

    #[test]
    fn training_is_a_step_of_its_own() {
        assert_eq!(steps(&pruned(0.0)).len(), 1);
        let all = steps(&pruned(2.0).with(FoldBn).with(Quantize::default()));
        assert!(matches!(&all[..], [Step::Do(_), Step::Tune(it), Step::Do(_), Step::Do(_)] if it.epochs == 2.0));
    }

    #[test]
    fn steps_that_recipes_share_are_one_path() {
        let with = |id, recipe: Recipe| Trial { recipe, ..trial(id, 1_000, 1) };
        let trials = [
            with(1, Recipe::default()),
            with(2, pruned(1.0)),
            with(3, pruned(1.0).with(Quantize::default())),
            with(4, pruned(0.0)),
            with(5, pruned(0.0)),
            with(6, Recipe::default().with(Quantize::default())),
        ];
        let roots = roots(&trials, DataKind::Mnist);
        assert_eq!(roots.len(), 1);
        let root = &roots[0].node;
        assert_eq!((root.trial.map(|t| t.id), root.next.len()), (Some(1), 2));
        let prune = &root.next[0].1;
        // Done twice, it is one place, and the last one counts.
        assert_eq!(prune.trial.map(|t| t.id), Some(5));
        let tuned = &prune.next[0].1;
        assert_eq!((tuned.trial.map(|t| t.id), tuned.next[0].1.trial.map(|t| t.id)), (Some(2), Some(3)));
        assert!(super::roots(&trials, DataKind::Shapes).is_empty());
    }

    #[test]
    fn networks_that_were_trained_otherwise_begin_paths_of_their_own() {
        let other = trial(2, 500, 1);
        let trials = [trial(1, 1_000, 1), Trial { recipe: pruned(0.0), ..other }];
        let roots = roots(&trials, DataKind::Mnist);
        assert_eq!((roots.len(), roots[1].node.next.len()), (2, 1));
        // The second one was only begun with: it opens nothing.
        assert_eq!((roots[0].node.trial.map(|t| t.id), roots[1].node.trial.map(|t| t.id)), (Some(1), None));
    }
}
