//! The labs, one folder each: what a lab's page and its engine side say to each other (`messages.rs`), what the worker does
//! (`engine/`, feature `engine`) and what the page shows (`page/`, feature `page`). Labs do not know each other; what two of
//! them need stands further down.
//!
//! This file is the table of labs: modules, tabs, links, lazy loading, styles and the way of messages follow from its rows.

/// Makes of the table below each lab's module, [`PAGES`] and [`ENGINES`].
macro_rules! labs {
    ($($lab:ident $(with $engine:ident)?;)+) => {
        $(pub mod $lab;)+

        /// The labs as the page knows them.
        #[cfg(feature = "page")]
        pub static PAGES: karui_shell::Labs = &[$(&$lab::PAGE),+];

        /// The labs as the worker knows them, in the order of their turns.
        #[cfg(feature = "engine")]
        pub static ENGINES: &[karui_runtime::lab::LabRow] = &[$($($lab::$engine,)?)+];
    };
}

// A lab a line, with its engine side where the worker has a part in it.
labs! {
    train with ENGINE;
    diet with ENGINE;
    mobilenet with ENGINE;
    real with ENGINE;
    accelerate with ENGINE;
    parallel with ENGINE;
    container with ENGINE;
    libraries with ENGINE;
    about;
    course with ENGINE;
    practice with ENGINE;
}
