use crate::i18n::{PageTexts, names};
use karui_protocol::KeptRun;
use karui_ui::Lang;

/// Its network and data.
pub(super) fn network(lang: Lang, run: &KeptRun) -> String {
    let it = &run.experiment;
    let names = [lang.of(names::model_kind(it.model.kind)), lang.of(names::data_kind(it.data))];
    names.join(lang.t().separator)
}

/// A moment, in milliseconds since 1970.
pub(super) fn when(lang: Lang, moment: f64) -> String {
    let when = js_sys::Date::new(&moment.into());
    when.to_locale_string(lang.id(), &js_sys::Object::new()).into()
}
