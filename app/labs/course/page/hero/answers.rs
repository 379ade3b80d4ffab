//! What the network says of a dozen held-out images, and of one that is picked or drawn, while its weights grow coarse.

use crate::course::page::state::course_of;
use crate::course::page::{test_ids, texts};
use karui_protocol::{About, Fault, Problem, Sample};
use karui_shell::i18n::class_name;
use karui_shell::pages::Faults;
use karui_shell::state::Lab;
use karui_ui::canvas::PixelImage;
use karui_ui::pad::{Drawing, Pad};
use karui_ui::reactive::{flag, handler, list, memo, optional, text, views};
use karui_ui::{number, use_lang};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The classes that are shown of the picked image: the most probable ones.
const LIKELY: usize = 3;

/// Which image is looked at more closely.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Picked {
    /// One of the dozen.
    HeldOut(usize),
    /// What is on the pad.
    Drawn,
}

/// The most probable classes with their probabilities, the most probable first.
fn likely(probabilities: &[f32]) -> Vec<(usize, f32)> {
    let mut all: Vec<_> = probabilities.iter().copied().enumerate().collect();
    all.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    all.truncate(LIKELY);
    all
}

/// The images with the answers.
pub fn view(lab: Lab) -> AnyView {
    let (lang, t) = (use_lang(), texts::use_texts());
    let picked = RwSignal::new(Picked::HeldOut(0));
    let count = memo(move || lab.samples.with(Vec::len));
    let rights = memo(move || (0..count.get()).filter(|i| is_right(lab, *i) == Some(true)).count());
    let whole = move |n: usize| number::integer(lang.get(), n as f64);
    let told = move || (t.get().hero_right)(&whole(count.get()), &whole(rights.get()));
    view! {
        <div class="hero-answers">
            {closer(lab, picked)}
            <div class="hero-dozen">
                <p class="hero-right" data-testid=test_ids::HERO_RIGHT data-value=text(move || rights.get().to_string())>
                    {text(told)}
                </p>
                <ul class="hero-images">{list(move || (0..count.get()).map(|i| tile(lab, picked, i)).collect())}</ul>
            </div>
        </div>
    }
    .into_any()
}

/// What the network says of an image of the dozen now; before it was asked, what it says uncompressed.
fn said(lab: Lab, image: usize) -> Option<Vec<f32>> {
    let seen = course_of(lab).seen.with(|seen| seen.as_ref().and_then(|seen| seen.images.get(image).cloned()));
    seen.or_else(|| lab.samples.with(|all| all.get(image).map(|sample| sample.probabilities.clone())))
}

/// Whether it says what the image is.
fn is_right(lab: Lab, image: usize) -> Option<bool> {
    let (class, _) = *likely(&said(lab, image)?).first()?;
    lab.samples.with(|all| all.get(image).map(|sample| usize::from(sample.label) == class))
}

/// An image of the dozen: what the network takes it for, and whether it is that.
fn tile(lab: Lab, picked: RwSignal<Picked>, image: usize) -> AnyView {
    let (lang, t) = (use_lang(), texts::use_texts());
    let of = move |sample: &Sample| (sample.pixels.clone(), usize::from(sample.label));
    let shown = memo(move || lab.samples.with(|all| all.get(image).map(of)));
    let answer = memo(move || said(lab, image).and_then(|said| likely(&said).first().map(|(class, _)| *class)));
    let right = memo(move || is_right(lab, image));
    let name = move |class: Option<usize>| class.map_or("", |class| class_name(lang.get(), lab.shown().data, class));
    let label = move || {
        let (is, says) = (shown.with(|it| name(it.as_ref().map(|(_, label)| *label))), name(answer.get()));
        if right.get() == Some(true) { (t.get().image_right)(is) } else { (t.get().image_wrong)(is, says) }
    };
    let state = move || right.get().map(|right| if right { "right" } else { "wrong" });
    view! {
        <li>
            <button
                type="button"
                class="hero-image"
                data-testid=test_ids::HERO_IMAGE
                data-value=optional(state)
                aria-pressed=text(move || (picked.get() == Picked::HeldOut(image)).to_string())
                aria-label=text(label)
                on:click=handler(move |_: MouseEvent| picked.set(Picked::HeldOut(image)))
            >
                <PixelImage pixels=Signal::derive(move || shown.with(|it| it.as_ref().map(|(pixels, _)| pixels.clone()))) />
                <span class="hero-said">
                    <span class="hero-mark">{text(move || if right.get() == Some(true) { "✓" } else { "✗" })}</span>
                    <span class="hero-name">{text(move || name(answer.get()))}</span>
                </span>
            </button>
        </li>
    }
    .into_any()
}

