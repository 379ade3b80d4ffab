use super::{Cluster, Distill, FineTune, FoldBn, LowRank, Prune, Quantize};
use crate::choices::choice;
use crate::{Result, Setting};

/// What is known of a technique's settings, besides what they are.
pub trait TechniqueSettings: TechniqueCase {
    /// A row for each setting that is a number, in groups.
    const NUMBERS: &'static [&'static [Setting<Self>]];

    /// All of [`Self::NUMBERS`].
    fn numbers() -> impl Iterator<Item = &'static Setting<Self>> {
        Self::NUMBERS.iter().copied().flatten()
    }

    /// The training that belongs to it.
    fn training(&self) -> Option<FineTune> {
        None
    }

    /// How many times it is done, each time with its training.
    fn rounds(&self) -> usize {
        1
    }

    /// Training images that it looks at besides its training.
    fn images(&self) -> usize {
        0
    }

    /// Whether batch norm must be folded before it.
    fn needs_folding(&self) -> bool {
        false
    }

    /// What of it can be done without labels, if anything.
    fn without_labels(self) -> Option<Self> {
        Some(self)
    }

    /// Whether its settings are within their ranges.
    ///
    /// # Errors
    /// The first that is not.
    fn check(&self) -> Result<()> {
        Self::numbers().try_for_each(|row| row.check(self))
    }
}

/// A case of [`Technique`].
pub trait TechniqueCase: Clone + Default + Into<Technique> + 'static {
    /// Which.
    const KIND: TechniqueKind;

    /// The settings of `technique`, where it is of this kind.
    fn of(technique: &Technique) -> Option<&Self>;

    /// The same, to be changed.
    fn of_mut(technique: &mut Technique) -> Option<&mut Self>;
}

/// Declares the techniques in the order in which a recipe does them.
macro_rules! techniques {
    ($($(#[$doc:meta])* $case:ident = $id:literal),+ $(,)?) => {
        choice! {
            /// The kinds of techniques, in the order in which a recipe does them.
            TechniqueKind, "technique" { $($(#[$doc])* $case = $id),+ }
        }

        /// A technique with its settings.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Technique { $($(#[$doc])* $case($case)),+ }

        impl TechniqueKind {
            /// The technique with its defaults.
            pub fn with_defaults(self) -> Technique {
                match self { $(TechniqueKind::$case => $case::default().into()),+ }
            }
        }

        impl Technique {
            /// Which it is.
            pub const fn kind(&self) -> TechniqueKind {
                match self { $(Technique::$case(_) => TechniqueKind::$case),+ }
            }

            /// The training that belongs to it.
            pub fn training(&self) -> Option<FineTune> {
                match self { $(Technique::$case(it) => it.training()),+ }
            }

            /// How many times it is done, each time with its training.
            pub fn rounds(&self) -> usize {
                match self { $(Technique::$case(it) => it.rounds()),+ }
            }

            /// Training images that it looks at besides its training.
            pub fn images(&self) -> usize {
                match self { $(Technique::$case(it) => it.images()),+ }
            }

            /// Whether batch norm must be folded before it.
            pub fn needs_folding(&self) -> bool {
                match self { $(Technique::$case(it) => it.needs_folding()),+ }
            }

            /// What of it can be done without labels, if anything.
            pub fn without_labels(self) -> Option<Self> {
                match self { $(Technique::$case(it) => it.without_labels().map(Technique::$case)),+ }
            }

            /// Whether its settings are within their ranges.
            ///
            /// # Errors
            /// The first that is not.
            pub fn check(&self) -> Result<()> {
                match self { $(Technique::$case(it) => it.check()),+ }
            }
        }

        $(
            impl From<$case> for Technique {
                fn from(settings: $case) -> Self {
                    Technique::$case(settings)
                }
            }

            impl TechniqueCase for $case {
                const KIND: TechniqueKind = TechniqueKind::$case;

                fn of(technique: &Technique) -> Option<&Self> {
                    match technique {
                        Technique::$case(settings) => Some(settings),
                        _ => None,
                    }
                }

                fn of_mut(technique: &mut Technique) -> Option<&mut Self> {
                    match technique {
                        Technique::$case(settings) => Some(settings),
                        _ => None,
                    }
                }
            }
        )+
    };
}

techniques! {
    /// Distillation: a smaller network learns from this one and takes its place.
    Distill = "distill",
    /// Low-rank factorization: linear and pointwise layers become products of two thinner ones.
    LowRank = "low-rank",
    /// Pruning: weights or channels are taken out.
    Prune = "prune",
    /// Batch-norm folding: batch norm goes into the layer before it.
    FoldBn = "fold-bn",
    /// Weight clustering: weights share few values.
    Cluster = "cluster",
    /// Quantization: numbers get fewer bits.
    Quantize = "quantize",
}
