/// Declares what a learner chooses from, each value with its id in links and controls.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident, $field:literal { $($(#[$case_doc:meta])* $case:ident = $id:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$case_doc])* $case),+ }

        impl $name {
            /// All, in the order of the controls.
            pub const ALL: &'static [$name] = &[$($name::$case),+];

            /// Its id.
            pub const fn id(self) -> &'static str {
                match self { $($name::$case => $id),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.id())
            }
        }

        impl std::str::FromStr for $name {
            type Err = karui_protocol::Error;

            fn from_str(id: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.id() == id).ok_or_else(|| Self::Err::Choice {
                    field: $field.into(),
                    allowed: Self::ALL.iter().map(|value| value.id().to_owned()).collect(),
                    got: id.into(),
                })
            }
        }
    };
}
pub(crate) use choice;
