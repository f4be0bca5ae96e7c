//! One table per enumeration: the variant and the exact string that stands for it on the wire.

/// A string that is none of an enumeration's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a known {what}")]
pub struct UnknownName {
    /// What was looked for, in words: `grant type`, `prompt`.
    pub what: &'static str,
}

/// Declares an enumeration with `ALL`, `as_str`, `Display` and `Serialize` from its table of names.
macro_rules! wire_names {
    ($(#[$outer:meta])* pub enum $Type:ident {
        $($(#[$inner:meta])* $Variant:ident = $name:literal,)+
    }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $Type {
            $($(#[$inner])* $Variant,)+
        }

        impl $Type {
            /// Every value, in the order in which metadata documents list them.
            pub const ALL: &[Self] = &[$(Self::$Variant,)+];

            /// The exact string on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$Variant => $name,)+
                }
            }
        }

        impl std::fmt::Display for $Type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $Type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

/// `wire_names!` plus `FromStr` and `Deserialize`, which accept exactly the names of the table.
macro_rules! parsed_wire_names {
    ($what:literal, $(#[$outer:meta])* pub enum $Type:ident { $($table:tt)+ }) => {
        $crate::oauth::wire_names! { $(#[$outer])* pub enum $Type { $($table)+ } }

        impl std::str::FromStr for $Type {
            type Err = $crate::oauth::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|value| value.as_str() == text)
                    .ok_or($crate::oauth::UnknownName { what: $what })
            }
        }

        impl<'de> serde::Deserialize<'de> for $Type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use {parsed_wire_names, wire_names};
