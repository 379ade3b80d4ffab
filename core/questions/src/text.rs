//! Texts with numbers put in.

/// A [`Text`](crate::Text) of two format strings, Japanese first: `text!("{n} 個", "{n} of them")`.
#[macro_export]
macro_rules! text {
    ($ja:literal, $en:literal $(,)?) => {
        $crate::Text { ja: format!($ja), en: format!($en) }
    };
}
