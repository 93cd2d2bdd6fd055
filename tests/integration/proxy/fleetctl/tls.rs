//! fleetctl over TLS: `--endpoint https://any:TOKEN@host`, with and without a certificate of its own.

use reqwest::tls::Version;
use reqwest::{Certificate, ClientBuilder, Identity};
use server::service::command_line::CommandLine;
use shared::sign_on::NewCertificate;

use super::tool::Fleetctl;
use super::wire::Wire;
use super::{FILE, endpoint};
use crate::harness::{Authority, Setup, TestApp, eventually, names, quick};
use crate::tls::Files;

/// The server's certificate, signed by itself: ECDSA on P-256, which old fleetctl binaries understand.
struct Identities {
    server: rcgen::CertifiedKey<rcgen::KeyPair>,
    folder: tempfile::TempDir,
}

impl Identities {
    fn new() -> Self {
        let server = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        assert_eq!(server.signing_key.algorithm(), &rcgen::PKCS_ECDSA_P256_SHA256);
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::write(folder.path().join("cert.pem"), server.cert.pem()).unwrap();
        std::fs::write(folder.path().join("key.pem"), server.signing_key.serialize_pem()).unwrap();
        Self { server, folder }
    }

    async fn start(&self) -> TestApp {
        let file = |name: &str| self.folder.path().join(name).display().to_string();
        let app = Setup::new()
            .fleet(quick())
            .env("QUARTERDECK_TLS_CERT", file("cert.pem"))
            .env("QUARTERDECK_TLS_KEY", file("key.pem"))
            .start_unready()
            .await;
        let trusting = builder(&app).tls_certs_only([self.certificate()]).build().unwrap();
        let nobody = crate::harness::Client::new(&url(&app)).over(trusting);
        eventually("the server is ready", async || {
            (nobody.get("/readyz").await.status() == 200).then_some(())
        })
        .await;
        app
    }

    fn certificate(&self) -> Certificate {
        Certificate::from_pem(self.server.cert.pem().as_bytes()).unwrap()
    }
}

fn url(app: &TestApp) -> String {
    format!("https://localhost:{}", app.server_address().port())
}

fn builder(app: &TestApp) -> ClientBuilder {
    reqwest::Client::builder().no_proxy().http1_only().resolve("localhost", app.server_address())
}

async fn fleetctl(app: &TestApp, http: ClientBuilder) -> Fleetctl {
    let address = app.server_address().to_string();
    let endpoint =
        endpoint(app).await.replace(&address, &format!("localhost:{}", app.server_address().port()));
    assert!(endpoint.starts_with("https://any:qd_"), "{endpoint}");
    Fleetctl::new(Wire::new(http.build().unwrap(), &endpoint))
}

async fn all_the_way(app: &TestApp, fleetctl: &Fleetctl) {
    assert_eq!(fleetctl.list_machines().await.unwrap().len(), 3);
    fleetctl.start("example:1.0.0@1.service", Some(FILE)).await.unwrap();
    fleetctl.destroy("example:1.0.0@1.service").await.unwrap();
    assert_eq!(names(&app.fleet), [""; 0]);
}

/// Without a pair fleetctl does not look at the server's certificate, even if it is told whom to trust.
#[tokio::test]
async fn old_and_new_versions_without_a_pair() {
    let identities = Identities::new();
    let app = identities.start().await;
    for version in [Version::TLS_1_2, Version::TLS_1_3] {
        let http = builder(&app)
            .tls_danger_accept_invalid_certs(true)
            .tls_version_min(version)
            .tls_version_max(version);
        all_the_way(&app, &fleetctl(&app, http).await).await;
    }
}

/// With a pair it does; the server does not ask for the pair, and must not stumble over it.
#[tokio::test]
async fn with_a_pair_of_its_own() {
    let identities = Identities::new();
    let app = identities.start().await;
    let own = rcgen::generate_simple_self_signed(["somebody".to_owned()]).unwrap();
    let pem = format!("{}{}", own.cert.pem(), own.signing_key.serialize_pem());
    for version in [Version::TLS_1_2, Version::TLS_1_3] {
        let http = builder(&app)
            .tls_certs_only([identities.certificate()])
            .identity(Identity::from_pem(pem.as_bytes()).unwrap())
            .tls_version_min(version)
            .tls_version_max(version);
        all_the_way(&app, &fleetctl(&app, http).await).await;
    }
    // Whom it does not trust it does not speak to.
    let other = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let other = Certificate::from_der(other.cert.der()).unwrap();
    let http = builder(&app).tls_certs_only([other]);
    assert!(fleetctl(&app, http).await.list_machines().await.is_err());
}

/// `--cert-file --key-file --ca-file` and no token: whoever the certificate was added for.
#[tokio::test]
async fn with_a_certificate_that_is_somebodys() {
    let (server, people) = (Authority::new("server"), Authority::new("people"));
    let files = Files::new(&server.sign("localhost"));
    std::fs::write(files.path("ca.pem"), people.pem()).unwrap();
    let ca = files.path("ca.pem").display().to_string();
    let app = files.setup().fleet(quick()).env("QUARTERDECK_CLIENT_CA", ca).start_unready().await;
    let nobody = app.over_tls(&server, None);
    eventually("the server is ready", async || (nobody.get("/readyz").await.status() == 200).then_some(()))
        .await;
    app.user("ada", "a long password").await;
    let laptop = people.sign("laptop");
    let command_line = CommandLine::of(&app.server);
    for version in [Version::TLS_1_2, Version::TLS_1_3] {
        let http = builder(&app)
            .tls_certs_only([Certificate::from_pem(server.pem().as_bytes()).unwrap()])
            .identity(Identity::from_pem(laptop.pem().as_bytes()).unwrap())
            .tls_version_min(version)
            .tls_version_max(version);
        let fleetctl = Fleetctl::new(Wire::new(http.build().unwrap(), &url(&app)));
        assert!(fleetctl.list_machines().await.is_err(), "it is nobody's");
        let new = NewCertificate { user: "ada".parse().unwrap(), certificate: laptop.cert.pem() };
        let added = command_line.add_certificate(&new).await.unwrap();
        all_the_way(&app, &fleetctl).await;
        command_line.revoke_certificate(&added.fingerprint).await.unwrap();
        assert!(fleetctl.list_machines().await.is_err(), "it was revoked");
    }
}
