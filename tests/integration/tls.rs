//! TLS of its own: what it shows to clients, and what happens when the files change.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::harness::{Authority, Identity, Setup, TestApp, eventually};

/// Longer than the server waits before it looks at its files again.
const A_WHILE_MS: u64 = 11_000;

/// The files of a server.
pub(crate) struct Files {
    folder: TempDir,
}

impl Files {
    pub(crate) fn new(identity: &Identity) -> Self {
        let files = Self { folder: TempDir::new().unwrap() };
        identity.write(&files.cert(), &files.key());
        files
    }

    pub(crate) fn cert(&self) -> PathBuf {
        self.path("cert.pem")
    }

    fn key(&self) -> PathBuf {
        self.path("key.pem")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn setup(&self) -> Setup {
        Setup::new()
            .env("QUARTERDECK_TLS_CERT", self.cert().display().to_string())
            .env("QUARTERDECK_TLS_KEY", self.key().display().to_string())
    }
}

/// Whether a new connection gets a certificate of this authority.
async fn shows(app: &TestApp, authority: &Authority) -> bool {
    app.over_tls(authority, None).try_get("/healthz").await.is_some_and(|answer| answer.status() == 200)
}

fn metrics(app: &TestApp) -> String {
    app.server.metrics.render(&app.server.clusters)
}

async fn counts(app: &TestApp, line: &str) {
    eventually(&format!("the metrics say {line}"), async || {
        app.clock.advance(A_WHILE_MS);
        metrics(app).lines().any(|said| said == line).then_some(())
    })
    .await;
}

#[tokio::test]
async fn new_files_are_taken_while_it_runs_and_broken_ones_are_not() {
    let (first, second) = (Authority::new("first"), Authority::new("second"));
    let files = Files::new(&first.sign("localhost"));
    let app = files.setup().start_unready().await;
    assert!(shows(&app, &first).await && !shows(&app, &second).await);
    let kept = app.over_tls(&first, None);
    assert_eq!(kept.get("/healthz").await.status(), 200);

    second.sign("localhost").write(&files.cert(), &files.key());
    eventually("the new certificate is shown", async || {
        app.clock.advance(A_WHILE_MS);
        shows(&app, &second).await.then_some(())
    })
    .await;
    assert!(!shows(&app, &first).await);
    assert_eq!(kept.get("/healthz").await.status(), 200, "connections that were open go on");

    std::fs::write(files.cert(), "no certificate").unwrap();
    counts(&app, "quarterdeck_tls_files_ok 0").await;
    assert!(shows(&app, &second).await, "what was read before stays");
    // The key of another certificate.
    std::fs::write(files.cert(), first.sign("localhost").cert.pem()).unwrap();
    counts(&app, "quarterdeck_tls_reloads_total{outcome=\"failed\"} 2").await;
    std::fs::remove_file(files.key()).unwrap();
    counts(&app, "quarterdeck_tls_reloads_total{outcome=\"failed\"} 3").await;
    assert!(shows(&app, &second).await);

    first.sign("localhost").write(&files.cert(), &files.key());
    eventually("files in order are taken again", async || {
        app.clock.advance(A_WHILE_MS);
        shows(&app, &first).await.then_some(())
    })
    .await;
    counts(&app, "quarterdeck_tls_files_ok 1").await;
    assert!(metrics(&app).contains("quarterdeck_tls_certificate_expires_timestamp_seconds 64"));
}

#[tokio::test]
async fn files_that_do_not_fit_keep_it_from_starting_and_say_which() {
    let authority = Authority::new("authority");
    let (one, other) = (authority.sign("localhost"), authority.sign("localhost"));
    for (cert, key, ca, words) in [
        ("nonsense".to_owned(), one.key.serialize_pem(), authority.pem(), "cert.pem holds no certificate"),
        (one.cert.pem(), "nonsense".to_owned(), authority.pem(), "key.pem holds no private key"),
        (one.cert.pem(), other.key.serialize_pem(), authority.pem(), "can't be used together"),
        (one.cert.pem(), one.key.serialize_pem(), "nonsense".to_owned(), "ca.pem holds no certificate"),
    ] {
        let files = Files::new(&one);
        std::fs::write(files.cert(), cert).unwrap();
        std::fs::write(files.key(), key).unwrap();
        std::fs::write(files.path("ca.pem"), ca).unwrap();
        let setup = files.setup().env("QUARTERDECK_CLIENT_CA", files.path("ca.pem").display().to_string());
        let error = setup.fails_to_start().await;
        assert!(error.contains(words), "{error}");
    }
}

#[tokio::test]
async fn a_certificate_that_the_authority_did_not_sign_gets_no_connection() {
    let (server, people, others) =
        (Authority::new("server"), Authority::new("people"), Authority::new("people"));
    let files = Files::new(&server.sign("localhost"));
    let ca = files.path("ca.pem");
    std::fs::write(&ca, people.pem()).unwrap();
    let app = files.setup().env("QUARTERDECK_CLIENT_CA", ca.display().to_string()).start_unready().await;
    for (identity, expected) in [
        (None, true),
        (Some(people.sign("ada")), true),
        (Some(people.sign_expired("ada")), false),
        (Some(others.sign("ada")), false),
    ] {
        let answer = app.over_tls(&server, identity.as_ref()).try_get("/healthz").await;
        assert_eq!(answer.is_some(), expected, "{:?}", identity.map(|identity| identity.cert.pem()));
    }
}
