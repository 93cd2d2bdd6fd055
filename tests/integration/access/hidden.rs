//! An app that one does not see leaves no trace where it stands in the way of one that one sees, and none while
//! it is at work.

use fleet::DesiredState;
use fleet_sim::{SimConfig, UnitPut};
use serde_json::json;
use shared::ErrorCode;
use shared::event::FreshnessEvent;
use shared::plan::{Plan, PlanRequest, Warning};
use shared::screen::wall::WallEvent;

use crate::harness::{
    ANYWHERE, CLUSTER, Client, Setup, TestApp, eventually, launch, options, quick, running, scale,
};

/// What runs on the only machine, and lets no unit of `web-a` onto it.
const IN_THE_WAY: &str = "[Service]\nExecStart=/bin/run\n\n[X-Fleet]\nConflicts=web-a:*\n";
const WAITS: &str = "web-a:1@1.service";

/// A unit of `web-a` waits, since `checkout` is in its way. With an administrator.
async fn scene() -> (TestApp, Client) {
    let fleet = running(quick().with_machines(1), IN_THE_WAY, &["checkout:1@1.service"]);
    let app = Setup::new().over(fleet).start().await;
    let ada = app.admin("ada").await;
    for name in ["web-a", "checkout"] {
        ada.write_app(name, ANYWHERE).await;
    }
    app.fleet.put_unit(WAITS, UnitPut::new(options(ANYWHERE), DesiredState::Launched)).unwrap();
    eventually("it is known why it waits", async || {
        let units = ada.snapshot().await.units;
        units.iter().any(|row| row.name.as_str() == WAITS && row.why.is_some()).then_some(())
    })
    .await;
    (app, ada)
}

#[track_caller]
fn names_nobody(what: &str, text: &str) {
    assert!(!text.contains("checkout"), "{what}: {text}");
    // The signs between which names stand before they are told.
    let marks = ['\u{1}', '\u{2}', '\u{3}', '\u{4}'];
    let escaped = ["\\u0001", "\\u0002", "\\u0003", "\\u0004"];
    assert!(!text.contains(marks) && !escaped.iter().any(|mark| text.contains(mark)), "{what}: {text}");
}

fn warned(plan: &Plan) -> String {
    let texts = plan.warnings.iter().map(|warning| match warning {
        Warning::Unscheduled { text, .. } | Warning::LastHealthy { text } | Warning::Note { text } => {
            text.as_str()
        }
    });
    texts.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn who_is_in_the_way_is_named_to_those_alone_who_see_it() {
    let (app, ada) = scene().await;
    let bob = app.person("bob", &[("operator", "web-*")]).await;
    let script = app.script("bobs", "operator", "web-*").await;
    let machine = ada.snapshot().await.machines.remove(0).id.to_string();
    let begun = ada.begin(&launch("web-a", "1", 1)).await.id.to_string();
    let fill = [
        ("{cluster}", "default"),
        ("{app}", "web-a"),
        ("{unit}", WAITS),
        ("{machine}", machine.as_str()),
        ("{id}", begun.as_str()),
        ("{name}", "ada"),
    ];
    let paths = app.reads(&fill).await;
    // Ada is told, or all of this would show nothing.
    let unit = format!("{CLUSTER}/units/{WAITS}");
    for path in [&unit, &format!("{CLUSTER}/snapshot")] {
        let told = ada.get(path).await.text();
        assert!(told.contains("checkout:1@1.service"), "{path}: {told}");
    }
    assert!(bob.get(&unit).await.text().contains("a unit of another app"));
    for who in [&bob, &script] {
        for (path, answer) in who.read_all(&paths).await {
            names_nobody(&path, &answer.text());
        }
    }
    for path in ["units", "state", "machines", &format!("units/{WAITS}")] {
        names_nobody(path, &script.get(&format!("/fleet/v1/{path}")).await.text());
    }
}

#[tokio::test]
async fn a_plan_names_hidden_units_to_nobody_and_is_the_same_plan() {
    let (app, ada) = scene().await;
    let bob = app.person("bob", &[("operator", "web-*")]).await;
    let deploy = PlanRequest::Deploy {
        app: "web-a".parse().unwrap(),
        version: "2".parse().unwrap(),
        count: Some(2),
        strategy: None,
    };
    for request in [launch("web-a", "2", 1), scale("web-a", "1", 3), deploy] {
        let (whole, part) = (ada.plan(&request).await, bob.plan(&request).await);
        assert!(warned(&whole).contains("checkout:1@1.service"), "{whole:?}");
        assert!(warned(&part).contains("a unit of another app"), "{part:?}");
        assert_eq!(whole.hash, part.hash, "what is named to whom is no part of it");
        // Shown by somebody's own click, and by one with a hash of their own.
        let mut forged = part.clone();
        forged.hash = serde_json::from_value(json!("0".repeat(64))).unwrap();
        let refused = bob.click(&forged, "forged").await;
        assert_eq!(refused.code(), ErrorCode::PlanChanged);
        for text in [bob.try_plan(&request).await.text(), refused.text()] {
            names_nobody(&part.summary, &text);
        }
    }
    let told = ada.try_plan(&launch("web-a", "2", 1)).await.text();
    assert!(!told.contains("\\u0001"), "{told}");
}

#[tokio::test]
async fn neither_a_stream_nor_a_screen_names_who_is_in_the_way() {
    let (app, ada) = scene().await;
    let bob = app.person("bob", &[("viewer", "web-*")]).await;
    let (display, _) = app.screen(&ada, "Kitchen", &["web-*"]).await;
    let mut whole = ada.events(None).await;
    let mut part = bob.events(None).await;
    let mut wall = display.open("/api/v1/screens/self/events").await;
    app.fleet.put_unit("web-a:1@2.service", UnitPut::new(options(ANYWHERE), DesiredState::Launched)).unwrap();
    // Until the reason of the new one is told to who sees all.
    while !whole.next_named("change").await.data.contains("checkout") {}
    loop {
        let change = part.next_named("change").await.data;
        names_nobody("the stream", &change);
        if change.contains("a unit of another app") {
            break;
        }
    }
    loop {
        let event = wall.next_named("wall").await;
        names_nobody("the wall", &event.data);
        let shown: WallEvent = event.json();
        if shown.wall.apps.iter().any(|app| app.note.contains("a unit of another app")) {
            break;
        }
    }
}

/// Fleet is read more often while a step of an action waits: also to those who do not see that action.
#[tokio::test]
async fn that_a_step_waits_for_a_reading_is_told_to_nobody() {
    // Nothing happens in this Fleet, so that the step waits on.
    let app = Setup::new().over(running(SimConfig::empty().manual(), ANYWHERE, &[])).start().await;
    let ada = app.admin("ada").await;
    let bob = app.person("bob", &[("viewer", "web-*")]).await;
    let mut stream = bob.events(None).await;
    ada.write_app("secret", ANYWHERE).await;
    ada.begin(&launch("secret", "1", 1)).await;
    let cluster = app.server.clusters.default_cluster();
    eventually("a step waits", async || cluster.is_pressed().then_some(())).await;
    for _ in 0..5 {
        let told: FreshnessEvent = stream.next_named("freshness").await.json();
        assert!(cluster.is_pressed() && told.freshness.every_ms >= 1_000, "{told:?}");
    }
}
