//! Unit names, checked as Fleet checks them when a unit is put.
//!
//! Owns the name rules of Fleet API v1 and the parts of a name. Must never be stricter or looser than Fleet: what
//! Quarterdeck refuses beyond that is [`guard`](crate::guard)'s.

use std::{fmt::Write, sync::Arc};

use crate::{go_quote, text::parsed_text};

mod unit_type;

pub use unit_type::UnitType;

/// The longest name that Fleet takes, in bytes. systemd stops at 255, and so does
/// [`guard::check_name`](crate::guard::check_name).
const MAX_BYTES: usize = 256;

/// The full name of a unit, as `example:1.0.0@1.service`.
///
/// Ordered bytewise, as Fleet orders its lists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "example:1.0.0@1.service"))]
pub struct UnitName(Arc<str>);

/// Why Fleet refuses a name. Displays as Fleet's own message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing at all.
    #[error("unit name cannot be empty")]
    Empty,
    /// More than 256 bytes.
    #[error("unit name exceeds maximum length ({MAX_BYTES})")]
    TooLong,
    /// No dot, therefore no type.
    #[error("unit name must contain \".\"")]
    NoDot,
    /// A dot, but no type after it.
    #[error("unit name cannot end in \".\"")]
    EndsInDot,
    /// What follows the last dot is none of systemd's unit types.
    #[error("invalid unit type: {}", go_quote::Text(.0))]
    UnknownType(String),
    /// An `@` in a name whose type has no templates.
    #[error("invalid unit type for template: {}", go_quote::Text(.0.as_str()))]
    NotForTemplates(UnitType),
    /// A sign outside of `0-9A-Za-z:_.\@-`.
    #[error("invalid character {} in unit name", go_quote::Rune(*.0))]
    InvalidCharacter(char),
    /// An instance of nothing.
    #[error("unit name cannot start in \"@\"")]
    StartsWithAt,
}

impl UnitName {
    /// Parses a name by Fleet's rules, in Fleet's order, so that the first complaint is Fleet's first complaint.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        if text.len() > MAX_BYTES {
            return Err(NameError::TooLong);
        }
        let (stem, suffix) = text.rsplit_once('.').ok_or(NameError::NoDot)?;
        if suffix.is_empty() {
            return Err(NameError::EndsInDot);
        }
        let unit_type = UnitType::parse(suffix).ok_or_else(|| NameError::UnknownType(suffix.to_owned()))?;
        if stem.contains('@') && !unit_type.can_be_template() {
            return Err(NameError::NotForTemplates(unit_type));
        }
        if let Some(sign) = stem.chars().find(|sign| !is_name_sign(*sign)) {
            return Err(NameError::InvalidCharacter(sign));
        }
        if stem.starts_with('@') {
            return Err(NameError::StartsWithAt);
        }
        Ok(Self(text.into()))
    }

    /// The type: what follows the last dot.
    pub fn unit_type(&self) -> UnitType {
        // A parsed name ends in a known type, so the fallback is never taken.
        UnitType::parse(self.split_type().1).unwrap_or(UnitType::Service)
    }

    /// What stands before the first `@`; without one, the name without its type. systemd's and Fleet's `%p`.
    pub fn prefix(&self) -> &str {
        let stem = self.without_type();
        stem.split_once('@').map_or(stem, |(prefix, _)| prefix)
    }

    /// What stands between the first `@` and the type: empty for a template, none for a plain unit. Fleet's `%i`.
    pub fn instance(&self) -> Option<&str> {
        self.without_type().split_once('@').map(|(_, instance)| instance)
    }

    /// The template that this unit is, or is an instance of: `example@.service`.
    pub fn template(&self) -> Option<String> {
        self.instance().map(|_| format!("{}@.{}", self.prefix(), self.unit_type()))
    }

    /// Whether the name is that of a template: an `@` with nothing between it and the type.
    pub fn is_template(&self) -> bool {
        self.instance() == Some("")
    }

    /// The name without the last dot and the type. Fleet's `%N`.
    pub fn without_type(&self) -> &str {
        self.split_type().0
    }

    /// The name as one segment of a URL path: all but unreserved signs percent-encoded, as `fleetctl` sends `@`.
    pub fn url_segment(&self) -> String {
        let mut segment = String::with_capacity(self.0.len() + 8);
        for byte in self.0.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                segment.push(char::from(byte));
            } else {
                // Writing to a string cannot fail.
                let _ = write!(segment, "%{byte:02X}");
            }
        }
        segment
    }

    fn split_type(&self) -> (&str, &str) {
        self.0.rsplit_once('.').unwrap_or((&self.0, ""))
    }
}

parsed_text!(UnitName, NameError);

fn is_name_sign(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, ':' | '_' | '.' | '\\' | '@' | '-')
}

#[cfg(test)]
mod tests;
