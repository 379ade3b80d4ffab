//! Container images, from the Dockerfile to the tar that `docker load` takes.
//!
//! Pure Rust: no DOM, no clock, no files, no threads. What comes from outside is refused by a typed error with its line; nothing
//! panics on input.
//!
//! - [`dockerfile`]: the text, read as BuildKit's parser reads it.
//! - [`shell`]: `$variables` and quotes, expanded as BuildKit expands them.
//! - [`ignore`][]: `.dockerignore`.
//! - [`instruction`]: what instructions mean, and stages.
//! - [`fs`]: trees, overlays with whiteouts, layers, tars and checksums.
//! - [`run`]: the commands of `RUN` that are executed, and those that are declared.
//! - [`build`]: stages, steps, keys, why they were found or not;
//! - [`check`]: what is worth a warning.
//! - [`image`]: the image as a tar, [`stack`]: its layers on one another, [`container`]: what `docker run` makes of it.

pub mod build;
pub mod check;
pub mod container;
pub mod dockerfile;
pub mod fs;
mod glob;
pub mod ignore;
pub mod image;
pub mod instruction;
mod paths;
mod quote;
pub mod run;
pub mod shell;
pub mod stack;
