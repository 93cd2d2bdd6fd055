//! The name of an app.

use std::sync::Arc;

use crate::text::parsed_text;

/// The name of an app: letters, digits, `_`, `.` and `-`, starting with a letter or a digit; at most 128 signs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "example"))]
pub struct AppName(Arc<str>);

/// Why a text is not the name of an app.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppNameError {
    /// Nothing at all.
    #[error("the name of an app cannot be empty")]
    Empty,
    /// More than 128 signs.
    #[error("the name of an app has at most {} signs", AppName::MAX_LENGTH)]
    TooLong,
    /// The first sign is neither letter nor digit.
    #[error("the name of an app starts with a letter or a digit, not with {0:?}")]
    Start(char),
    /// A sign that names of apps cannot have.
    #[error("the name of an app has letters, digits, '_', '.' and '-' only, not {0:?}")]
    Sign(char),
}

impl AppName {
    /// The longest name of an app, in signs.
    pub const MAX_LENGTH: usize = 128;

    /// Parses the name of an app.
    pub fn parse(text: &str) -> Result<Self, AppNameError> {
        let first = text.chars().next().ok_or(AppNameError::Empty)?;
        if let Some(sign) = text.chars().find(|sign| !super::is_word_sign(*sign)) {
            return Err(AppNameError::Sign(sign));
        }
        if !first.is_ascii_alphanumeric() {
            return Err(AppNameError::Start(first));
        }
        if text.len() > Self::MAX_LENGTH {
            return Err(AppNameError::TooLong);
        }
        Ok(Self(text.into()))
    }
}

parsed_text!(AppName, AppNameError);

#[cfg(test)]
mod tests {
    use super::{AppName, AppNameError};

    #[test]
    fn keeps_to_its_grammar() {
        for text in ["a", "0", "my-app_2.x", "UPPER", &"a".repeat(128)] {
            assert_eq!(AppName::parse(text).unwrap().as_str(), text);
        }
        for (text, error) in [
            ("", AppNameError::Empty),
            ("-a", AppNameError::Start('-')),
            (".a", AppNameError::Start('.')),
            ("_a", AppNameError::Start('_')),
            ("a:b", AppNameError::Sign(':')),
            ("a@b", AppNameError::Sign('@')),
            ("a\n", AppNameError::Sign('\n')),
            ("é", AppNameError::Sign('é')),
            (&"a".repeat(129), AppNameError::TooLong),
        ] {
            assert_eq!(AppName::parse(text), Err(error), "{text:?}");
        }
    }
}
