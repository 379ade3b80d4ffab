//! All results that were kept: in plots, in a table, two side by side.

use super::map;
use super::pareto::{self, Kind, Mark};
use super::runs::{self, Budget, fits};
use super::texts::{self, say};
use super::words::{full_title, network, summary};
use super::{part, shown};
use crate::diet::messages::{Scores, TableFormat, Trial};
use crate::diet::page::rivals::{Rival, rival};
use crate::diet::page::state::diet_of;
use crate::diet::page::test_ids;
use karui_protocol::{DataKind, Experiment, ModelKind};
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, RegionEvent};
use karui_ui::reactive::{flag, handler, text};
use karui_ui::{Lang, use_lang};
use leptos::prelude::*;
use web_sys::Event;

/// The plots of accuracy against size and time, the table of trials, and the comparison of two.
#[component]
pub fn Trials() -> impl IntoView {
    let lab = Lab::here();
    let trials = diet_of(lab).trials;
    let is_empty = Memo::new(move |_| trials.with(Vec::is_empty));
    let budget = RwSignal::new(Budget::default());
    let selected = RwSignal::new(None::<u32>);
    let marks = Memo::new(move |_| marks(lab, lab.view.lang.get(), &budget.get(), selected.get()));
    let plots = view! {
        {budget_fields(budget)}
        {keep(lab)}
        {plots(lab, marks, budget, selected)}
        <p class="w-empty muted" hidden=flag(move || !is_empty.get())>{say(|t| t.no_trials)}</p>
    };
    view! {
        {part(|t| t.pareto_title.to_owned(), |t| t.pareto_note, plots.into_any())}
        {shown(move || !is_empty.get(), map_part(lab, selected))}
        {shown(move || !is_empty.get(), table_part(lab, budget, selected))}
    }
    .into_any()
}

/// What the plots show: the trials on the present data set, the network as it was, and the present result where it is
/// not kept.
fn marks(lab: Lab, lang: Lang, budget: &Budget, selected: Option<u32>) -> Vec<Mark> {
    let t = texts::of(lang);
    let data = lab.shown().data;
    let mark = |kind, name: String, scores: &Scores| Mark {
        kind,
        name,
        cost: [scores.size.value, scores.latency.value, scores.macs.value],
        accuracy: scores.accuracy.value,
        fits: fits(scores, budget),
        is_selected: matches!(kind, Kind::Trial(id) if selected == Some(id)),
    };
    let diet = diet_of(lab);
    diet.trials.with(|trials| {
        let before = diet.before.get().map(|scores| mark(Kind::Before, t.original.to_owned(), &scores));
        let present = diet.result.with(|result| {
            let result = result.as_ref()?;
            let is_kept = trials.iter().any(|trial| trial.scores == result.after);
            (!is_kept).then(|| mark(Kind::Present, summary(lang, &result.recipe), &result.after))
        });
        let trials = trials.iter().filter(|trial| trial.data == data);
        let trials = trials.map(|trial| mark(Kind::Trial(trial.id), full_title(lang, trial), &trial.scores));
        before.into_iter().chain(present).chain(trials).chain(literature(lab.shown())).collect()
    })
}

/// What the literature says of the network that is shown. Han et al. 2016, Deep Compression (arXiv:1510.00149), Table 1:
/// error and size after pruning, weight sharing and Huffman coding, on MNIST.
fn literature(shown: Experiment) -> Option<Mark> {
    let (bytes, error) = match (shown.data, shown.model.kind) {
        (DataKind::Mnist, ModelKind::Lenet300100) => (27e3, 0.0158),
        (DataKind::Mnist, ModelKind::Lenet5) => (44e3, 0.0074),
        _ => return None,
    };
    Some(Mark {
        kind: Kind::Literature,
        name: "Han et al. 2016, Deep Compression".into(),
        cost: [bytes, f64::NAN, f64::NAN],
        accuracy: 1.0 - error,
        fits: None,
        is_selected: false,
    })
}

