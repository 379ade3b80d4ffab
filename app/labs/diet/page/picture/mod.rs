//! One living picture at the head of the bench: the network as blocks whose area is bytes, whose frame is the error and
//! whose cells are weights, or what each layer gives for the chosen image. It follows each control at once, before anything is trained or measured.

mod cells;
mod figure;
mod flow;
mod layout;
mod opened;
mod texts;

use super::DIET;
use super::results::sensitivity::set_amount;
use super::state::{DietState, diet_of};
use crate::diet::messages::DietRequest;
use crate::diet::picture::{Flow, NetworkPicture};
use figure::NetworkFigure;
use karui_protocol::recipe::{Prune, PruneUnit};
use karui_shell::state::Lab;
use karui_ui::fields::{Field, SliderField};
use karui_ui::reactive::{effect, maybe_view, memo};
use leptos::prelude::*;
use opened::Opened;
use std::rc::Rc;
use texts::use_texts;

/// The picture of the network as the controls would have it.
#[component]
pub(super) fn Picture() -> impl IntoView {
    let lab = Lab::here();
    let diet = diet_of(lab);
    ask_when_due(lab);
    follow_image(lab);
    let input = memo(move || {
        let at = lab.inspected_image();
        lab.samples.with(|samples| {
            let chosen = samples.iter().find(|sample| Some(sample.index) == at).or(samples.first());
            chosen.map(|sample| sample.pixels.clone())
        })
    });
    let layer = memo(move || {
        let name = diet.layer.get();
        diet.picture.with(|it| it.as_ref()?.layers.iter().find(|layer| layer.name == name).cloned())
    });
    // Outputs are measured on images, so they are those of the last result.
    let activations = memo(move || {
        let name = diet.layer.get();
        let recipe = diet.picture.with(|it| it.as_ref().map(|it| it.recipe.clone()));
        diet.result.with(|result| {
            let result = result.as_ref().filter(|result| Some(&result.recipe) == recipe.as_ref())?;
            result.layers.iter().find(|layer| layer.name == name)?.activations.clone()
        })
    });
    let prunes =
        memo(move || diet.recipe.with(|it| it.get::<Prune>().is_some_and(|it| it.unit != PruneUnit::TwoOfFour)));
    let touch = move |name: String| {
        let is_open = diet.layer.with_untracked(|open| *open == name);
        diet.layer.set(if is_open { String::new() } else { name });
    };
    view! {
        <div class="part" id=PLACE>
            <NetworkFigure
                picture=diet.picture
                input=input
                flow=diet.flow
                gives=diet.gives
                open=diet.layer
                on_touch=Callback::new(touch)
            >
                <Opened layer=layer activations=activations on_close=Callback::new(move |()| diet.layer.set(String::new()))>
                    {maybe_view(move || prunes.get().then(|| amount(lab)))}
                </Opened>
            </NetworkFigure>
        </div>
    }
    .into_any()
}

/// Its element's `id`.
const PLACE: &str = "network-picture";

/// Brings it into view.
pub(super) fn show() {
    if let Some(place) = document().get_element_by_id(PLACE) {
        place.scroll_into_view();
    }
}

/// Asks for the picture of the recipe of the controls whenever it is another one, or the weights are others. It is not
/// asked for while a run is under way, which changes them at each step.
fn ask_when_due(lab: Lab) {
    let diet = diet_of(lab);
    let wanted = memo(move || {
        let is_here = lab.view.tab.get() == DIET;
        let has_weights = lab.evaluation.with(Option::is_some) && !lab.evaluation_is_old.get();
        (is_here && has_weights && !lab.is_under_way()).then(|| (diet.weights_told.get(), diet.recipe.get()))
    });
    effect(move || {
        if let Some((_, recipe)) = wanted.get() {
            lab.ask(&DietRequest::Picture(recipe));
        }
    });
}

/// Has the engine tell what the layers give for the image that is looked at, while that is shown.
fn follow_image(lab: Lab) {
    let diet = diet_of(lab);
    let wanted = memo(move || {
        let is_shown = lab.view.tab.get() == DIET && diet.gives.get() && lab.evaluation.with(Option::is_some);
        // Other weights have another image on its way.
        is_shown.then(|| (diet.weights_told.get(), lab.inspected_image()))
    });
    effect(move || {
        let asked = wanted.get().and_then(|(_, image)| image);
        if asked.is_some() || diet.flow.with_untracked(Option::is_some) {
            lab.ask(&DietRequest::Flow(asked));
        }
    });
}

impl DietState {
    /// Takes in what the layers give, unless it is of another picture by now.
    pub(super) fn take_flow(self, flow: Flow) {
        if self.picture.with_untracked(|it| it.as_ref().is_some_and(|it| it.recipe == flow.recipe)) {
            self.flow.set(Some(flow));
        }
    }

    /// Takes in a picture, unless it is of a recipe that the controls do not say any more.
    pub(super) fn take_picture(self, picture: NetworkPicture) {
        if picture.recipe == self.recipe.get_untracked() || self.opened.get_untracked() {
            self.picture.set(Some(picture));
        }
    }
}

/// How much of the open layer is pruned: a slider.
fn amount(lab: Lab) -> AnyView {
    let (diet, t) = (diet_of(lab), use_texts());
    let value = Signal::derive(move || {
        let name = diet.layer.get();
        diet.recipe.with(|recipe| {
            let Some(prune) = recipe.get::<Prune>() else { return 0.0 };
            let own = prune.layers.iter().find(|(layer, _)| *layer == name);
            f64::from(own.map_or(prune.amount, |(_, amount)| *amount))
        })
    });
    let label = Signal::derive(move || t.get().amount);
    let help = Signal::derive(move || t.get().amount_help);
    let set = move |amount: f64| {
        let name = diet.layer.get_untracked();
        lab.recipe.change(lab, move |recipe| set_amount(recipe, &name, Some(amount as f32)));
    };
    SliderField { field: Field::new("layer-amount", label, help), value, set: Rc::new(set) }.view()
}
