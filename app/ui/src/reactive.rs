//! What follows signals, in a view and behind it, each kind of it one boxed type. A closure that stands by itself is a type of
//! its own, and all that builds and updates it is compiled again for it: a kilobyte or more, hundreds of times.

use leptos::prelude::*;

/// What follows signals.
pub type Reactive<T> = Box<dyn FnMut() -> T + Send>;

/// Text, or an attribute that always has a value.
pub fn text<S: Into<String>>(of: impl Fn() -> S + Send + 'static) -> Reactive<String> {
    Box::new(move || of().into())
}

/// An attribute that comes and goes.
pub fn optional<S: Into<String>>(of: impl Fn() -> Option<S> + Send + 'static) -> Reactive<Option<String>> {
    Box::new(move || of().map(Into::into))
}

/// A class, attribute or property that is on or off.
pub fn flag(of: impl Fn() -> bool + Send + 'static) -> Reactive<bool> {
    Box::new(of)
}

/// A view that comes and goes.
pub fn maybe_view<V: IntoAny>(of: impl Fn() -> Option<V> + Send + 'static) -> Reactive<Option<AnyView>> {
    Box::new(move || of().map(IntoAny::into_any))
}

/// Views one after the other.
pub fn list<V: IntoAny>(of: impl Fn() -> Vec<V> + Send + 'static) -> Reactive<Vec<AnyView>> {
    Box::new(move || of().into_iter().map(IntoAny::into_any).collect())
}

/// Views that stay, one after the other. Vectors of other views are a type for each, with all that updates them.
pub fn views<V: IntoAny>(all: impl IntoIterator<Item = V>) -> Vec<AnyView> {
    all.into_iter().map(IntoAny::into_any).collect()
}

/// What is computed anew when signals change, and told on only where it differs.
pub fn memo<T: PartialEq + Send + Sync + 'static>(of: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    fn boxed<T: PartialEq + Send + Sync + 'static>(of: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
        Memo::new(move |_| of())
    }
    boxed(Box::new(of))
}

/// What is done now and whenever signals change.
pub fn effect(of: impl FnMut() + 'static) {
    fn boxed(of: Box<dyn FnMut()>) {
        Effect::new(of);
    }
    boxed(Box::new(of));
}

/// What is done on an event.
pub fn handler<E: 'static>(of: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(of)
}