fn plots(lab: Lab, marks: Memo<Vec<Mark>>, budget: RwSignal<Budget>, selected: RwSignal<Option<u32>>) -> AnyView {
    let lang = use_lang();
    let looked_at = RwSignal::new(None::<usize>);
    let region = HtmlRegion::new("r-plots", move |m| {
        let (lang, budget) = (lang.get(), budget.get());
        marks.with(|marks| {
            if !marks.is_empty() {
                pareto::plot(m, lang, texts::of(lang), marks, &budget);
            }
        });
    })
    .linked()
    .testid("pareto-plot")
    .on_event(move |event: RegionEvent| {
        if event.is_look {
            looked_at.set((!event.action.is_empty()).then_some(event.at));
        } else if let Some(Kind::Trial(id)) = marks.with_untracked(|marks| marks.get(event.at).map(|mark| mark.kind)) {
            bring_back(lab, id, selected);
        }
    });
    let legend = HtmlRegion::new("r-legend", move |m| {
        let has_literature = marks.with(|marks| marks.iter().any(|mark| mark.kind == Kind::Literature));
        pareto::legend(m, texts::of(lang.get()), budget.get().iter().any(Option::is_some), has_literature);
    });
    let told = move || {
        let lang = lang.get();
        let t = texts::of(lang);
        let mark = marks.with(|marks| looked_at.get().and_then(|at| marks.get(at).map(|mark| mark.told(lang, t))));
        mark.unwrap_or_else(|| t.pareto_hint.to_owned())
    };
    view! {
        {region.view()}
        // The same is each dot's name for those who hear it.
        <p class="r-told num" aria-hidden="true">{text(told)}</p>
        {legend.view()}
    }
    .into_any()
}

/// The trials as a map of steps; pressing a network brings its recipe back.
fn map_part(lab: Lab, selected: RwSignal<Option<u32>>) -> AnyView {
    let lang = use_lang();
    let region = HtmlRegion::new("r-map", move |m| {
        let (lang, data) = (lang.get(), lab.shown().data);
        let selected = selected.get();
        diet_of(lab).trials.with(|trials| map::map(m, lang, texts::of(lang), trials, data, selected));
    })
    .testid(test_ids::EXPERIMENT_MAP)
    .region(move || texts::of(lang.get()).map_title.to_owned())
    .on_event(move |event: RegionEvent| {
        if event.action == "use" && !event.is_look {
            bring_back(lab, event.at as u32, selected);
        }
    });
    part(|t| t.map_title.to_owned(), |t| t.map_note, region.view())
}

/// Keeps the network as it is: so networks can be compared that nothing was done to, a MobileNet and a plain one.
fn keep(lab: Lab) -> AnyView {
    let has_recipe = Memo::new(move |_| diet_of(lab).recipe.with(|recipe| !recipe.is_empty()));
    let waits = move || has_recipe.get() || !diet_of(lab).can_compress() || diet_of(lab).cooking.with(Option::is_some);
    view! {
        <div class="row">
            <button
                type="button"
                class="btn small"
                data-testid="keep-present"
                disabled=flag(waits)
                on:click=handler(move |_| diet_of(lab).compress(true))
            >
                {say(|t| t.keep_present)}
            </button>
            {equal_accuracy(lab)}
            {equal_cost(lab)}
        </div>
    }
    .into_any()
}

/// Puts the plain network that is as accurate as the present MobileNet beside it.
fn equal_accuracy(lab: Lab) -> AnyView {
    let (lang, diet) = (use_lang(), diet_of(lab));
    let found = Memo::new(move |_| {
        let (shown, scores) = (lab.shown(), diet.before.get()?);
        diet.trials.with(|trials| rival(trials, shown.data, shown.model, &scores))
    });
    let words = move || match found.get() {
        Some(Rival::Equal(_, model)) => (texts::of(lang.get()).rival_by_accuracy)(&network(model)),
        Some(Rival::Shipped(model, _)) => (texts::of(lang.get()).rival_shipped)(&network(model)),
        None => String::new(),
    };
    rival_button(
        lab,
        "compare-rival",
        move || found.with(Option::is_some),
        words,
        move || {
            found.get_untracked().into_iter().for_each(|rival| diet_of(lab).compare_with(rival));
        },
    )
}

/// Chooses the plain network that costs as much as the present MobileNet, to be trained and compared with it.
fn equal_cost(lab: Lab) -> AnyView {
    let (lang, rival) = (use_lang(), diet_of(lab).rival);
    let words = move || {
        let t = texts::of(lang.get());
        rival.get().map_or(String::new(), |rival| (t.rival)(&network(rival)))
    };
    rival_button(
        lab,
        "choose-rival",
        move || rival.with(Option::is_some),
        words,
        move || {
            rival.get_untracked().into_iter().for_each(|rival| lab.change(|it| it.model = rival));
        },
    )
}

fn rival_button(
    lab: Lab,
    testid: &'static str,
    is_shown: impl Fn() -> bool + Send + 'static,
    words: impl Fn() -> String + Send + 'static,
    press: impl Fn() + 'static,
) -> AnyView {
    view! {
        <button
            type="button"
            class="btn quiet small"
            data-testid=testid
            hidden=flag(move || !is_shown())
            disabled=flag(move || lab.is_under_way() || diet_of(lab).cooking.with(Option::is_some))
            on:click=handler(move |_| press())
        >
            {text(words)}
        </button>
    }
    .into_any()
}

