//! Messages, both languages of each on adjacent lines.

use crate::reactive::{Reactive, text};
use crate::{Lang, use_lang};
use leptos::prelude::*;

/// What a field is called, and one line on what it does and what to watch.
#[derive(Debug, Clone, Copy)]
pub struct FieldText {
    /// The term, as the field's syllabus has it.
    pub label: &'static str,
    /// One line of plain words.
    pub help: &'static str,
}

/// Terms with their explanations.
pub type Terms = &'static [(&'static str, &'static str)];

/// Declares a struct of messages with a value for each language, and the ways to it:
///
/// - `of(lang)`: the messages in a language;
/// - `say(|t| t.title)`: a message in a view, in the page's language; call it in a component's body;
/// - `use_texts()`: the messages in the page's language as a signal; call it in a component's body.
///
/// A message that lacks a language does not compile. Japanese comes first:
///
/// ```
/// use karui_ui::{FieldText, Lang, messages};
///
/// messages! {
///     /// The messages of an example.
///     pub struct Texts;
///
///     // A text.
///     title: "量子化", "Quantization";
///     // Arguments are put in as by `format!`.
///     at_step(step: &str, steps: &str): "ステップ {step}/{steps}", "Step {step} of {steps}";
///     // Where words depend on numbers, code in braces makes the text.
///     pictures(n: usize): { format!("{n} 枚") }, { if n == 1 { "1 picture".into() } else { format!("{n} pictures") } };
///     // A choice by the first argument.
///     device(is_gpu: bool) => {
///         true => "GPU で計算中", "The GPU computes";
///         false => "CPU で計算中", "The CPU computes";
///     };
///     // A choice of texts that are put together: each as above, with arguments put in or as code in braces.
///     progress(done: Option<usize>, of: usize) => String {
///         Some(done) => "{of} のうち {done}", "{done} of {of}";
///         None => "{of} を待っています", "Waiting for {of}";
///     };
///     // A struct of texts, or of lists of texts.
///     bits = FieldText {
///         label: "ビット数", "Bits";
///         help: "少ないほど小さく、粗くなります。", "Fewer are smaller, and coarser.";
///     };
///     // A list of texts.
///     photos = ["猫", "Cat"; "花", "Flowers";];
///     // Terms, each with its explanation.
///     terms = { "損失", "Loss": "小さいほどよい値です。", "Less is better."; };
/// }
///
/// assert_eq!((of(Lang::En).at_step)("1", "9"), "Step 1 of 9");
/// assert_eq!((of(Lang::Ja).device)(true), "GPU で計算中");
/// assert_eq!((of(Lang::En).progress)(Some(2), 3), "2 of 3");
/// assert_eq!(of(Lang::En).bits.label, "Bits");
/// assert_eq!(of(Lang::Ja).photos, ["猫", "花"]);
/// ```
#[macro_export]
macro_rules! messages {
    (
        $(#[$meta:meta])*
        $vis:vis struct $Texts:ident;
        $(
            $(#[$doc:meta])*
            $name:ident
            $( ( $($arg:tt : $ty:ty),* $(,)? ) )?
            $( -> $ret:ty )?
            $( : $ja:tt , $en:tt )?
            $( => { $( $choice:pat => $choice_ja:expr , $choice_en:expr ; )* } )?
            $( => String { $( $case:pat $( if $guard:expr )? => $case_ja:tt , $case_en:tt ; )* } )?
            $( = $Struct:ident { $( $field:ident : $field_ja:tt $( , $field_en:tt )? ; )* } )?
            $( = [ $( $list_ja:literal , $list_en:literal ; )* ] )?
            $( = { $( $term_ja:literal , $term_en:literal : $told_ja:literal , $told_en:literal ; )* } )?
            ;
        )*
    ) => {
        $(#[$meta])*
        // Each message says itself what it is for.
        #[allow(missing_docs)]
        $vis struct $Texts {
            $(
                $(#[$doc])*
                pub $name: $crate::message!(@type
                    $( ( $($ty),* ) )?
                    $( -> $ret )?
                    $( => { $( $choice )* } )?
                    $( => String { $( $case )* } )?
                    $( = $Struct )?
                    $( = [ $( $list_ja )* ] )?
                    $( = { $( $term_ja )* } )?
                ),
            )*
        }

        static JA: $Texts = $Texts {
            $(
                $name: $crate::message!(@value
                    $( ( $($arg : $ty),* ) )?
                    $( -> $ret )?
                    $( : $ja )?
                    $( => { $( $choice => $choice_ja ; )* } )?
                    $( => String { $( $case $( if $guard )? => $case_ja ; )* } )?
                    $( = $Struct { $( $field : $crate::message!(@field ja $field_ja) ),* } )?
                    $( = [ $( $list_ja ),* ] )?
                    $( = { $( ($term_ja, $told_ja) ),* } )?
                ),
            )*
        };

        static EN: $Texts = $Texts {
            $(
                $name: $crate::message!(@value
                    $( ( $($arg : $ty),* ) )?
                    $( -> $ret )?
                    $( : $en )?
                    $( => { $( $choice => $choice_en ; )* } )?
                    $( => String { $( $case $( if $guard )? => $case_en ; )* } )?
                    $( = $Struct { $( $field : $crate::message!(@field en $( $field_en )? $field_ja) ),* } )?
                    $( = [ $( $list_en ),* ] )?
                    $( = { $( ($term_en, $told_en) ),* } )?
                ),
            )*
        };

        /// The messages in a language.
        #[allow(dead_code)]
        $vis const fn of(lang: $crate::Lang) -> &'static $Texts {
            lang.pick(&JA, &EN)
        }

        /// A message, in a view; call it in a component's body.
        #[allow(dead_code)]
        $vis fn say(message: fn(&$Texts) -> &'static str) -> $crate::reactive::Reactive<String> {
            $crate::said(of, message)
        }

        /// The messages in the page's language; call it in a component's body.
        #[allow(dead_code)]
        $vis fn use_texts() -> $crate::Messages<$Texts> {
            $crate::use_messages(of)
        }
    };
}

/// The type and the value of one message of [`messages!`](crate::messages).
#[doc(hidden)]
#[macro_export]
macro_rules! message {
    (@type) => { &'static str };
    (@type ($($ty:ty),*)) => { fn($($ty),*) -> String };
    (@type ($($ty:ty),*) -> $ret:ty) => { fn($($ty),*) -> $ret };
    (@type ($($ty:ty),*) => { $($choice:tt)* }) => { fn($($ty),*) -> &'static str };
    (@type ($($ty:ty),*) => String { $($case:tt)* }) => { fn($($ty),*) -> String };
    (@type ($($ty:ty),*) -> $ret:ty => { $($choice:tt)* }) => { fn($($ty),*) -> $ret };
    (@type = $Struct:ident) => { $Struct };
    (@type = [ $($list:tt)* ]) => { &'static [&'static str] };
    (@type = { $($terms:tt)* }) => { $crate::Terms };

    (@value : $text:literal) => { $text };
    (@value ($($arg:tt : $ty:ty),*) : $text:literal) => {
        $crate::message!(@function ($($arg : $ty),*) -> String { format!($text) })
    };
    (@value ($($arg:tt : $ty:ty),*) : $body:tt) => {
        $crate::message!(@function ($($arg : $ty),*) -> String $body)
    };
    (@value ($($arg:tt : $ty:ty),*) -> $ret:ty : $body:tt) => {
        $crate::message!(@function ($($arg : $ty),*) -> $ret $body)
    };
    (@value ($arg:tt : $ty:ty $(, $more:tt : $more_ty:ty)*) => String { $( $case:pat $( if $guard:expr )? => $text:tt ; )* }) => {
        $crate::message!(@function ($arg : $ty $(, $more : $more_ty)*) -> String {
            match $arg {
                $( $case $( if $guard )? => $crate::message!(@text $text), )*
            }
        })
    };
    (@value ($($arg:tt : $ty:ty),*) => $choice:tt) => {
        $crate::message!(@value ($($arg : $ty),*) -> &'static str => $choice)
    };
    (@value ($arg:tt : $ty:ty $(, $more:tt : $more_ty:ty)*) -> $ret:ty => { $( $choice:pat => $text:expr ; )* }) => {
        $crate::message!(@function ($arg : $ty $(, $more : $more_ty)*) -> $ret {
            match $arg {
                $( $choice => $text, )*
            }
        })
    };
    (@value = $Struct:ident { $($fields:tt)* }) => { $Struct { $($fields)* } };
    (@value = [ $($list:tt)* ]) => { &[ $($list)* ] };
    (@value = { $($terms:tt)* }) => { &[ $($terms)* ] };

    (@function ($($arg:tt : $ty:ty),*) -> $ret:ty $body:block) => {{
        // A language need not name everything.
        #[allow(unused_variables)]
        fn message($($arg: $ty),*) -> $ret $body
        message
    }};

    (@text $text:literal) => { format!($text) };
    (@text $code:tt) => { $code };

    (@field ja [ $( $ja:literal , $en:literal ; )* ]) => { &[ $( $ja ),* ] };
    (@field en [ $( $ja:literal , $en:literal ; )* ]) => { &[ $( $en ),* ] };
    (@field ja $ja:literal) => { $ja };
    (@field en $en:literal $ja:literal) => { $en };
}

/// Declares functions that name the values of an enum in both languages, Japanese first.
///
/// ```
/// enum Scope { Global, Layer }
///
/// karui_ui::names! {
///     /// The names of scopes.
///     pub fn scope(Scope) {
///         Global: "全体", "Across the network";
///         Layer: "層ごと", "In each layer";
///     }
/// }
///
/// assert_eq!(scope(Scope::Layer), ("層ごと", "In each layer"));
/// ```
#[macro_export]
macro_rules! names {
    ($(
        $(#[$meta:meta])*
        $vis:vis fn $name:ident($Type:ident) { $( $value:ident : $ja:literal , $en:literal ; )* }
    )*) => { $(
        $(#[$meta])*
        $vis const fn $name(value: $Type) -> $crate::Pair {
            match value {
                $( $Type::$value => ($ja, $en), )*
            }
        }
    )* };
}

/// The messages in the page's language.
pub type Messages<T> = Signal<&'static T>;

/// A message of `of`'s, in a view; call it in a component's body.
pub fn said<T: 'static>(of: fn(Lang) -> &'static T, message: fn(&T) -> &'static str) -> Reactive<String> {
    let lang = use_lang();
    text(move || message(of(lang.get())))
}

/// The messages of `of` in the page's language; call it in a component's body.
pub fn use_messages<T: Sync>(of: fn(Lang) -> &'static T) -> Messages<T> {
    let lang = use_lang();
    Signal::derive(move || of(lang.get()))
}
