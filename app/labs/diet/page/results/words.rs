//! A recipe in a few words.

use crate::diet::messages::Trial;
use karui_protocol::recipe::{Granularity, PruneUnit, QuantMethod, Technique};
use karui_protocol::{ModelKind, ModelSpec, Recipe};
use karui_ui::Lang;

/// Each technique of a recipe with its main settings, in the order in which they are done.
pub fn words(lang: Lang, recipe: &Recipe) -> Vec<String> {
    recipe.techniques().iter().map(|technique| one(lang, technique)).collect()
}

fn one(lang: Lang, technique: &Technique) -> String {
    let trained = |epochs: f32| if epochs > 0.0 { lang.pick("＋微調整", " + fine-tuning") } else { "" };
    match technique {
        Technique::Distill(d) if d.is_control() => {
            let student = [short_name(d.student.kind), " ×", &plain(d.width)].concat();
            [lang.pick("対照実験: 教師なしの ", "control: untaught "), &student].concat()
        }
        Technique::Distill(d) => {
            let student = short_name(d.student.kind);
            let (width, temperature) = (plain(d.width), plain(d.temperature));
            [lang.pick("蒸留 ", "distil "), student, " ×", &width, " T=", &temperature].concat()
        }
        Technique::LowRank(l) => {
            [lang.pick("低ランク ", "low rank "), &percent(l.energy), trained(l.fine_tune.epochs)].concat()
        }
        Technique::Prune(p) => {
            let what = match p.unit {
                PruneUnit::Element => lang.pick("枝刈り ", "prune "),
                PruneUnit::TwoOfFour => lang.pick("2:4 枝刈り ", "prune 2:4 "),
                PruneUnit::Channel if !p.remove => lang.pick("チャネルをマスク ", "mask channels "),
                PruneUnit::Channel => lang.pick("チャネル枝刈り ", "prune channels "),
            };
            let amount = if p.unit == PruneUnit::TwoOfFour { "50%".into() } else { percent(p.amount) };
            let own = if p.layers.is_empty() { "" } else { lang.pick("（層別）", " (by layer)") };
            [what, &amount, own, trained(p.fine_tune.epochs)].concat()
        }
        Technique::FoldBn(_) => lang.pick("BN 統合", "fold BN").to_owned(),
        Technique::Cluster(c) => {
            let bits = c.bits.to_string();
            let name = match lang {
                Lang::Ja => ["重み共有 ", &bits, " ビット"].concat(),
                Lang::En => ["cluster ", &bits, " bit"].concat(),
            };
            name + trained(c.fine_tune.epochs)
        }
        Technique::Quantize(q) => {
            let method = match q.method {
                QuantMethod::Weights => lang.pick(" 重みのみ", " weights"),
                QuantMethod::Dynamic => lang.pick(" 動的", " dynamic"),
                QuantMethod::Static => lang.pick(" 静的", " static"),
                QuantMethod::Aware => " QAT",
            };
            let shared = match q.granularity {
                Granularity::Channel => lang.pick(" ch. 単位", " ch."),
                Granularity::Tensor => lang.pick(" テンソル単位", " tensor"),
            };
            [q.dtype.id(), method, shared].concat()
        }
    }
}

/// What a trial is called: the learner's name for it, or what was done; the network where that was nothing.
pub fn title(lang: Lang, trial: &Trial) -> String {
    match &*trial.name {
        "" if trial.recipe.is_empty() => network(trial.model),
        "" => summary(lang, &trial.recipe),
        name => name.to_owned(),
    }
}

/// The same where trials of several networks stand together.
pub fn full_title(lang: Lang, trial: &Trial) -> String {
    if trial.name.is_empty() && !trial.recipe.is_empty() {
        return [&*network(trial.model), lang.pick("：", ": "), &summary(lang, &trial.recipe)].concat();
    }
    title(lang, trial)
}

/// A network with its width, and with its groups where they are several.
pub fn network(model: ModelSpec) -> String {
    let name = short_name(model.kind);
    let name = if model.kind.has_width() { format!("{name} α {}", model.alpha) } else { name.to_owned() };
    if model.kind.has_groups() && model.groups > 1 { format!("{name} g {}", model.groups) } else { name }
}

/// A recipe in one line.
pub fn summary(lang: Lang, recipe: &Recipe) -> String {
    match words(lang, recipe) {
        words if words.is_empty() => lang.pick("圧縮なし", "no technique").to_owned(),
        words => words.join(lang.pick("、", ", ")),
    }
}

/// A network's name where there is little room.
pub fn short_name(model: ModelKind) -> &'static str {
    match model {
        ModelKind::Mlp => "MLP",
        ModelKind::Lenet => "LeNet",
        ModelKind::Mobilenet => "MobileNet",
        ModelKind::Lenet300100 => "LeNet-300-100",
        ModelKind::Lenet5 => "LeNet-5",
        ModelKind::MobilenetV2 => "MobileNetV2",
        ModelKind::MobilenetV3 => "MobileNetV3",
        ModelKind::Cnn => "CNN",
    }
}

/// A part of one as a percentage, to a tenth where it matters.
fn percent(part: f32) -> String {
    plain(((part * 1000.0).round()) / 10.0) + "%"
}

/// A setting to a hundredth.
fn plain(value: f32) -> String {
    ((f64::from(value) * 100.0).round() / 100.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::recipe::{Distill, presets};

    #[test]
    fn every_preset_has_its_words() {
        let said = |lang| presets().iter().map(|p| summary(lang, &p.recipe)).collect::<Vec<_>>();
        let expect = [
            "int8 static ch.",
            "int4 weights ch.",
            "prune 90% + fine-tuning",
            "prune channels 50% + fine-tuning",
            "prune 90% + fine-tuning, cluster 5 bit + fine-tuning",
            "distil LeNet ×0.25 T=4",
            "prune channels 50% + fine-tuning, fold BN, int8 static ch.",
        ];
        assert_eq!(said(Lang::En), expect);
        assert_eq!(said(Lang::Ja)[3], "チャネル枝刈り 50%＋微調整");
        assert_eq!(summary(Lang::En, &Recipe::default()), "no technique");
        let control = Recipe::default().with(Distill::default().control());
        assert_eq!(summary(Lang::En, &control), "control: untaught LeNet ×0.25");
    }

    #[test]
    fn amounts_are_short() {
        assert_eq!([0.9, 0.975, 0.3333, 0.0].map(percent), ["90%", "97.5%", "33.3%", "0%"]);
    }
}
