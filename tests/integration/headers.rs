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
}