fn bring_back(lab: Lab, id: u32, selected: RwSignal<Option<u32>>) {
    let trial = diet_of(lab).trials.with_untracked(|all| all.iter().find(|trial| trial.id == id).cloned());
    if let Some(trial) = trial {
        selected.set(Some(id));
        diet_of(lab).use_trial(&trial);
    }
}

fn budget_fields(budget: RwSignal<Budget>) -> AnyView {
    let field = move |which: usize, factor: f64| {
        let typed = move |event: Event| {
            let value = event_target_value(&event).trim().parse::<f64>().ok().filter(|v| v.is_finite() && *v > 0.0);
            budget.update(|budget| budget[which] = value.map(|value| value * factor));
        };
        view! {
            <label>
                <span>{say(if which == 0 { |t| t.budget_size } else { |t| t.budget_time })}</span>
                <input
                    type="number"
                    class="num"
                    min="0"
                    step="any"
                    inputmode="decimal"
                    autocomplete="off"
                    on:input=handler(typed)
                />
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="r-budget">
            <legend>{say(|t| t.budget)}</legend>
            {field(0, 1e3)}
            {field(1, 1.0)}
        </fieldset>
    }
    .into_any()
}

fn table_part(lab: Lab, budget: RwSignal<Budget>, selected: RwSignal<Option<u32>>) -> AnyView {
    let lang = use_lang();
    let trials = diet_of(lab).trials;
    let compared = diet_of(lab).compared;
    let table = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        let (budget, compared, selected) = (budget.get(), compared.get(), selected.get());
        trials.with(|trials| runs::table(m, lang, texts::of(lang), trials, &budget, &compared, selected));
    })
    .testid("runs-table")
    .region(move || texts::of(lang.get()).runs_title.to_owned())
    .on_event(move |event: RegionEvent| {
        if event.is_look {
            return;
        }
        let id = event.at as u32;
        match &*event.action {
            "compare" => compared.update(|compared| toggle(compared, id)),
            "rename" => diet_of(lab).rename_trial(id, event.value),
            "use" => bring_back(lab, id, selected),
            "delete" => diet_of(lab).delete_trial(id),
            _ => {}
        }
    });
    let comparison = HtmlRegion::new("w-scroll r-scroll", move |m| {
        let lang = lang.get();
        trials.with(|trials| {
            compared.with(|compared| match both(trials, compared) {
                Some(both) => runs::comparison(m, lang, texts::of(lang), both),
                None => m.span("p", "r-hint muted", texts::of(lang).compare_hint),
            });
        });
    })
    .testid(test_ids::TRIALS_COMPARED)
    .region(move || texts::of(lang.get()).compare_title.to_owned());
    let export = move |testid: &'static str, format: TableFormat| {
        let name = match format {
            TableFormat::Json => |t: &texts::Texts| t.export_json,
            TableFormat::Csv => |t: &texts::Texts| t.export_csv,
        };
        view! {
            <button
                type="button"
                class="btn small"
                data-testid=testid
                on:click=handler(move |_| diet_of(lab).export_trials(format))
            >
                {say(name)}
            </button>
        }
        .into_any()
    };
    let body = view! {
        {table.view()}
        <p class="row">{export("export-json", TableFormat::Json)} {export("export-csv", TableFormat::Csv)}</p>
        <h4>{say(|t| t.compare_title)}</h4>
        {comparison.view()}
    };
    part(|t| t.runs_title.to_owned(), |t| t.runs_note, body.into_any())
}

/// Chooses a trial or takes it out; of three the first one goes.
fn toggle(compared: &mut Vec<u32>, id: u32) {
    match compared.iter().position(|&other| other == id) {
        Some(at) => drop(compared.remove(at)),
        None => compared.push(id),
    }
    if compared.len() > 2 {
        compared.remove(0);
    }
}

/// The two trials that are compared, where both are still there.
fn both<'a>(trials: &'a [Trial], compared: &[u32]) -> Option<[&'a Trial; 2]> {
    let find = |at: usize| trials.iter().find(|trial| compared.get(at) == Some(&trial.id));
    Some([find(0)?, find(1)?])
}

#[cfg(test)]
mod tests {
    use super::super::runs::tests::trial;
    use super::*;

    #[test]
    fn two_are_compared_at_most() {
        let mut compared = Vec::new();
        for id in [1, 2, 3, 2, 4] {
            toggle(&mut compared, id);
        }
        assert_eq!(compared, [3, 4]);
        let trials = [trial(3, 1, 1), trial(4, 1, 1)];
        assert_eq!(both(&trials, &compared).map(|both| both.map(|t| t.id)), Some([3, 4]));
        assert_eq!(both(&trials[..1], &compared), None);
    }
}
