//! What a client is built from, and why it may not be buildable.

use std::path::PathBuf;
use std::time::Duration;

use crate::Endpoint;

/// How to reach Fleet and how long to wait. Start from [`ClientConfig::new`] and change what differs.
#[derive(Clone, Debug)]
pub struct ClientConfig {
    /// Where Fleet is.
    pub endpoint: Endpoint,
    /// PEM file of the authorities that may sign Fleet's certificate; only these are then trusted.
    /// Without it the machine's own are.
    pub ca_file: Option<PathBuf>,
    /// PEM file with the certificate (and its chain) to show to Fleet.
    pub client_cert_file: Option<PathBuf>,
    /// PEM file with the key of `client_cert_file`.
    pub client_key_file: Option<PathBuf>,
    /// How long making one connection may take.
    pub connect_timeout: Duration,
    /// How long one request may take, from connecting to the last byte of the answer. A read that took so long is not
    /// sent again: whoever hangs once hangs twice.
    pub request_timeout: Duration,
    /// How long a list may take with all its pages: what is older says nothing about the present.
    pub list_timeout: Duration,
    /// How many writes may be under way at once; at least one. Each write costs Fleet several etcd writes.
    pub max_concurrent_writes: usize,
    /// How many questions about single units may be under way at once; at least one. Lists are not counted.
    pub max_concurrent_items: usize,
    /// How often a read is sent at most before its error is final; at least once. Writes are sent once.
    pub read_attempts: usize,
}

impl ClientConfig {
    /// The defaults for `endpoint`: 3 s to connect, 8 s a request, 10 min a list, 4 writes and 8 questions about
    /// units at a time, 3 attempts to read.
    ///
    /// A page of a Fleet with a thousand units takes some 0.1 s, 0.7 s with others asking at the same time; one of
    /// 5 s is a Fleet in great trouble, and still one that answers. Behind 8 s it is said that it does not. A list of
    /// 5,000 units in pages of 5 s takes 4 min.
    pub fn new(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            ca_file: None,
            client_cert_file: None,
            client_key_file: None,
            connect_timeout: Duration::from_secs(3),
            request_timeout: Duration::from_secs(8),
            list_timeout: Duration::from_secs(600),
            max_concurrent_writes: 4,
            max_concurrent_items: 8,
            read_attempts: 3,
        }
    }
}

/// Why a client cannot be built. `Display` says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// TLS files for a connection without TLS: somebody believes that it is protected.
    #[error(
        "a CA file or a client certificate is given, but {endpoint} is reached without TLS: write https://, or leave the files out"
    )]
    TlsFilesWithoutTls {
        /// The endpoint, without user info.
        endpoint: String,
    },
    /// Only one half of the client pair.
    #[error("a client certificate needs both files: the {missing} is missing")]
    HalfClientPair {
        /// `certificate` or `key`.
        missing: &'static str,
    },
    /// A file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file does not hold what it should.
    #[error("{} holds no {expected} in PEM form", path.display())]
    NotPem {
        /// The file.
        path: PathBuf,
        /// What it should hold.
        expected: &'static str,
    },
    /// TLS could not be set up: the pair does not match, or the machine has no trusted authorities.
    #[error("TLS cannot be set up: {0}")]
    Tls(String),
}
