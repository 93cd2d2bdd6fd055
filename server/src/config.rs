//! What the server was told: a flag before the environment before the TOML file before the default.
//!
//! Everything is read and checked here, once; nothing else looks at the environment. An error names the variable
//! and says what to write.

mod fleet;
mod networks;
mod read;
mod report;
mod setting;
mod sign_on;
mod source;
#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::http::Uri;

use crate::auth::session::SessionTimes;
use crate::waits::Waits;

pub use fleet::{FleetConfig, Target};
pub use networks::Networks;
pub use report::report;
pub use setting::{SETTINGS, Setting};
pub use sign_on::{HeaderSignIn, Oidc, is_web_address};
pub use source::{Environment, Flags, Origin, Sources, SystemEnvironment, Value};

/// What is in force.
#[derive(Debug, Clone)]
pub struct Config {
    /// Which Fleet, and how it is reached.
    pub fleet: FleetConfig,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// Where it keeps what must survive a restart.
    pub data_dir: PathBuf,
    /// The database.
    pub database: Database,
    /// Where people reach it, if that is not where it listens.
    pub public_url: Option<Uri>,
    /// The certificate and key that it shows, if it speaks TLS itself.
    pub tls: Option<Tls>,
    /// Whether a proxy in front speaks TLS and is the only way in.
    pub behind_tls_proxy: bool,
    /// How many live streams may be open at once.
    pub streams: StreamLimits,
    /// The proxies in front that are believed, and nobody else: who the client is, and whom they have signed in.
    pub trusted_proxies: Networks,
    /// Whether a client certificate's common name is its user, also without a line in the store.
    pub client_names: bool,
    /// Sign-in by a trusted proxy's headers.
    pub header_sign_in: Option<HeaderSignIn>,
    /// Sign-in by a provider.
    pub oidc: Option<Oidc>,
    /// How many days the record is kept; `None`: for ever. Nobody's evidence goes without somebody having said so.
    pub record_days: Option<u32>,
    /// How long browsers stay signed in.
    pub sessions: SessionTimes,
    /// The key that second factors are sealed with, if it is not the one in the data folder.
    pub key_file: Option<PathBuf>,
    /// How much history is kept.
    pub history: History,
    /// How long each part of a call may take; no setting.
    pub waits: Waits,
    /// What is logged, in the words of `RUST_LOG`.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// Whom people are told to ask for a right that they lack.
    pub contact: String,
}

/// How many live streams may be open at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamLimits {
    /// For one user or token.
    pub per_user: u32,
    /// From one address.
    pub per_address: u32,
}

/// How much is kept of what was done. What either of the two keeps is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct History {
    /// All actions of so many days.
    pub days: u32,
    /// The last so many actions of each cluster.
    pub actions: u32,
}

/// Where the store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file.
    Sqlite(PathBuf),
}

/// A certificate and its key, in PEM files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    /// The certificate with its chain.
    pub cert: PathBuf,
    /// Its private key.
    pub key: PathBuf,
    /// The authority whose client certificates are taken; without one, none is asked for.
    pub client_ca: Option<PathBuf>,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Why the configuration can't be used: one sentence for each thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct ConfigError(pub Vec<String>);

impl Config {
    /// Reads all settings from their sources.
    pub fn load(sources: &Sources) -> Result<Self, ConfigError> {
        read::config(sources)
    }

    /// Whether people's browsers reach the server by TLS, ended here or in front of it.
    pub fn https(&self) -> bool {
        match &self.public_url {
            Some(url) => url.scheme_str() == Some("https"),
            None => self.tls.is_some() || self.behind_tls_proxy,
        }
    }

    /// The address to give to people: the public one, or where the server listens.
    pub fn url(&self) -> String {
        match &self.public_url {
            Some(url) => url.to_string().trim_end_matches('/').to_owned(),
            None => {
                let scheme = if self.tls.is_some() { "https" } else { "http" };
                // "All addresses" is none that a browser could open.
                if self.listen.ip().is_unspecified() {
                    return format!("{scheme}://localhost:{}", self.listen.port());
                }
                format!("{scheme}://{}", self.listen)
            }
        }
    }
}
