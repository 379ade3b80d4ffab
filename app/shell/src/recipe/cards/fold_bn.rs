use super::Card;
use karui_protocol::recipe::TechniqueKind;

pub(super) static CARD: Card = Card {
    technique: TechniqueKind::FoldBn,
    toggle: "toggle-fold-bn",
    text: |t| &t.fold_bn,
    main: &[],
    more: &[],
    extra: None,
};
