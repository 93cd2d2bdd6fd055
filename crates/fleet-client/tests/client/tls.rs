//! TLS: who is trusted, who is not, and what a client certificate needs.

use std::path::PathBuf;
use std::sync::Arc;

use fleet_client::{ClientConfig, ConfigError, FleetClient, FleetError, UnreachableCause};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::RootCertStore;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::server::{Reply, Server};

/// An authority with a folder for the files that it gives out.
struct Authority {
    folder: TempDir,
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
}

/// A certificate and its key.
struct Pair {
    certificate: rcgen::Certificate,
    key: KeyPair,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ca.pem"), certificate.pem()).unwrap();
        Self { folder, certificate: certificate.der().clone(), issuer: Issuer::new(params, key) }
    }

    fn sign(&self, name: &str) -> Pair {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        Pair { certificate: params.signed_by(&key, &self.issuer).unwrap(), key }
    }

    fn ca_file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// The files of a new client pair: certificate and key.
    fn client_files(&self) -> (PathBuf, PathBuf) {
        let pair = self.sign("quarterdeck");
        (self.write("client.pem", pair.certificate.pem()), self.write("client.key", pair.key.serialize_pem()))
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// A server whose certificate is made out to `name`; with `clients`, one that wants their certificates.
    async fn serve(&self, name: &str, clients: Option<&Authority>) -> Server {
        let provider = Arc::new(default_provider());
        let builder = rustls::ServerConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .unwrap();
        let builder = match clients {
            None => builder.with_no_client_auth(),
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.certificate.clone()).unwrap();
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                builder.with_client_cert_verifier(verifier.build().unwrap())
            }
        };
        let pair = self.sign(name);
        let key = PrivateKeyDer::try_from(pair.key.serialize_der()).unwrap();
        let config = builder.with_single_cert(vec![pair.certificate.der().clone()], key).unwrap();
        Server::tls(config, Reply::json("{}")).await
    }
}

fn trusting(server: &Server, authority: &Authority) -> ClientConfig {
    let mut config = server.config();
    config.ca_file = Some(authority.ca_file());
    config
}

/// The words of a TLS failure; asserts that it is one, and that nothing was asked twice.
async fn tls_failure(server: &Server, config: ClientConfig) -> String {
    let client = FleetClient::new(config).unwrap();
    let error = client.units().await.unwrap_err();
    assert!(matches!(error, FleetError::Unreachable { cause: UnreachableCause::Tls, .. }), "{error:?}");
    assert!(!error.is_transient());
    assert_eq!(client.requests_sent(), 1);
    assert_eq!(server.requests().len(), 0);
    error.to_string()
}

#[tokio::test]
async fn a_server_signed_by_the_given_authority_is_trusted() {
    let authority = Authority::new();
    let server = authority.serve("127.0.0.1", None).await;
    FleetClient::new(trusting(&server, &authority)).unwrap().units().await.unwrap();
    assert_eq!(server.lines(), ["GET /fleet/v1/units"]);
}

#[tokio::test]
async fn a_server_signed_by_somebody_else_is_not() {
    let server = Authority::new().serve("127.0.0.1", None).await;
    let words = tls_failure(&server, trusting(&server, &Authority::new())).await;
    assert!(words.contains("signed by nobody whom this machine trusts"), "{words}");
}

#[tokio::test]
async fn a_server_with_another_name_is_not() {
    let authority = Authority::new();
    let server = authority.serve("fleet.example", None).await;
    let words = tls_failure(&server, trusting(&server, &authority)).await;
    assert!(words.contains("made out to another name"), "{words}");
}

#[tokio::test]
async fn a_client_pair_opens_a_server_that_wants_one() {
    let (authority, clients) = (Authority::new(), Authority::new());
    let server = authority.serve("127.0.0.1", Some(&clients)).await;
    let mut config = trusting(&server, &authority);
    let (cert, key) = clients.client_files();
    (config.client_cert_file, config.client_key_file) = (Some(cert), Some(key));
    FleetClient::new(config).unwrap().units().await.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn without_a_pair_or_with_a_wrong_one_it_stays_closed() {
    let (authority, clients, strangers) = (Authority::new(), Authority::new(), Authority::new());
    let server = authority.serve("127.0.0.1", Some(&clients)).await;

    let words = tls_failure(&server, trusting(&server, &authority)).await;
    assert!(words.contains("it wants a client certificate"), "{words}");

    let mut config = trusting(&server, &authority);
    let (cert, key) = strangers.client_files();
    (config.client_cert_file, config.client_key_file) = (Some(cert), Some(key));
    let words = tls_failure(&server, config).await;
    assert!(words.contains("does not accept the client certificate"), "{words}");
}

#[tokio::test]
async fn a_server_without_tls_is_named_as_such() {
    let authority = Authority::new();
    // What Go's server says to a TLS greeting; it does not wait for more.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.0 400 Bad Request\r\n\r\n").await.unwrap();
        let _ = stream.read_to_end(&mut Vec::new()).await;
    });
    let mut config = crate::server::config(&address);
    config.ca_file = Some(authority.ca_file());
    let error = FleetClient::new(config).unwrap().units().await.unwrap_err();
    assert!(error.to_string().contains("perhaps http:// is meant"), "{error}");
}

#[test]
fn configurations_that_cannot_work_are_refused_with_the_reason() {
    let authority = Authority::new();
    let (cert, key) = authority.client_files();
    let (_, other_key) = {
        let other = authority.sign("other");
        (other.certificate, authority.write("other.key", other.key.serialize_pem()))
    };
    let empty = authority.write("empty.pem", "");
    let refused = |endpoint: &str, ca: Option<&PathBuf>, cert: Option<&PathBuf>, key: Option<&PathBuf>| {
        let mut config = ClientConfig::new(endpoint.parse().unwrap());
        (config.ca_file, config.client_cert_file, config.client_key_file) =
            (ca.cloned(), cert.cloned(), key.cloned());
        FleetClient::new(config).unwrap_err()
    };
    let (tls, ca) = ("https://fleet", authority.ca_file());
    let absent = PathBuf::from("/nonexistent/ca.pem");

    assert!(matches!(refused(tls, Some(&absent), None, None), ConfigError::Unreadable { .. }));
    assert!(matches!(refused(tls, Some(&empty), None, None), ConfigError::NotPem { .. }));
    assert!(matches!(refused(tls, Some(&key), None, None), ConfigError::NotPem { .. }));
    assert!(matches!(
        refused(tls, Some(&ca), Some(&cert), None),
        ConfigError::HalfClientPair { missing: "key" }
    ));
    assert!(matches!(
        refused(tls, Some(&ca), None, Some(&key)),
        ConfigError::HalfClientPair { missing: "certificate" }
    ));
    assert!(matches!(refused(tls, Some(&ca), Some(&cert), Some(&cert)), ConfigError::NotPem { .. }));
    assert!(matches!(refused(tls, Some(&ca), Some(&empty), Some(&key)), ConfigError::NotPem { .. }));
    assert!(matches!(refused(tls, Some(&ca), Some(&cert), Some(&other_key)), ConfigError::Tls(_)));
    for endpoint in ["http://fleet", "unix:///run/fleet.sock"] {
        let error = refused(endpoint, Some(&ca), None, None);
        assert!(error.to_string().contains("write https://, or leave the files out"), "{error}");
    }
}
