//! The log: one line a request, and no secret in any.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use base64::Engine as _;
use fleet_sim::{Fault, FaultRule};
use reqwest::header::AUTHORIZATION;
use serde_json::json;
use shared::action::ActionState;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::harness::{ANYWHERE, Setup, TestApp, eventually, launch, names, quick};
use crate::sign_on::idp::{Idp, Journey, let_in};

#[derive(Clone, Default)]
struct Log {
    text: Arc<Mutex<Vec<u8>>>,
    /// Whoever logs one of these panics, once.
    breaks_at: Arc<Mutex<Vec<&'static str>>>,
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let line = String::from_utf8_lossy(bytes).into_owned();
        let mut breaks_at = self.breaks_at.lock().unwrap();
        let found = breaks_at.iter().position(|word| line.contains(word)).map(|at| breaks_at.remove(at));
        drop(breaks_at);
        assert_eq!(found, None, "as a log that can't be written would");
        self.text.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Log {
    /// The whole process's: one thread's own is forgotten by callsites that other tests reach first.
    fn of_all() -> &'static Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let log = Self::default();
            let subscriber = tracing_subscriber::fmt()
                .with_env_filter(EnvFilter::new(
                    "server=trace,sqlx=trace,tower_http=trace,fleet_client=trace",
                ))
                .with_ansi(false)
                .with_writer(log.clone())
                .finish();
            tracing::subscriber::set_global_default(subscriber).unwrap();
            log
        })
    }

    fn break_at(&self, word: &'static str) {
        self.breaks_at.lock().unwrap().push(word);
    }

    fn has_broken_at(&self, word: &str) -> bool {
        !self.breaks_at.lock().unwrap().contains(&word)
    }

    fn text(&self) -> String {
        String::from_utf8(self.text.lock().unwrap().clone()).unwrap()
    }
}

#[tokio::test]
async fn an_action_whose_run_panics_goes_on_from_what_is_stored() {
    const WORD: &str = "reason=shattered:1.0.0@";
    let log = Log::of_all();
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("shattered", ANYWHERE).await;
    // The call is tried again, and that is logged: in the middle of the run.
    log.break_at(WORD);
    app.fleet.faults().add(FaultRule::new(Fault::Status(503)).method("PUT").times(1));
    let done = app.carry_out(&ada, &launch("shattered", "1.0.0", 2)).await;
    assert!(log.has_broken_at(WORD));
    assert_eq!(done.view.state, ActionState::Done);
    assert!(done.lines.iter().any(|line| line.text.starts_with("A fault of the server's own")), "{done:#?}");
    assert_eq!(names(&app.fleet), ["shattered:1.0.0@1.service", "shattered:1.0.0@2.service"]);
    app.stop().await;
}

#[tokio::test]
async fn a_fleet_whose_reading_panics_is_read_again() {
    const WORD: &str = "the reading shatters";
    let log = Log::of_all();
    let app = TestApp::start().await;
    let cluster = app.server.clusters.default_cluster();
    log.break_at(WORD);
    let broken = Fault::Refusal { status: 500, message: WORD.to_owned() };
    app.fleet.faults().add(FaultRule::new(broken).method("GET"));
    eventually("its failure is logged", async || {
        cluster.look();
        log.has_broken_at(WORD).then_some(())
    })
    .await;
    app.fleet.faults().clear();
    let since_ms = cluster.now_ms();
    eventually("it is read again", async || {
        cluster.look();
        cluster.freshness().as_of_ms.filter(|as_of_ms| *as_of_ms > since_ms)
    })
    .await;
}

/// Whoever runs the server finds what callers are not told.
#[tokio::test]
async fn what_fleet_said_stands_in_the_log_under_the_reference_that_was_given() {
    let log = Log::of_all();
    let app = TestApp::start().await;
    let script = app.token().await;
    let message = "dial tcp etcd-3.internal:2379, with --password hunter-of-words".to_owned();
    app.fleet.faults().add(FaultRule::new(Fault::Refusal { status: 500, message }).method("PUT"));
    let answer = script.put("/fleet/v1/units/a.service", &json!({"desiredState": "loaded"})).await.text();
    let reference = answer.split_once("says more, under ").unwrap().1.split_once('.').unwrap().0;
    let text = log.text();
    let line = text.lines().find(|line| line.contains(reference)).unwrap();
    assert!(line.contains("WARN") && line.contains("etcd-3.internal:2379"), "{line}");
    assert!(!line.contains("hunter-of-words"), "{line}");
}

