//! Reading the TLS files of a configuration.

use std::path::Path;

use reqwest::{Certificate, ClientBuilder, Identity};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;

use crate::{ClientConfig, ConfigError};

/// Makes rustls usable in this process if nobody has done so yet: building a TLS client would panic without.
pub(super) fn install_crypto_provider() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Fails only if another thread was faster, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

/// Adds the authorities and the client pair of `config` to `builder`.
pub(super) fn configure(builder: ClientBuilder, config: &ClientConfig) -> Result<ClientBuilder, ConfigError> {
    let files = [&config.ca_file, &config.client_cert_file, &config.client_key_file];
    if !config.endpoint.is_tls() {
        if files.into_iter().any(Option::is_some) {
            return Err(ConfigError::TlsFilesWithoutTls { endpoint: config.endpoint.to_string() });
        }
        // Without this the machine's authorities would be loaded, and a machine without any be refused.
        return Ok(builder.tls_certs_only([]));
    }
    let builder = match &config.ca_file {
        Some(path) => builder.tls_certs_only(authorities(path)?),
        None => builder,
    };
    match (&config.client_cert_file, &config.client_key_file) {
        (Some(cert), Some(key)) => Ok(builder.identity(client_pair(cert, key)?)),
        (None, None) => Ok(builder),
        (Some(_), None) => Err(ConfigError::HalfClientPair { missing: "key" }),
        (None, Some(_)) => Err(ConfigError::HalfClientPair { missing: "certificate" }),
    }
}

fn authorities(path: &Path) -> Result<Vec<Certificate>, ConfigError> {
    let pem = read(path)?;
    match Certificate::from_pem_bundle(&pem) {
        Ok(authorities) if !authorities.is_empty() => Ok(authorities),
        _ => Err(not_pem(path, "certificate")),
    }
}

fn client_pair(cert: &Path, key: &Path) -> Result<Identity, ConfigError> {
    let mut pem = read(key)?;
    if PrivateKeyDer::from_pem_slice(&pem).is_err() {
        return Err(not_pem(key, "private key"));
    }
    pem.push(b'\n');
    pem.extend(read(cert)?);
    Identity::from_pem(&pem).map_err(|_| not_pem(cert, "certificate"))
}

fn read(path: &Path) -> Result<Vec<u8>, ConfigError> {
    std::fs::read(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })
}

fn not_pem(path: &Path, expected: &'static str) -> ConfigError {
    ConfigError::NotPem { path: path.to_owned(), expected }
}
