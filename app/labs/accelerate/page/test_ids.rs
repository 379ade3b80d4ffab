//! The `data-testid`s of the accelerator page.
#![allow(missing_docs)]

pub const ACCELERATOR_WORK: &str = "accelerator-work";
pub const ACCELERATOR_RUN: &str = "accelerator-run";
pub const ACCELERATOR_BARS: &str = "accelerator-bars";
pub const ACCELERATOR_FORMS: &str = "accelerator-forms";
pub const ACCELERATOR_NETWORK: &str = "accelerator-network";
pub const ACCELERATOR_ROOFLINE: &str = "accelerator-roofline";
pub const ACCELERATOR_GRID: &str = "accelerator-grid";
pub const ACCELERATOR_TERMS: &str = "accelerator-terms";
pub const KERNEL_SELECT: &str = "kernel-select";
pub const KERNEL_SOURCE: &str = "kernel-source";
pub const KERNEL_RUN: &str = "kernel-run";
pub const KERNEL_RESULT: &str = "kernel-result";
pub const KERNEL_SAID: &str = "kernel-said";
pub const KERNEL_NOTES: &str = "kernel-notes";
