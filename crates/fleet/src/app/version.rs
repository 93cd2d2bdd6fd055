//! The version of an app: a Docker tag.

use std::sync::Arc;

use crate::text::parsed_text;

/// The version of an app, by the grammar of Docker's tags: letters, digits, `_`, `.` and `-`, starting with neither
/// `.` nor `-`; at most 128 signs.
///
/// Ordered bytewise: `10` comes before `9`. Newer or older is not a question of text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "1.0.0"))]
pub struct Version(Arc<str>);

/// Why a text is not a version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VersionError {
    /// Nothing at all.
    #[error("a version cannot be empty")]
    Empty,
    /// More than 128 signs.
    #[error("a version has at most {} signs", Version::MAX_LENGTH)]
    TooLong,
    /// Starts with a dot or a hyphen.
    #[error("a version starts with a letter, a digit or '_', not with {0:?}")]
    Start(char),
    /// A sign that tags cannot have.
    #[error("a version has letters, digits, '_', '.' and '-' only, not {0:?}")]
    Sign(char),
}

impl Version {
    /// The longest tag that Docker takes.
    pub const MAX_LENGTH: usize = 128;

    /// Parses a version.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        let first = text.chars().next().ok_or(VersionError::Empty)?;
        if let Some(sign) = text.chars().find(|sign| !super::is_word_sign(*sign)) {
            return Err(VersionError::Sign(sign));
        }
        if matches!(first, '.' | '-') {
            return Err(VersionError::Start(first));
        }
        if text.len() > Self::MAX_LENGTH {
            return Err(VersionError::TooLong);
        }
        Ok(Self(text.into()))
    }
}

parsed_text!(Version, VersionError);

#[cfg(test)]
mod tests {
    use super::{Version, VersionError};

    #[test]
    fn keeps_to_its_grammar() {
        for text in ["1", "1.0.0", "latest", "_x", "2.0-rc.1", &"1".repeat(128)] {
            assert_eq!(Version::parse(text).unwrap().as_str(), text);
        }
        for (text, error) in [
            ("", VersionError::Empty),
            (".1", VersionError::Start('.')),
            ("-1", VersionError::Start('-')),
            ("1+2", VersionError::Sign('+')),
            ("1:2", VersionError::Sign(':')),
            ("1\n", VersionError::Sign('\n')),
            (&"1".repeat(129), VersionError::TooLong),
        ] {
            assert_eq!(Version::parse(text), Err(error), "{text:?}");
        }
    }
}
