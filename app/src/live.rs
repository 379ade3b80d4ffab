//! Parts of a view that follow signals, each kind of one boxed type. A closure that stands in a view by itself is a type
//! of its own, and all that builds and updates it is compiled again for it: a kilobyte or more, hundreds of times.

use leptos::prelude::*;

/// What follows signals.
pub type Live<T> = Box<dyn FnMut() -> T + Send>;

/// Text, or an attribute that always has a value.
pub fn text<S: Into<String>>(of: impl Fn() -> S + Send + 'static) -> Live<String> {
    Box::new(move || of().into())
}

/// An attribute that comes and goes.
pub fn maybe<S: Into<String>>(of: impl Fn() -> Option<S> + Send + 'static) -> Live<Option<String>> {
    Box::new(move || of().map(Into::into))
}

/// A class, attribute or property that is on or off.
pub fn flag(of: impl Fn() -> bool + Send + 'static) -> Live<bool> {
    Box::new(of)
}

/// A part that comes and goes.
pub fn part<V: IntoAny>(of: impl Fn() -> Option<V> + Send + 'static) -> Live<Option<AnyView>> {
    Box::new(move || of().map(IntoAny::into_any))
}

/// Parts one after the other.
pub fn list<V: IntoAny>(of: impl Fn() -> Vec<V> + Send + 'static) -> Live<Vec<AnyView>> {
    Box::new(move || of().into_iter().map(IntoAny::into_any).collect())
}

/// What is done on an event.
pub fn act<E: 'static>(of: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(of)
}
