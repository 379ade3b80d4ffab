//! The letters of the formulas, in words.

use super::texts::Texts;
use karui_spec::Formula;

/// A letter of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbol {
    /// The kernel's height.
    KernelHeight,
    /// The kernel's width.
    KernelWidth,
    /// Input channels.
    In,
    /// Output channels.
    Out,
    /// Groups.
    Groups,
    /// Biases.
    Bias,
    /// The output's height.
    Height,
    /// The output's width.
    Width,
    /// Batch norm's scale.
    Gamma,
    /// Batch norm's shift.
    Beta,
    /// Stored values.
    Count,
    /// A layer.
    Layer,
    /// The kernel's side, as the MobileNet papers write it.
    KernelSide,
    /// Input channels, as there.
    InThere,
    /// Output channels, as there.
    OutThere,
    /// The output map's side, as there.
    MapSide,
}

impl Symbol {
    /// The letter and what stands below it.
    pub const fn letters(self) -> (&'static str, &'static str) {
        match self {
            Symbol::KernelHeight => ("K", "H"),
            Symbol::KernelWidth => ("K", "W"),
            Symbol::In => ("C", ""),
            Symbol::Out => ("K", ""),
            Symbol::Groups => ("G", ""),
            Symbol::Bias => ("b", ""),
            Symbol::Height => ("H", ""),
            Symbol::Width => ("W", ""),
            Symbol::Gamma => ("γ", ""),
            Symbol::Beta => ("β", ""),
            Symbol::Count => ("n", ""),
            Symbol::Layer => ("l", ""),
            Symbol::KernelSide => ("D", "K"),
            Symbol::InThere => ("M", ""),
            Symbol::OutThere => ("N", ""),
            Symbol::MapSide => ("D", "F"),
        }
    }

    /// What it means.
    pub const fn name(self, t: &Texts) -> &'static str {
        match self {
            Symbol::KernelHeight => t.kernel_height,
            Symbol::KernelWidth => t.kernel_width,
            Symbol::In => t.channels_in,
            Symbol::Out => t.channels_out,
            Symbol::Groups => t.groups,
            Symbol::Bias => t.biases,
            Symbol::Height => t.out_height,
            Symbol::Width => t.out_width,
            Symbol::Gamma => t.gamma,
            Symbol::Beta => t.beta,
            Symbol::Count => t.stored_values,
            Symbol::Layer => t.layer_index,
            Symbol::KernelSide => t.kernel_side,
            Symbol::InThere => t.channels_in,
            Symbol::OutThere => t.channels_out,
            Symbol::MapSide => t.map_side,
        }
    }
}

/// The letters that `formula` uses, in its order.
pub const fn symbols(formula: Formula) -> &'static [Symbol] {
    use Symbol::*;
    match formula {
        Formula::ConvParams => &[KernelHeight, KernelWidth, In, Groups, Out, Bias],
        Formula::ConvMacs => &[Height, Width, Out, KernelHeight, KernelWidth, In, Groups],
        Formula::DepthwiseParams => &[KernelHeight, KernelWidth, In, Bias],
        Formula::DepthwiseMacs => &[Height, Width, In, KernelHeight, KernelWidth],
        Formula::LinearParams => &[In, Out, Bias],
        Formula::LinearMacs => &[In, Out],
        Formula::BatchNormParams => &[Gamma, Beta, In],
        Formula::SeparableRatio => &[KernelSide, InThere, OutThere, MapSide],
        Formula::WeightBytes => &[Count],
        Formula::Sum => &[Layer, Count],
        // Their letters are told in a sentence.
        Formula::ShareInterval | Formula::DifferenceInterval | Formula::Nothing => &[],
    }
}
