//! Gates: what must hold of a new instance before the next step.

use serde::{Deserialize, Serialize};

/// What must hold of a new instance before the next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// So long every reading must have shown it active, in seconds; 0: once is enough. A restart is seen if a reading
    /// falls into it: Fleet tells systemd's states, but neither since when they are so nor how often it was started. A
    /// probe and a longer time make it less likely that one is missed.
    pub steady_s: u32,
    /// What it must answer besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<Probe>,
}

/// A question to the instance itself, at the address of its machine. Redirects are never followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Probe {
    /// What is asked.
    pub kind: ProbeKind,
    /// At which port.
    pub port: ProbePort,
    /// How long one answer may take, in milliseconds.
    pub timeout_ms: u32,
}

/// What a probe asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ProbeKind {
    /// A connection is enough.
    // With braces: where there are none, unknown members would be taken without a word.
    Tcp {},
    /// `GET` of a path.
    Http {
        /// From the root, with its query: `/healthz`.
        path: String,
        /// The status that it must answer; absent: any from 200 to 299.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<u16>,
    },
}

/// Where a probe asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProbePort {
    /// Always this one.
    Fixed(u16),
    /// The first fixed port of the machine that the unit's options publish (`docker run -p 8080:80`).
    Published,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_probe_says_nothing_that_is_not_known() {
        let tcp = json!({"kind": "tcp"});
        assert_eq!(serde_json::from_value::<ProbeKind>(tcp.clone()).unwrap(), ProbeKind::Tcp {});
        assert_eq!(serde_json::to_value(ProbeKind::Tcp {}).unwrap(), tcp);
        for (kind, member) in [("tcp", "path"), ("tcp", "sni"), ("http", "sni")] {
            let mut probe = json!({"kind": kind, member: "/healthz"});
            if kind == "http" {
                probe["path"] = json!("/");
            }
            let error = serde_json::from_value::<ProbeKind>(probe).unwrap_err().to_string();
            assert!(error.contains(&format!("unknown field `{member}`")), "{error}");
        }
    }
}