/// One image closely: the picked one, or the pad, with the classes that the network thinks of.
fn closer(lab: Lab, picked: RwSignal<Picked>) -> AnyView {
    let (course, lang, t) = (course_of(lab), use_lang(), texts::use_texts());
    let no_picture = move |()| lab.add_fault(Fault { about: About::PICTURE, problem: Problem::NotAPicture });
    let drawing = Drawing::new(Callback::new(move |picture| lab.predict(picture)), Callback::new(no_picture));
    let is_drawn = memo(move || picked.get() == Picked::Drawn);
    let sample = memo(move || match picked.get() {
        Picked::HeldOut(image) => lab.samples.with(|all| all.get(image).map(|it| (it.pixels.clone(), it.label))),
        Picked::Drawn => None,
    });
    let probabilities = memo(move || match picked.get() {
        Picked::HeldOut(image) => said(lab, image),
        Picked::Drawn if drawing.is_empty() => None,
        Picked::Drawn => course.seen.with(|seen| seen.as_ref().and_then(|seen| seen.picture.clone())),
    });
    let name = move |class: usize| class_name(lang.get(), lab.shown().data, class);
    let row = move |rank: usize| {
        let of = memo(move || probabilities.with(|it| it.as_ref().and_then(|all| likely(all).get(rank).copied())));
        let share = move || of.get().map_or(0.0, |(_, share)| share);
        view! {
            <li hidden=flag(move || of.get().is_none())>
                <span class="hero-class">{text(move || of.get().map_or("", |(class, _)| name(class)))}</span>
                <span class="hero-bar" style:--share=text(move || share().to_string())></span>
                <span class="num">{text(move || number::percent(lang.get(), share().into(), 0))}</span>
            </li>
        }
    };
    let heading = move || match sample.with(|it| it.as_ref().map(|(_, label)| usize::from(*label))) {
        Some(label) => (t.get().image_is)(name(label)),
        None if drawing.is_empty() => t.get().draw_first.to_owned(),
        None => t.get().drawn.to_owned(),
    };
    let label =
        move || sample.with(|it| it.as_ref().map_or(String::new(), |(_, label)| name((*label).into()).to_owned()));
    view! {
        <div class="hero-closer">
            <div class="hero-picture">
                <div class="hero-large" hidden=flag(move || is_drawn.get())>
                    <PixelImage
                        pixels=Signal::derive(move || sample.with(|it| it.as_ref().map(|(pixels, _)| pixels.clone())))
                        label=Signal::derive(label)
                    />
                </div>
                <div class="hero-large" hidden=flag(move || !is_drawn.get())>
                    <Pad
                        drawing=drawing
                        testid=test_ids::HERO_CANVAS
                        label=Signal::derive(move || t.get().pad)
                        hint=Signal::derive(move || t.get().pad_hint)
                    />
                </div>
            </div>
            <div class="hero-thinks">
                <p class="hero-heading">{text(heading)}</p>
                <ol class="hero-likely" aria-label=text(move || t.get().likely)>{views((0..LIKELY).map(row))}</ol>
                <div class="row">
                    <button
                        type="button"
                        class="btn small"
                        data-testid=test_ids::HERO_DRAW
                        aria-pressed=text(move || is_drawn.get().to_string())
                        on:click=handler(move |_: MouseEvent| {
                            picked.update(|it| *it = if *it == Picked::Drawn { Picked::HeldOut(0) } else { Picked::Drawn });
                        })
                    >
                        {text(move || t.get().draw)}
                    </button>
                    <button
                        type="button"
                        class="btn quiet small"
                        hidden=flag(move || !is_drawn.get() || drawing.is_empty())
                        on:click=handler(move |_: MouseEvent| drawing.clear())
                    >
                        {text(move || t.get().clear)}
                    </button>
                </div>
                <Faults about=About::PICTURE />
            </div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_probable_classes_come_first() {
        assert_eq!(likely(&[0.1, 0.6, 0.05, 0.25]), [(1, 0.6), (3, 0.25), (0, 0.1)]);
        assert_eq!(likely(&[]), []);
    }
}
