//! Which Fleet the server stands in front of.

use std::path::PathBuf;

use fleet_client::Endpoint;
use shared::session::Engine;

/// Which Fleet, and how it is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetConfig {
    /// Where it is.
    pub target: Target,
    /// The authority that its certificate must come from; the system's if unset.
    pub ca_file: Option<PathBuf>,
    /// The certificate to show to it, with its key.
    pub identity: Option<(PathBuf, PathBuf)>,
}

/// Where Fleet is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Inside this process.
    Demo {
        /// How many machines; a small believable cluster if unset.
        machines: Option<u32>,
        /// How many units; those of the small cluster if unset.
        units: Option<u32>,
    },
    /// Somewhere else.
    Endpoint(Endpoint),
}

impl FleetConfig {
    /// What answers there.
    pub fn engine(&self) -> Engine {
        match self.target {
            Target::Demo { .. } => Engine::Demo,
            Target::Endpoint(_) => Engine::Fleet,
        }
    }

    /// Where it is, in words and without credentials.
    pub fn shown(&self) -> String {
        match &self.target {
            Target::Demo { .. } => "the built-in demo".to_owned(),
            Target::Endpoint(endpoint) => endpoint.to_string(),
        }
    }
}
