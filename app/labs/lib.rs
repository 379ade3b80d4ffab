//! The labs, one folder each: what a lab's page and its engine side say to each other (`messages.rs`), what the worker does
//! (`engine/`, feature `engine`) and what the page shows (`page/`, feature `page`). Labs do not know each other; what two of
//! them need stands further down.
//!
//! This file is the table of labs: tabs, links, lazy loading and the way of messages follow from its rows.

pub mod accelerate;
pub mod diet;
pub mod mobilenet;
pub mod real;
pub mod train;

/// The labs as the page knows them.
#[cfg(feature = "page")]
#[rustfmt::skip]
pub static PAGES: karui_shell::Labs = &[
    &train::PAGE,
    &diet::PAGE,
    &mobilenet::PAGE,
    &real::PAGE,
    &accelerate::PAGE,
];

/// The labs as the worker knows them, in the order of their turns. Training is the worker's own.
#[cfg(feature = "engine")]
#[rustfmt::skip]
pub static ENGINES: &[karui_runtime::lab::LabRow] = &[
    diet::ENGINE,
    mobilenet::ENGINE,
    real::ENGINE,
    accelerate::ENGINE,
];
