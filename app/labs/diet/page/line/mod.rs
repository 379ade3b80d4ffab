//! The session's weights on a number line, in the card of quantization.

mod drawing;
mod figure;
mod texts;
mod view;

use super::state::{DietState, diet_of};
use crate::diet::line::{BITS, LineAsk, QuantLine};
use crate::diet::messages::DietRequest;
use figure::NumberLine;
use karui_protocol::recipe::{FineTune, Granularity, NumberType, Quantize};
use karui_shell::state::Lab;
use karui_ui::reactive::{effect, flag, memo, text};
use leptos::prelude::*;
use texts::use_texts;

/// What the page knows of the number line.
#[derive(Clone, Copy)]
pub struct LineState {
    /// What is asked for.
    ask: RwSignal<LineAsk>,
    /// The last answer.
    line: RwSignal<Option<QuantLine>>,
    /// Whether an answer is to come. Until then nothing more is asked, so that a drag never runs ahead of the engine.
    waits: RwSignal<bool>,
    /// What was asked last, and of which weights.
    sent: StoredValue<Option<(u32, LineAsk)>>,
}

impl Default for LineState {
    fn default() -> Self {
        LineState {
            ask: RwSignal::new(LineAsk::default()),
            line: RwSignal::new(None),
            waits: RwSignal::new(false),
            sent: StoredValue::new(None),
        }
    }
}

impl LineState {
    /// Forgets what is of other weights; what is asked for stays.
    pub fn forget(self) {
        self.line.set(None);
        self.sent.set_value(None);
        self.waits.set(false);
    }

    /// Takes in an answer.
    pub fn take(self, line: Option<QuantLine>) {
        self.line.set(line);
        self.waits.set(false);
    }
}

/// The number line, with the settings of the recipe's quantization; it can be moved from there.
pub fn number_line() -> AnyView {
    let lab = Lab::here();
    let diet = diet_of(lab);
    let settings = memo(move || diet.recipe.with(|recipe| recipe.get::<Quantize>().copied()));
    effect(move || {
        if let Some(settings) = settings.get() {
            let asked = follow(&diet.line.ask.get_untracked(), &settings);
            diet.line.ask.set(asked);
        }
    });
    ask_when_due(diet);
    let t = use_texts();
    let dtype = memo(move || settings.get().map(|settings| settings.dtype));
    let remark = move || {
        let t = t.get();
        match dtype.get() {
            Some(NumberType::Int2 | NumberType::Binary) => t.own_rule,
            Some(dtype) if !dtype.is_integer() => t.no_grid,
            _ => "",
        }
    };
    view! {
        <div class="q-card">
            <NumberLine line=diet.line.line ask=diet.line.ask />
            <p class="help" hidden=flag(move || remark().is_empty())>{text(remark)}</p>
        </div>
    }
    .into_any()
}

/// What is asked for when the recipe's quantization has become another one. What was moved by hand goes back.
fn follow(ask: &LineAsk, settings: &Quantize) -> LineAsk {
    // How it trains, and on how many images it looks, is nothing to its weights.
    let bare = Quantize { train: FineTune::NONE, calibration: 0, ..*settings };
    if ask.settings == bare {
        return ask.clone();
    }
    let bits = if settings.dtype.is_integer() { settings.dtype.bits().clamp(BITS.0, BITS.1) } else { ask.bits };
    let channel = match settings.granularity {
        Granularity::Tensor => None,
        Granularity::Channel => ask.channel.or(Some(0)),
    };
    LineAsk { channel, settings: bare, bits, scale: None, zero_point: None, ..ask.clone() }
}

/// Asks for what is wanted whenever that, or the weights, are others; not while a run changes them at each step.
fn ask_when_due(diet: DietState) {
    let (lab, state) = (diet.lab, diet.line);
    let has_weights =
        memo(move || lab.evaluation.with(Option::is_some) && !lab.evaluation_is_old.get() && !lab.is_under_way());
    effect(move || {
        let wanted = (diet.weights_told.get(), state.ask.get());
        let is_free = has_weights.get() && !state.waits.get();
        if is_free && state.sent.with_value(|sent| sent.as_ref() != Some(&wanted)) {
            state.sent.set_value(Some(wanted.clone()));
            state.waits.set(true);
            lab.ask(&DietRequest::Line(Box::new(wanted.1)));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::recipe::Scheme;

    #[test]
    fn the_line_follows_the_recipe_and_lets_go_of_what_was_moved() {
        let recipe = Quantize { dtype: NumberType::Int4, granularity: Granularity::Tensor, ..Quantize::default() };
        let followed = follow(&LineAsk { channel: Some(3), scale: Some(0.5), ..LineAsk::default() }, &recipe);
        assert_eq!((followed.channel, followed.bits, followed.scale), (None, 4, None));
        // How it trains changes nothing.
        let moved = LineAsk { scale: Some(0.25), ..followed };
        let trained = Quantize { train: FineTune { epochs: 3.0, lr: 0.1 }, calibration: 99, ..recipe };
        assert_eq!(follow(&moved, &trained), moved);
        let affine = follow(&moved, &Quantize { scheme: Scheme::Affine, dtype: NumberType::Fp16, ..recipe });
        assert_eq!((affine.scale, affine.bits), (None, 4));
        assert_eq!(follow(&moved, &Quantize { dtype: NumberType::Binary, ..recipe }).bits, 2);
    }
}
