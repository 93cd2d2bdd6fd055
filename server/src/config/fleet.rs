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

    /// Whether what is said to Fleet crosses a network unencrypted. Whoever reaches Fleet owns every machine.
    pub fn is_in_the_clear(&self) -> bool {
        let Target::Endpoint(endpoint) = &self.target else { return false };
        !endpoint.is_tls() && !endpoint.is_local()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_foreign_host_without_tls_is_in_the_clear() {
        for (endpoint, expected) in [
            ("http://10.0.0.1:49153", true),
            ("http://fleet.example.org", true),
            ("https://fleet.example.org", false),
            ("unix:///var/run/fleet.sock", false),
            ("http://127.0.0.1:49153", false),
            ("http://[::1]:49153", false),
            ("http://[::ffff:127.0.0.1]:49153", false),
            ("http://LocalHost:49153", false),
            ("http://localhost.example.org:49153", true),
            ("http://[fe80::1]:49153", true),
        ] {
            let target = Target::Endpoint(endpoint.parse().unwrap());
            let config = FleetConfig { target, ca_file: None, identity: None };
            assert_eq!(config.is_in_the_clear(), expected, "{endpoint}");
        }
    }
}
