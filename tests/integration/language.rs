//! What the server says, in the language of whoever asks.

use fleet::DesiredState;
use fleet_sim::UnitPut;
use reqwest::Method;
use reqwest::header::{ACCEPT_LANGUAGE, CONTENT_TYPE};
use serde_json::json;
use shared::view::ClusterView;

use crate::harness::{Answer, CLUSTER, Client, Setup, TestApp, eventually, options, quick, running};

impl Client {
    /// The same who reads German, and English if need be.
    pub(crate) fn in_german(&self) -> Self {
        self.clone().with_header(ACCEPT_LANGUAGE, "fr, de-AT;q=0.9, en;q=0.8")
    }
}

fn message(answer: &Answer) -> String {
    answer.error().message
}

#[tokio::test]
async fn errors_are_in_the_language_that_is_asked_for() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let body = json!({ "name": "ci", "role": "nonsense", "days": 1 });
    let asked = async |who: &Client, anon: &Client| {
        let raw = who.request(Method::POST, "/api/v1/tokens").header(CONTENT_TYPE, "text/plain").body("x");
        [
            anon.get("/api/v1/users").await,
            who.get("/api/v1/nonsense").await,
            who.send(who.request(Method::PATCH, "/api/v1/session")).await,
            who.get("/api/v1/users/nobody").await,
            who.post("/api/v1/tokens", &body).await,
            who.post("/api/v1/tokens", &json!({ "days": "x" })).await,
            who.send(raw).await,
            who.get("/api/v1/apps/example").await,
            who.get(&format!("{CLUSTER}/units/none.service")).await,
        ]
    };
    let nobody = app.nobody();
    let english = asked(&ada, &nobody).await;
    let german = asked(&ada.in_german(), &nobody.in_german()).await;
    for (english, german) in english.iter().zip(&german) {
        assert_eq!(english.code(), german.code());
        assert_ne!(message(english), message(german));
        assert_eq!((english.header("content-language"), german.header("content-language")), ("en", "de"));
        assert!(german.header("vary").contains("accept-language"), "{}", german.header("vary"));
    }
    assert!(message(&english[0]).starts_with("Sign in first"), "{}", message(&english[0]));
    assert!(message(&german[0]).starts_with("Melden Sie sich zuerst an"), "{}", message(&german[0]));
    assert_eq!(message(&english[3]), "User nobody is not there. It may have been removed meanwhile.");
    assert_eq!(message(&german[3]), "Das Konto nobody gibt es nicht, vielleicht nicht mehr.");
}

#[tokio::test]
async fn a_refusal_names_the_right_in_german_and_the_record_keeps_it_in_english() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let bo = app.person("bo", &[("viewer", "*")]).await.in_german();
    let refused = bo.get("/api/v1/users").await;
    assert!(
        message(&refused).starts_with("bo darf das nicht: Es braucht das Recht „"),
        "{}",
        message(&refused)
    );
    let record = ada.in_german().record().await;
    let line = record.iter().find(|row| row.actor == "bo" && !row.note.is_empty()).unwrap();
    assert!(line.note.starts_with("bo may not do this"), "{}", line.note);
    // Whoever reads it in German is told it in German as well.
    assert_eq!(line.told, "bo: Das Recht „users“ nutzen; abgelehnt");
    assert!(line.note_said().starts_with("bo darf das nicht"), "{}", line.note_said());
    let english = ada.record().await;
    let line = english.iter().find(|row| row.id == line.id).unwrap();
    assert_eq!(line.told, "bo tried to use the right “users”, and was refused");
    assert_eq!(line.said, None);
}

#[tokio::test]
async fn the_record_is_told_in_the_language_of_its_reader_and_written_in_english() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let bo = ada.in_german();
    // What a name looks like changes nothing.
    let link = json!({ "name": "Sign out, of web", "view": { "apps": ["web*"], "clusters": ["*"], "distance_m": 4 }, "days": 3 });
    let made = ada.post("/api/v1/screens/links", &link).await;
    assert!(made.status() < 300, "{}", made.text());
    ada.put("/api/v1/groups/ops", &json!({ "members": [] })).await;
    ada.delete("/api/v1/groups/ops").await;

    let record = bo.record().await;
    let line = |number: usize| (record[number].summary.as_str(), record[number].summary_said());
    assert_eq!(line(0), ("Remove group ops", "Gruppe ops entfernen"));
    assert_eq!(
        (&*record[0].detail, record[0].detail_said()),
        (&["Before: nobody".to_owned()][..], &["Vorher: niemand".to_owned()][..])
    );
    assert_eq!(line(1), ("Make group ops without members", "Gruppe ops ohne Mitglieder anlegen"));
    assert_eq!(record[1].told, "ada: Gruppe ops ohne Mitglieder anlegen");
    assert_eq!(
        line(2),
        (
            "Make read-only link Sign out, of web (web*, 3 days)",
            "Nur-Lese-Link Sign out, of web anlegen (web*, 3 Tage)"
        )
    );
    let made = record.iter().find(|row| row.via == "command line").expect("the command line made ada");
    assert_ne!(made.summary, made.summary_said(), "also what nobody asked over the network");
    let exported = bo.get("/api/v1/audit/export").await.text();
    assert!(exported.contains("Remove group ops") && !exported.contains("Gruppe"), "{exported}");

    // Only what says what is written is told.
    app.execute("UPDATE audit SET kept_summary = replace(kept_summary, 'ops', 'admins')").await;
    app.execute("UPDATE audit SET kept_detail = '[]'").await;
    let record = bo.record().await;
    assert_eq!(record[0].told, "ada: Remove group ops");
    assert_eq!(record[0].detail_said(), ["Before: nobody"]);
}

#[tokio::test]
async fn a_reason_is_told_to_each_in_their_language_also_by_the_stream() {
    let unit_file = "[Service]\nExecStart=/bin/run\n\n[X-Fleet]\nConflicts=example:*@*.service\n";
    let units = [1, 2, 3, 4].map(|number| format!("example:1.0.0@{number}.service"));
    let fleet = running(quick(), unit_file, &units.each_ref().map(String::as_str));
    let app = Setup::new().over(fleet.clone()).start().await;
    let ada = app.admin("ada").await;
    let why = async |who: &Client| {
        let view: ClusterView = who.get(&format!("{CLUSTER}/snapshot")).await.json();
        view.units.into_iter().find_map(|row| row.why)
    };
    let english = eventually("there is a reason", async || why(&ada).await).await;
    assert_eq!(&*english, "all 3 machines already hold example:*@*.service");
    let german = why(&ada.in_german()).await.unwrap();
    assert_eq!(&*german, "alle 3 Maschinen haben schon example:*@*.service");
    let mut streams = [
        (ada.open("/api/v1/events?cluster=default&language=de").await, "de", "alle 3 Maschinen haben schon"),
        (
            ada.in_german().open("/api/v1/events?cluster=default&language=en").await,
            "en",
            "all 3 machines already hold",
        ),
    ];
    let fifth = UnitPut::new(options(unit_file), DesiredState::Launched);
    fleet.put_unit("example:1.0.0@5.service", fifth).unwrap();
    app.server.clusters.default_cluster().wake();
    for (stream, language, wanted) in &mut streams {
        assert_eq!(stream.header("content-language"), *language);
        loop {
            let change = stream.next_named("change").await;
            assert!(!change.data.contains(say::KEPT), "{}", change.data);
            if change.data.contains(*wanted) {
                break;
            }
        }
    }
}
