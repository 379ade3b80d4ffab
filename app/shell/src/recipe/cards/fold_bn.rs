use super::Card;
use karui_protocol::recipe::{Quantize, Technique};

pub(super) static CARD: Card = Card {
    technique: Technique::FoldBn,
    toggle: "toggle-fold-bn",
    text: |t| &t.fold_bn,
    main: &[],
    more: &[],
    steps: &[|_| {}, |recipe| recipe.quantize = Some(Quantize::default())],
    extra: None,
};
