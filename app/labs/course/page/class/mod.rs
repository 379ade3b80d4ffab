//! What a class has found: the files that learners exported, dropped together, in one plot. They are read here and go nowhere.

mod read;

use super::{test_ids, texts};
use karui_shell::pages::drop_files;
use karui_ui::html::chart::{Frame, Scale};
use karui_ui::html::{HtmlRegion, HtmlWriter, units};
use karui_ui::reactive::{flag, handler, list, memo, text};
use karui_ui::{Lang, number, use_lang};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use read::{Shared, read};

const FRAME: Frame = Frame { width: 640.0, height: 360.0, left: 52.0, right: 628.0, top: 24.0, bottom: 316.0 };

/// The files, the plot, and a line for each learner.
pub fn view() -> AnyView {
    let (lang, t) = (use_lang(), texts::use_texts());
    let all = RwSignal::new(Vec::<Shared>::new());
    let refused = RwSignal::new(Vec::<String>::new());
    let take = move |name: String, file: Option<String>| match file.and_then(|file| read(&name, &file)) {
        Some(shared) => all.update(|all| add(all, shared)),
        None => refused.update(|refused| refused.push(name)),
    };
    let is_empty = memo(move || all.with(Vec::is_empty));
    let told = move || match refused.get() {
        names if names.is_empty() => String::new(),
        names => (t.get().class_refused)(&names.join(lang.get().pick("、", ", "))),
    };
    let rows = move || {
        let lang = lang.get();
        all.get().into_iter().enumerate().map(|(at, shared)| row(lang, at, &shared)).collect()
    };
    let plot = HtmlRegion::new("class-plot", move |m: &mut HtmlWriter| {
        all.with(|all| plot(m, lang.get(), all));
    });
    view! {
        <section class="class" aria-label=text(move || t.get().class)>
            <h3>{text(move || t.get().class)}</h3>
            <p class="help">{text(move || t.get().class_lead)}</p>
            {drop_files(
                test_ids::CLASS_FILES,
                move || t.get().class_choose,
                move || t.get().class_drop,
                move || refused.set(Vec::new()),
                take,
            )}
            <p class="help bad" role="status" data-testid=test_ids::CLASS_REFUSED>{text(told)}</p>
            <div class="class-results" hidden=flag(move || is_empty.get())>
                {plot.testid(test_ids::CLASS_PLOT).view()}
                <div class="class-table">
                    <table class="record-table">
                        <thead>
                            <tr>
                                <th scope="col">{text(move || t.get().class_who)}</th>
                                <th scope="col">{text(move || t.get().class_best)}</th>
                                <th scope="col">{text(move || t.get().class_results)}</th>
                                <th scope="col">{text(move || t.get().class_steps)}</th>
                            </tr>
                        </thead>
                        <tbody data-testid=test_ids::CLASS_ROWS>{list(rows)}</tbody>
                    </table>
                </div>
                <button type="button" class="btn quiet small" on:click=handler(move |_: MouseEvent| all.set(Vec::new()))>
                    {text(move || t.get().class_clear)}
                </button>
            </div>
        </section>
    }
    .into_any()
}

/// Joins what is of the same learner: progress and results are two files.
fn add(all: &mut Vec<Shared>, new: Shared) {
    match all.iter_mut().find(|old| old.who == new.who) {
        Some(old) => old.join(new),
        None => all.push(new),
    }
}

fn row(lang: Lang, at: usize, shared: &Shared) -> AnyView {
    let whole = |n: usize| number::integer(lang, n as f64);
    let best = shared.results.iter().max_by(|a, b| a.accuracy.total_cmp(&b.accuracy));
    let best = best.map_or("—".into(), |it| told(lang, it.accuracy, it.size));
    let steps = shared
        .progress
        .map_or("—".into(), |(steps, answers)| (texts::of(lang).class_progress)(&whole(steps), &whole(answers)));
    let left_out =
        (shared.left_out > 0).then(|| [" ", &*(texts::of(lang).class_left_out)(&whole(shared.left_out))].concat());
    view! {
        <tr>
            <th scope="row"><span class="num muted">{whole(at + 1)}</span> " " {shared.who.clone()}</th>
            <td>{best}</td>
            <td class="num">{whole(shared.results.len())} {left_out}</td>
            <td>{steps}</td>
        </tr>
    }
    .into_any()
}

fn told(lang: Lang, accuracy: f64, size: f64) -> String {
    [&*number::percent(lang, accuracy, 1), " · ", &number::bytes(lang, size)].concat()
}

/// Accuracy over size of everybody's results; the number at a dot is its learner's in the table.
fn plot(m: &mut HtmlWriter, lang: Lang, all: &[Shared]) {
    let t = texts::of(lang);
    let dots: Vec<_> =
        all.iter().enumerate().flat_map(|(at, it)| it.results.iter().map(move |dot| (at, it, dot))).collect();
    if dots.is_empty() {
        return m.element("p", &[("class", "help")], t.class_no_results);
    }
    let x = Scale::over(dots.iter().map(|(_, _, dot)| dot.size), (FRAME.left, FRAME.right), true);
    let y = Scale::over(dots.iter().map(|(_, _, dot)| dot.accuracy), (FRAME.bottom, FRAME.top), false);
    let label = (t.class_plot)(&number::integer(lang, dots.len() as f64), &number::integer(lang, all.len() as f64));
    FRAME.open(m, "r-chart class-chart", Some(&label));
    let x_marks: Vec<_> = x.marks(5).into_iter().map(|v| (v, number::bytes(lang, v))).collect();
    let digits = if y.high - y.low < 0.05 { 1 } else { 0 };
    let y_marks: Vec<_> = y.marks(5).into_iter().map(|v| (v, number::percent(lang, v, digits))).collect();
    FRAME.axes(m, (&x, &x_marks, t.size), (&y, &y_marks, t.accuracy));
    for (at, shared, dot) in dots {
        let (cx, cy) = (units(x.at(dot.size)), units(y.at(dot.accuracy)));
        let told = [&*shared.who, " · ", &dot.name, " · ", &told(lang, dot.accuracy, dot.size)].concat();
        m.open("g", &[("class", "class-dot")]);
        m.element("title", &[], &told);
        m.element("circle", &[("cx", &cx), ("cy", &cy), ("r", "6")], "");
        m.close("g");
        m.label("", "start", x.at(dot.size) + 8.0, y.at(dot.accuracy) + 4.0, &number::integer(lang, (at + 1) as f64));
    }
    m.close("svg");
}
