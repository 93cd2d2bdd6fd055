//! The headers of every answer, whatever made it.

use reqwest::header::ACCEPT;

use crate::harness::{Setup, TestApp};

const PATHS: [&str; 9] = [
    "/",
    "/apps",
    "/healthz",
    "/readyz",
    "/metrics",
    "/api/v1/session",
    "/api/v1/nonsense",
    "/fleet/v1/units",
    "/nonsense.js",
];

#[tokio::test]
async fn every_answer_carries_them() {
    let app = TestApp::start().await;
    let (nobody, ada) = (app.nobody(), app.admin("ada").await);
    for client in [nobody, ada] {
        for path in PATHS {
            let answer = client.clone().with_header(ACCEPT, "text/html").get(path).await;
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "no-referrer"),
                ("x-frame-options", "DENY"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                ("strict-transport-security", ""),
                ("server", ""),
            ] {
                assert_eq!(answer.header(name), value, "{path}: {name}");
            }
            assert!(!answer.header("cache-control").is_empty(), "{path}");
        }
    }
}

#[tokio::test]
async fn the_policy_allows_the_page_and_nothing_else() {
    let app = TestApp::start().await;
    let home = app.nobody().get("/").await;
    let policy = home.header("content-security-policy").to_owned();
    for path in PATHS {
        let answer = app.nobody().get(path).await;
        assert_eq!(answer.header("content-security-policy"), policy, "{path}");
    }
    let directives: Vec<&str> = policy.split("; ").collect();
    for directive in [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ] {
        assert!(directives.contains(&directive), "{directive} in {policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    assert!(!policy.contains("http"), "no other host: {policy}");
}

#[tokio::test]
async fn nothing_of_the_api_is_kept() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    for path in ["/api/v1/session", "/api/v1/apps", "/api/v1/nonsense", "/metrics", "/healthz"] {
        assert_eq!(ada.get(path).await.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn under_tls_browsers_are_told_to_stay_there() {
    let key = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let folder = tempfile::TempDir::new().unwrap();
    let (cert_file, key_file) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&cert_file, key.cert.pem()).unwrap();
    std::fs::write(&key_file, key.signing_key.serialize_pem()).unwrap();
    let app = Setup::new()
        .env("QUARTERDECK_TLS_CERT", cert_file.display().to_string())
        .env("QUARTERDECK_TLS_KEY", key_file.display().to_string())
        .start_unready()
        .await;
    let certificate = reqwest::Certificate::from_pem(key.cert.pem().as_bytes()).unwrap();
    let trusting = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([certificate])
        .resolve("localhost", app.server_address())
        .build()
        .unwrap();
    let url = format!("https://localhost:{}", app.server_address().port());
    let client = crate::harness::Client::new(&url).over(trusting);
    let answer = client.get("/healthz").await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.header("strict-transport-security"), "max-age=63072000");

    // Who offers HTTP/2 as well, as browsers do, gets what has no windows of its own.
    let mut roots = rustls::RootCertStore::empty();
    roots.add(key.cert.der().clone()).unwrap();
    let mut config = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let address = app.server_address();
    let chosen = tokio::task::spawn_blocking(move || {
        let name = "localhost".try_into().unwrap();
        let mut tls = rustls::ClientConnection::new(std::sync::Arc::new(config), name).unwrap();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        while tls.is_handshaking() {
            tls.complete_io(&mut stream).unwrap();
        }
        tls.alpn_protocol().map(<[u8]>::to_vec)
    });
    assert_eq!(chosen.await.unwrap().as_deref(), Some(&b"http/1.1"[..]));
}

/// The beginning of every HTTP/2 connection, and settings that let the server send nothing.
#[tokio::test]
async fn http2_is_not_spoken() {
    let app = TestApp::start().await;
    let beginning = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\x06\x04\0\0\0\0\0\0\x04\0\0\0\0";
    let answer = crate::harness::raw::exchange(app.server_address(), beginning.as_bytes()).await;
    assert!(matches!(answer.status, None | Some(400 | 505)), "{answer:?}");
    assert!(answer.body.is_empty(), "no settings of its own: {answer:?}");
}
