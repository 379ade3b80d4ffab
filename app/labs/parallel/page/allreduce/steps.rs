//! Forward, back, play, and what happens in the round that is shown.

use super::state::ReduceState;
use super::texts::{of, say};
use super::{BYTES, Played, test_ids};
use karui_ui::reactive::{effect, flag, handler, text};
use karui_ui::{Lang, number, use_lang};
use leptos::leptos_dom::helpers::set_timeout;
use leptos::{html, prelude::*};
use std::time::Duration;

/// How long a round stands while the rounds go on by themselves.
const ROUND: Duration = Duration::from_millis(900);

pub fn view(state: ReduceState, played: Signal<Option<Played>>) -> AnyView {
    let lang = use_lang();
    let steps = Signal::derive(move || played.with(|played| played.as_ref().map_or(0, |it| it.plan.steps())));
    let shown = Signal::derive(move || state.hop.get().min(steps.get()));
    effect(move || {
        if !state.is_playing.get() {
            return;
        }
        let at = shown.get();
        if at >= steps.get() {
            state.is_playing.set(false);
            return;
        }
        set_timeout(
            move || {
                let is_due =
                    state.is_playing.try_get_untracked() == Some(true) && shown.try_get_untracked() == Some(at);
                if is_due {
                    state.hop.set(at + 1);
                }
            },
            ROUND,
        );
    });
    on_cleanup(move || state.is_playing.set(false));
    let (back, forward) = (NodeRef::<html::Button>::new(), NodeRef::<html::Button>::new());
    let go = move |to: usize| {
        state.is_playing.set(false);
        state.hop.set(to);
        // A button that goes grey under the keys would take the focus with it.
        let other = match to {
            0 => forward,
            _ if to >= steps.get_untracked() => back,
            _ => return,
        };
        set_timeout(
            move || {
                if let Some(button) = other.try_get_untracked().flatten() {
                    let _ = button.focus();
                }
            },
            Duration::ZERO,
        );
    };
    let play = move || {
        let is_playing = state.is_playing.get_untracked();
        if !is_playing && shown.get_untracked() == steps.get_untracked() {
            state.hop.set(0);
        }
        state.is_playing.set(!is_playing);
    };
    let said = move || played.with(|played| played.as_ref().map(|it| told(lang.get(), it, state.hop.get())));
    view! {
        <div class="row p-steps">
            <button
                type="button"
                class="btn small"
                node_ref=back
                data-testid=test_ids::PARALLEL_BACK
                disabled=flag(move || shown.get() == 0)
                on:click=handler(move |_| go(shown.get_untracked().saturating_sub(1)))
            >
                {say(|t| t.back)}
            </button>
            <button
                type="button"
                class="btn small"
                node_ref=forward
                data-testid=test_ids::PARALLEL_FORWARD
                disabled=flag(move || shown.get() >= steps.get())
                on:click=handler(move |_| go(shown.get_untracked() + 1))
            >
                {say(|t| t.forward)}
            </button>
            <button
                type="button"
                class="btn small primary"
                data-testid=test_ids::PARALLEL_PLAY
                disabled=flag(move || steps.get() == 0)
                on:click=handler(move |_| play())
            >
                {text(move || {
                    let t = of(lang.get());
                    if state.is_playing.get() { t.pause } else { t.play }
                })}
            </button>
        </div>
        <p
            class="p-told num"
            role="status"
            data-testid=test_ids::PARALLEL_STEP
            data-value=text(move || shown.get().to_string())
            data-steps=text(move || steps.get().to_string())
        >
            {text(move || said().unwrap_or_default())}
        </p>
    }
    .into_any()
}

/// What happens in the round that `hop` shows.
pub fn told(lang: Lang, played: &Played, hop: usize) -> String {
    let (t, steps, shown) = (of(lang), played.plan.steps(), played.shown(hop));
    let sent = played.frames.get(shown).map_or(&[][..], |frame| &frame.sent);
    if shown == steps {
        return (t.done)(played.plan.workers, steps);
    }
    let bytes = BYTES * sent.iter().map(|transfer| transfer.range.len()).sum::<usize>();
    let moved = number::bytes(lang, bytes as f64);
    let is_added = sent.iter().any(|transfer| transfer.is_added);
    (t.round)(is_added, shown + 1, steps, sent.len(), &moved)
}
