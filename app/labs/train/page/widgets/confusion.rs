//! What is taken for what: the confusion matrix.

use super::texts::{say, use_texts};
use karui_protocol::DataKind;
use karui_shell::i18n::class_name;
use karui_ui::reactive::{flag, handler, list, memo, text, views};
use karui_ui::{number, use_lang};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::{html, web_sys};
use wasm_bindgen::JsCast;

/// Counts of images: a row for each class, a column for what the network takes it for.
#[component]
pub fn Confusion(
    /// `counts[label · classes + predicted]`; none while they are not known.
    #[prop(into)]
    counts: Signal<Vec<u32>>,
    /// Whose classes they are.
    #[prop(into)]
    data: Signal<DataKind>,
) -> impl IntoView {
    let (lang, t) = (use_lang(), use_texts());
    let counts = memo(move || counts.get());
    let classes = memo(move || counts.with(|c| side(c.len())));
    let totals = memo(move || counts.with(|c| row_totals(c, classes.get())));
    let current = RwSignal::new(0_usize);
    let chosen = RwSignal::new(None::<usize>);
    let table = NodeRef::<html::Table>::new();
    let name = move |class: usize| class_name(lang.get(), data.get(), class);
    let count = move |at: usize| counts.with(|c| c.get(at).copied().unwrap_or(0));
    let share = move |at: usize| {
        let total = totals.with(|t| t.get(at / classes.get().max(1)).copied().unwrap_or(0));
        f64::from(count(at)) / f64::from(total.max(1))
    };
    let words = move |at: usize| {
        let n = classes.get().max(1);
        let total = totals.with(|t| t.get(at / n).copied().unwrap_or(0));
        let [count, total] = [count(at), total].map(|v| number::integer(lang.get(), f64::from(v)));
        let share = number::percent(lang.get(), share(at), 1);
        let (label, guess) = (name(at / n), name(at % n));
        let t = t.get();
        if at / n == at % n {
            (t.rightly)(label, &count, &total, &share)
        } else {
            (t.confused)(label, guess, &count, &total, &share)
        }
    };
    let key = move |event: KeyboardEvent| {
        let n = classes.get_untracked();
        if let Some(to) = moved(current.get_untracked(), n, &event.key()) {
            event.prevent_default();
            current.set(to);
            focus_cell(table, to);
        }
    };
    let head = list(move || {
        (0..classes.get()).map(|c| view! { <th scope="col"><span>{text(move || name(c))}</span></th> }).collect()
    });
    let cell = move |at: usize| {
        view! {
            <td>
                <button
                    type="button"
                    class="w-cell num"
                    class:w-strong=flag(move || share(at).sqrt() > 0.5)
                    // The root makes rare mistakes visible beside the diagonal.
                    style:--share=text(move || number::plain(share(at).sqrt()))
                    data-cell=at
                    tabindex=text(move || if current.get() == at { "0" } else { "-1" })
                    aria-pressed=text(move || (chosen.get() == Some(at)).to_string())
                    aria-label=text(move || words(at))
                    on:click=handler(move |_| {
                        current.set(at);
                        chosen.set(Some(at));
                    })
                    on:focus=handler(move |_| current.set(at))
                >
                    {text(move || count(at).to_string())}
                </button>
            </td>
        }
    };
    let rows = list(move || {
        let n = classes.get();
        let row = |r: usize| {
            view! {
                <tr>
                    <th scope="row">{text(move || name(r))}</th>
                    {views((0..n).map(|c| cell(r * n + c)))}
                </tr>
            }
        };
        (0..n).map(row).collect()
    });
    view! {
        <div class="w-confusion">
            <table role="grid" node_ref=table on:keydown=handler(key)>
                <caption>{say(|t| t.confusion_caption)}</caption>
                <thead>
                    <tr>
                        <td class="w-corner muted">{say(|t| t.confusion_corner)}</td>
                        {head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="w-said" aria-live="polite">
                {text(move || chosen.get().filter(|_| classes.get() > 0).map_or(t.get().confusion_hint.to_owned(), words))}
            </p>
        </div>
    }
    .into_any()
}

fn focus_cell(table: NodeRef<html::Table>, at: usize) {
    let cell = table.get_untracked().and_then(|t| t.query_selector(&format!("[data-cell=\"{at}\"]")).ok()).flatten();
    if let Some(cell) = cell.and_then(|c| c.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Fails for an element that cannot have the focus.
        let _ = cell.focus();
    }
}

/// Rows of a square matrix of `len` values; 0 where it is not square.
fn side(len: usize) -> usize {
    let side = len.isqrt();
    if side * side == len { side } else { 0 }
}

fn row_totals(counts: &[u32], classes: usize) -> Vec<u32> {
    counts.chunks(classes.max(1)).map(|row| row.iter().sum()).collect()
}

/// The cell reached from `at` by a key, in a matrix of `n × n`.
fn moved(at: usize, n: usize, key: &str) -> Option<usize> {
    let (row, column) = (at.checked_div(n)?, at % n);
    Some(match key {
        "ArrowRight" if column + 1 < n => at + 1,
        "ArrowLeft" if column > 0 => at - 1,
        "ArrowDown" if row + 1 < n => at + n,
        "ArrowUp" if row > 0 => at - n,
        "Home" => row * n,
        "End" => row * n + n - 1,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_in_the_matrix() {
        assert_eq!(moved(9, 10, "ArrowRight"), None);
        assert_eq!(moved(9, 10, "ArrowDown"), Some(19));
        assert_eq!(moved(15, 10, "Home"), Some(10));
        assert_eq!(moved(95, 10, "ArrowDown"), None);
        assert_eq!(moved(0, 0, "Home"), None);
    }

    #[test]
    fn a_matrix_is_square() {
        assert_eq!((side(100), side(99), side(0)), (10, 0, 0));
        assert_eq!(row_totals(&[1, 2, 3, 4], 2), [3, 7]);
    }
}
