//! The server's end of TLS: its certificate and key, and the authority whose client certificates it takes.
//!
//! The files are read again while the server runs. What can't be used changes nothing: connections go on with what was
//! read before, and the log and the metrics say so.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum_server::tls_rustls::RustlsConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{VerifierBuilderError, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig};
use sha2::{Digest, Sha256};

use crate::app::AppState;
use crate::auth::certificate::{Authority, Certificate};
use crate::config::Tls;

/// How often the files are looked at.
const EVERY_MS: u64 = 10_000;

/// Why the files can't be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file that can't be read.
    #[error("{} can't be read: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file without any certificate.
    #[error("{} holds no certificate in PEM form", .0.display())]
    NoCertificate(PathBuf),
    /// A file without a key.
    #[error("{} holds no private key in PEM form", .0.display())]
    NoKey(PathBuf),
    /// A certificate that is none, or a key that belongs to another one.
    #[error("the certificate in {} and the key in {} can't be used together: {source}", cert.display(), key.display())]
    Pair {
        /// The certificate's file.
        cert: PathBuf,
        /// The key's file.
        key: PathBuf,
        /// Why.
        source: rustls::Error,
    },
    /// An authority by which nothing can be checked.
    #[error("the authority in {} can't be used: {source}", path.display())]
    Authority {
        /// Its file.
        path: PathBuf,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// What new connections are made with, and where it came from.
pub(super) struct Served {
    files: Tls,
    config: RustlsConfig,
    authority: Authority,
    loaded: Loaded,
}

/// The files as they were when they were read.
struct Loaded {
    config: Arc<ServerConfig>,
    /// SHA-256 of all of them: the key itself is not kept.
    digest: [u8; 32],
    /// SHA-256 of the authority's file.
    authority_digest: [u8; 32],
    /// When the certificate ends, in milliseconds since the Unix epoch.
    expires_ms: Option<u64>,
}

impl Served {
    /// Reads the files for the first time.
    pub(super) async fn read(files: &Tls) -> Result<Self, TlsError> {
        let loaded = load(files).await?;
        let config = RustlsConfig::from_config(loaded.config.clone());
        let authority = Authority::default();
        if files.client_ca.is_some() {
            authority.replaced(&loaded.authority_digest);
        }
        Ok(Self { files: files.clone(), config, authority, loaded })
    }

    /// What the listener takes for each new connection.
    pub(super) fn config(&self) -> RustlsConfig {
        self.config.clone()
    }

    /// Which reading of the authority's file is in force.
    pub(super) fn authority(&self) -> Authority {
        self.authority.clone()
    }

    /// Reads the files again. Whether anything in them has changed, and is in force now.
    async fn read_again(&mut self) -> Result<bool, TlsError> {
        let loaded = load(&self.files).await?;
        if loaded.digest == self.loaded.digest {
            return Ok(false);
        }
        // In this order: a handshake of this moment may get the old authority, and must then not count as the new one's.
        self.config.reload_from_config(loaded.config.clone());
        if loaded.authority_digest != self.loaded.authority_digest {
            self.authority.replaced(&loaded.authority_digest);
        }
        self.loaded = loaded;
        Ok(true)
    }

    /// Looks at the files every ten seconds, until the server ends.
    pub(super) async fn keep_fresh(mut self, app: AppState) {
        // What is wrong is said once, not every ten seconds.
        let mut said = String::new();
        loop {
            self.measure(&app, said.is_empty());
            tokio::select! {
                () = app.clock.sleep_until(app.now_ms() + EVERY_MS) => {}
                () = app.shutdown.cancelled() => return,
            }
            match self.read_again().await {
                Ok(changed) => {
                    if changed || !said.is_empty() {
                        count(&app, "ok");
                        tracing::info!(
                            changed,
                            "the files of TLS are in order: new connections get what is in them"
                        );
                    }
                    said.clear();
                }
                Err(error) => {
                    let words = error.to_string();
                    if words != said {
                        count(&app, "failed");
                        tracing::error!(
                            error = words,
                            "the files of TLS have changed and can't be used: the certificate that was read before stays"
                        );
                    }
                    said = words;
                }
            }
        }
    }

    fn measure(&self, app: &AppState, in_order: bool) {
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^52")]
        app.metrics.with(|| {
            metrics::gauge!("quarterdeck_tls_files_ok").set(if in_order { 1.0 } else { 0.0 });
            if let Some(expires_ms) = self.loaded.expires_ms {
                metrics::gauge!("quarterdeck_tls_certificate_expires_timestamp_seconds")
                    .set((expires_ms / 1000) as f64);
            }
        });
    }
}

fn count(app: &AppState, outcome: &'static str) {
    app.metrics
        .with(|| metrics::counter!("quarterdeck_tls_reloads_total", "outcome" => outcome).increment(1));
}

async fn load(files: &Tls) -> Result<Loaded, TlsError> {
    let cert = read(&files.cert).await?;
    let key = read(&files.key).await?;
    let authority = match &files.client_ca {
        Some(path) => Some((path, read(path).await?)),
        None => None,
    };
    let chain = certificates(&files.cert, &cert)?;
    let expires_ms = chain.first().and_then(|first| Certificate::read(first)).map(|first| first.expires_ms);
    let private = PrivateKeyDer::from_pem_slice(&key).map_err(|_| TlsError::NoKey(files.key.clone()))?;
    let builder = match &authority {
        Some((path, pem)) => ServerConfig::builder().with_client_cert_verifier(verifier(path, pem)?),
        None => ServerConfig::builder().with_no_client_auth(),
    };
    let mut config = builder.with_single_cert(chain, private).map_err(|source| TlsError::Pair {
        cert: files.cert.clone(),
        key: files.key.clone(),
        source,
    })?;
    // HTTP/2 has windows of its own: who leaves one closed and answers every question whether they are still there reads
    // nothing for ever, and `patience`, which sees bytes alone, never learns of it.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let authority_digest = digest([authority.as_ref().map_or(&[][..], |(_, pem)| pem)]);
    let digest = digest([&cert[..], &key, &authority_digest]);
    Ok(Loaded { config: Arc::new(config), digest, authority_digest, expires_ms })
}

/// A certificate is asked for, and whoever shows none goes on without. One that can't be verified ends the connection.
fn verifier(
    path: &Path,
    pem: &[u8],
) -> Result<Arc<dyn rustls::server::danger::ClientCertVerifier>, TlsError> {
    let useless = |source| TlsError::Authority { path: path.to_owned(), source };
    let mut roots = RootCertStore::empty();
    for certificate in certificates(path, pem)? {
        roots.add(certificate).map_err(|error| useless(error.into()))?;
    }
    WebPkiClientVerifier::builder(Arc::new(roots))
        .allow_unauthenticated()
        .build()
        .map_err(|error: VerifierBuilderError| useless(error.into()))
        .map(|verifier| verifier as _)
}

fn certificates(path: &Path, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let none = || TlsError::NoCertificate(path.to_owned());
    let all: Vec<_> = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().map_err(|_| none())?;
    if all.is_empty() { Err(none()) } else { Ok(all) }
}

async fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    tokio::fs::read(path).await.map_err(|source| TlsError::Read { path: path.to_owned(), source })
}

/// Each part with its length, so that no two lists of parts are the same bytes.
fn digest<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut sum = Sha256::new();
    for part in parts {
        sum.update((part.len() as u64).to_be_bytes());
        sum.update(part);
    }
    sum.finalize().into()
}
