//! How the old instances are replaced by the new ones.

use serde::{Deserialize, Serialize};

use crate::plan::flat::needed;

/// How the old instances are replaced by the new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "FlatStrategy")]
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
        #[serde(skip_serializing_if = "Option::is_none")]
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

/// Every member that some strategy has. Read instead of the enum for the reason that stands at `plan::flat`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FlatStrategy {
    kind: Kind,
    count: Option<u32>,
    bake_s: Option<u32>,
    batch: Option<u32>,
    surge: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Rolling,
    BlueGreen,
    Recreate,
    Canary,
}

impl TryFrom<FlatStrategy> for Strategy {
    type Error = String;

    fn try_from(flat: FlatStrategy) -> Result<Self, String> {
        let FlatStrategy { kind, mut count, mut bake_s, mut batch, mut surge } = flat;
        let strategy = match kind {
            Kind::Rolling => {
                Self::Rolling { batch: needed(&mut batch, "batch")?, surge: needed(&mut surge, "surge")? }
            }
            Kind::BlueGreen => Self::BlueGreen,
            Kind::Recreate => Self::Recreate,
            Kind::Canary => Self::Canary {
                count: needed(&mut count, "count")?,
                bake_s: bake_s.take(),
                batch: needed(&mut batch, "batch")?,
                surge: needed(&mut surge, "surge")?,
            },
        };
        let left = [(count, "count"), (bake_s, "bake_s"), (batch, "batch"), (surge, "surge")];
        match left.iter().find(|(member, _)| member.is_some()) {
            Some((_, name)) => Err(format!("unknown field `{name}` for this kind")),
            None => Ok(strategy),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_strategy_is_read_as_it_is_written() {
        for strategy in [
            Strategy::Rolling { batch: 2, surge: 0 },
            Strategy::BlueGreen,
            Strategy::Recreate,
            Strategy::Canary { count: 1, bake_s: None, batch: 2, surge: 1 },
            Strategy::Canary { count: 1, bake_s: Some(60), batch: 2, surge: 1 },
        ] {
            let json = serde_json::to_string(&strategy).unwrap();
            assert_eq!(serde_json::from_str::<Strategy>(&json).unwrap(), strategy);
        }
    }

    #[test]
    fn what_is_missing_or_too_much_is_named() {
        for (json, word) in [
            (r#"{"kind":"rolling","batch":1}"#, "missing field `surge`"),
            (r#"{"kind":"blue_green","batch":1}"#, "unknown field `batch`"),
            (r#"{"kind":"recreate","force":true}"#, "unknown field `force`"),
            (r#"{"kind":"rolling","batch":1,"surge":1,"count":2}"#, "unknown field `count`"),
        ] {
            let error = serde_json::from_str::<Strategy>(json).unwrap_err().to_string();
            assert!(error.contains(word), "{json}: {error}");
        }
    }
}
