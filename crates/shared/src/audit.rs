//! The record of who did what, as the Activity page reads it.

use serde::{Deserialize, Serialize};

use crate::id::ActionId;

/// One line of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditRow {
    /// Grows; newest is largest.
    pub id: u64,
    /// When it was decided.
    pub at_ms: u64,
    /// Who; a text, since a failed sign-in may name nobody.
    pub actor: String,
    /// How the actor came in: `session`, `token`, `certificate`, `trusted header` (`proxy` in older lines), `command line`; `nobody` who was not let in, and
    /// `server` for what it does by itself.
    pub via: String,
    /// The network address that it came from; empty if from none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub peer: String,
    /// What: the policy's verb or `sign-in`, `sign-out`, `account`.
    pub verb: String,
    /// On which cluster; empty if on none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cluster: String,
    /// On which app; empty if on none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub app: String,
    /// What exactly, in words: "Remove 3 units of example 1.0.0". As it was written, in English.
    pub summary: String,
    /// The calls or the units concerned, one a line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub detail: Vec<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it was refused or failed, or what Fleet said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_ms: Option<u64>,
    /// The action that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionId>,
    /// All of it in a sentence: "ada removed 3 units of example 1.0.0, undone after 4 s". In the language of whoever asks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub told: String,
    /// What is in words, in the language of whoever asks; absent where that is English, in which it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<AuditWords>,
}

/// What of a line of the record is in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditWords {
    /// `summary`.
    pub summary: String,
    /// `detail`, if a line of it is in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub detail: Vec<String>,
    /// `note`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl AuditRow {
    /// What exactly, in the language of whoever asked.
    pub fn summary_said(&self) -> &str {
        self.said.as_ref().map_or(&self.summary, |said| &said.summary)
    }

    /// The calls or the units concerned, in that language.
    pub fn detail_said(&self) -> &[String] {
        self.said.as_ref().map(|said| &said.detail).filter(|lines| !lines.is_empty()).unwrap_or(&self.detail)
    }

    /// The note, in that language.
    pub fn note_said(&self) -> &str {
        self.said.as_ref().map_or(&self.note, |said| &said.note)
    }
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Written before the change, and no end is known: not yet, or, with `ended_ms` and a note, not at all.
    Open,
    /// Done.
    Done,
    /// Not allowed; nothing was done.
    Refused,
    /// Tried, and failed. Also where a failure had it aborted or rolled back.
    Failed,
    /// A person has ended it before its time.
    Aborted,
    /// A person has had it rolled back.
    RolledBack,
    /// Taken back in time.
    Undone,
}

impl Outcome {
    /// Reads it as it is written in JSON.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_value(text.into()).ok()
    }
}

/// A page of the record, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditPage {
    /// The lines.
    pub rows: Vec<AuditRow>,
    /// Give this as `before` to go on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_before: Option<u64>,
}

/// What came of going through the whole record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditCheck {
    /// Whether everything is as it was written.
    pub intact: bool,
    /// How many lines are, up to the first that is not.
    pub lines: u64,
    /// The chain's last entry that is as it was written: its number. Note it with the hash elsewhere, to compare.
    pub entries: u64,
    /// That entry's hash (SHA-256).
    pub hash: String,
    /// What is wrong first, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flaw: Option<String>,
    /// The line that it is about, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}
