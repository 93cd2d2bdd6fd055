//! Patterns for names: of apps, clusters and versions.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The longest pattern, in signs: as long as the longest name.
const MAX_LENGTH: usize = 128;

/// Matches whole names; `*` stands for any signs, also none. `web-*` is `web-` and `web-shop`, not `my-web-shop`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String))]
pub struct Pattern(Arc<str>);

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", say::ids::pattern(&MAX_LENGTH))]
pub struct PatternError;

impl Pattern {
    /// Matches everything.
    pub fn all() -> Self {
        Self(Arc::from("*"))
    }

    /// Takes the text if it has a pattern's form. Several `*` in a row are one.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let ok = |sign: char| sign.is_ascii_alphanumeric() || "_.-*".contains(sign);
        if text.is_empty() || text.len() > MAX_LENGTH || !text.chars().all(ok) {
            return Err(PatternError);
        }
        let mut short = String::with_capacity(text.len());
        for sign in text.chars() {
            if sign != '*' || !short.ends_with('*') {
                short.push(sign);
            }
        }
        Ok(Self(short.into()))
    }

    /// The pattern's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it matches everything.
    pub fn is_all(&self) -> bool {
        &*self.0 == "*"
    }

    /// Whether it matches the whole name. Goes back to the last `*` only: at most as many comparisons as the name's
    /// length times the pattern's.
    pub fn matches(&self, name: &str) -> bool {
        let (pattern, name) = (self.0.as_bytes(), name.as_bytes());
        let (mut at, mut read) = (0, 0);
        // Where the last `*` stands, and how much of the name it has taken.
        let mut star: Option<(usize, usize)> = None;
        while read < name.len() {
            match pattern.get(at) {
                Some(b'*') => {
                    star = Some((at, read));
                    at += 1;
                }
                Some(sign) if *sign == name[read] => {
                    at += 1;
                    read += 1;
                }
                _ => {
                    let Some((star_at, taken)) = star else { return false };
                    star = Some((star_at, taken + 1));
                    at = star_at + 1;
                    read = taken + 1;
                }
            }
        }
        pattern.get(at).is_none_or(|sign| *sign == b'*' && at + 1 == pattern.len())
    }

    /// Whether it matches all that the other one matches. No pattern has a `*` that stands for itself, so whatever
    /// matches the other's text takes its `*` by one of its own.
    pub fn covers(&self, other: &Self) -> bool {
        self.matches(&other.0)
    }
}

impl TryFrom<String> for Pattern {
    type Error = PatternError;
    fn try_from(text: String) -> Result<Self, PatternError> {
        Self::parse(&text)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> String {
        pattern.0.as_ref().to_owned()
    }
}

impl std::str::FromStr for Pattern {
    type Err = PatternError;
    fn from_str(text: &str) -> Result<Self, PatternError> {
        Self::parse(text)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