#[tokio::test]
async fn no_secret_is_logged() {
    let log = Log::of_all();
    let app = Setup::new().fleet(quick()).start().await;
    app.user("ada", "a long password").await;
    let code = app.code("ada").await;
    let by_code = app.nobody().sign_in_with_code(&code).await;
    let by_password = app.nobody().sign_in("ada", "a long password").await;
    let wrong = json!({"name": "ada", "password": "a wrong password"});
    app.nobody().post("/api/v1/session", &wrong).await;
    let script = app.token().await;
    // As curl and fleetctl send it: user info becomes Basic.
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("ci:{}", script.bearer()));
    let by_basic = app.nobody().with_header(AUTHORIZATION, &format!("Basic {basic}"));
    assert_eq!(by_basic.get("/fleet/v1/units").await.status(), 200);
    // In an address a token is no credential, and not logged either.
    let astray = format!("/fleet/v1/units?access_token={}", script.bearer());
    assert_eq!(app.nobody().get(&astray).await.status(), 401);
    assert_eq!(app.nobody().get(&format!("/api/v1/session?token={}", script.bearer())).await.status(), 401);
    let provider = Idp::start().await;
    let folder = tempfile::TempDir::new().unwrap();
    let single = provider.setup(&folder).env("QUARTERDECK_OIDC_CREATE_USERS", "true").start().await;
    let journey = Journey::begin(&single, "/units").await;
    let answer = journey.end(&provider).await;
    let by_provider = let_in(&single, &answer);
    assert!(!answer.header("location").contains("code="), "{}", answer.header("location"));
    script.get("/api/v1/audit?q=a-secret-word").await;
    script.write_app("example", "[Service]\nEnvironment=KEY=a-secret-value\nExecStart=/bin/run\n").await;
    // What units are given goes to Fleet alone: by a plan, past plans, and where Fleet refuses it in its own words.
    let launched = script.begin(&launch("example", "1.0.0", 1)).await;
    script.ended(&launched.id).await;
    let option = |value: &str| json!([{"section": "Service", "name": "Environment", "value": value}]);
    let raw = json!({"desiredState": "launched", "options": option("DB=a-raw-value")});
    assert_eq!(script.put("/fleet/v1/units/raw.service", &raw).await.status(), 201);
    let message = "invalid option Environment=DB=a-raw-value".to_owned();
    app.fleet.faults().add(FaultRule::new(Fault::Refusal { status: 400, message }).method("PUT").times(1));
    assert_eq!(script.put("/fleet/v1/units/raw-2.service", &raw).await.status(), 400);
    by_password.delete("/api/v1/session").await;

    // A fault of our own, on a path that answers as Fleet does.
    app.break_record().await;
    let unit = "/fleet/v1/units/example:1.0.0@1.service";
    assert_eq!(script.put(unit, &json!({"desiredState": "loaded"})).await.status(), 500);

    let text = log.text();
    assert!(text.contains("path=/api/v1/apps/{app}") && text.contains("method=PUT"), "{text}");
    assert!(text.contains("request_id="), "{text}");
    let fault = |line: &str| line.contains("a fault of our own") && line.contains("path=/fleet/{*rest}");
    assert!(text.lines().any(fault), "{text}");
    for secret in [
        "a long password",
        "a wrong password",
        code.as_str(),
        by_code.cookie().trim_start_matches("quarterdeck="),
        by_password.cookie().trim_start_matches("quarterdeck="),
        by_provider.cookie().split_once('=').unwrap().1,
        script.bearer().as_str(),
        basic.as_str(),
        "a-secret-word",
        "a-secret-value",
        "a-raw-value",
    ] {
        assert!(!text.contains(secret), "{secret} in:\n{text}");
    }
}
