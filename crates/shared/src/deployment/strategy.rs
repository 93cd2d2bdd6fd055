//! How the old instances are replaced by the new ones.

use serde::{Deserialize, Serialize};

/// How the old instances are replaced by the new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Strategy {
    /// Batch by batch: new ones start and pass the gate, then as many old ones go.
    Rolling {
        /// How many instances a batch has; at least 1.
        batch: u32,
        /// How many more than wanted may be there at once. 0: old ones go before new ones start.
        surge: u32,
    },
    /// All new ones start and pass the gate, then all old ones stop. Those are kept stopped for a while
    /// (`AppSettings::keep_old_s`), so that going back takes seconds.
    BlueGreen,
    /// All old ones go, then the new ones start: for what cannot run twice. Nothing serves in between.
    Recreate,
    /// A few new ones start and pass the gate; the rest follows, as `Rolling` does, once a person says so or the time
    /// to bake is over.
    Canary {
        /// How many go first; at least 1.
        count: u32,
        /// How long they are watched before it goes on by itself, in seconds; absent: a person decides.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bake_s: Option<u32>,
        /// How many instances a batch of the rest has; at least 1.
        batch: u32,
        /// How many more than wanted may be there at once; at least 1.
        surge: u32,
    },
}

impl Default for Strategy {
    fn default() -> Self {
        Self::Rolling { batch: 1, surge: 1 }
    }
}
