//! The common shape of the crate's textual newtypes: parsed once, cheap to clone, the same text in and out.
//!
//! Owns only the trait implementations; what a type accepts stands beside the type, in its `parse`.

/// Implements for a tuple struct over `Arc<str>` with `fn parse(&str) -> Result<Self, Error>` everything that
/// follows from that: `Display`, `FromStr`, borrowing as `str`, and serde as a string that is parsed on the way in.
macro_rules! parsed_text {
    ($type:ident, $error:ty) => {
        impl $type {
            /// The text, exactly as it was parsed.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::str::FromStr for $type {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        // Lawful: equality, order and hash of the type are those of its text.
        impl std::borrow::Borrow<str> for $type {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str($crate::wire::Parsed::new())
            }
        }
    };
}

pub(crate) use parsed_text;
