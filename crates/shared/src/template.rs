//! Templates.

use fleet::{AppName, UnitOption};

/// An app's template: the static list of options, the same for every version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Whose.
    pub app: AppName,
    /// From 1.
    pub revision: u64,
    /// Fills `{image}`.
    pub image: String,
    /// The options, unfilled.
    pub options: Vec<UnitOption>,
}
