use super::Card;
use karui_protocol::recipe::{Quantize, TechniqueKind};

pub(super) static CARD: Card = Card {
    technique: TechniqueKind::FoldBn,
    toggle: "toggle-fold-bn",
    text: |t| &t.fold_bn,
    main: &[],
    more: &[],
    steps: &[|_| {}, |recipe| recipe.put(Quantize::default())],
    extra: None,
};
