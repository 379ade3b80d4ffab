//! What labs know, by the type of their state: the page's own state names no lab.

use super::Lab;
use leptos::prelude::*;
use std::any::Any;

/// What a lab knows: a small bundle of handles, made once.
pub trait LabState: Copy + 'static {
    /// Before anything is known.
    fn new(lab: Lab) -> Self;
}

/// One value of each type that was asked for.
#[derive(Clone, Copy)]
pub(super) struct States {
    made: StoredValue<Vec<Box<dyn Any>>, LocalStorage>,
    /// Who owns them: the page's root, which ends last.
    owner: StoredValue<Option<Owner>, LocalStorage>,
}

impl States {
    pub(super) fn new() -> Self {
        States { made: StoredValue::new_local(Vec::new()), owner: StoredValue::new_local(Owner::current()) }
    }

    pub(super) fn get<T: LabState>(self, lab: Lab) -> T {
        let made = self.made.with_value(|all| all.iter().find_map(|state| state.downcast_ref::<T>().copied()));
        made.unwrap_or_else(|| {
            let state = match self.owner.get_value() {
                Some(owner) => owner.with(|| T::new(lab)),
                None => T::new(lab),
            };
            self.made.update_value(|all| all.push(Box::new(state)));
            state
        })
    }
}
