//! `/api/v1/screens`: wall displays and read-only links, what they see, and that they can do nothing.

mod links;

use fleet::DesiredState;
use fleet_sim::UnitPut;
use reqwest::Method;
use serde_json::json;
use shared::ErrorCode;
use shared::screen::wall::{self, Age, Tone, WallEvent};
use shared::screen::{Kind, Pairing, PairingNow, PairingState, ScreenRow, ScreenSelf};

use crate::harness::{ANYWHERE, Client, Events, Setup, TestApp, launch, options, quick, running};

const PAIRINGS: &str = "/api/v1/screens/pairings";
const SELF: &str = "/api/v1/screens/self";
const STREAM: &str = "/api/v1/screens/self/events";
const DAY_MS: u64 = 86_400_000;

const UNITS: [&str; 4] = ["web-a:1@1.service", "web-a:1@2.service", "checkout:1@1.service", "other.service"];

async fn start() -> (TestApp, Client) {
    let app = Setup::new().over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    (app, ada)
}

fn body(name: &str, apps: &[&str]) -> serde_json::Value {
    json!({"name": name, "view": {"clusters": ["*"], "apps": apps, "distance_m": 4}})
}

/// The next picture of which this is so.
async fn picture(events: &mut Events, is_so: impl Fn(&WallEvent) -> bool) -> WallEvent {
    loop {
        let shown: WallEvent = events.next_named("wall").await.json();
        if is_so(&shown) {
            return shown;
        }
    }
}

fn names(shown: &WallEvent) -> Vec<&str> {
    shown.wall.apps.iter().map(|app| app.name.as_str()).collect()
}

#[tokio::test]
async fn a_display_is_paired_by_its_code_and_sees_its_view_alone() {
    let (app, ada) = start().await;
    let asked = app.nobody().post(PAIRINGS, &()).await;
    assert_eq!(asked.status(), 201);
    let cookie = asked.header("set-cookie").to_owned();
    assert!(cookie.starts_with("quarterdeck-screen=") && cookie.contains("; HttpOnly; SameSite=Lax;"));
    let pairing: Pairing = asked.json();
    assert!(pairing.url.ends_with("/settings/screens") && pairing.qr_path.starts_with('M'));

    let display = app.nobody().with_cookie(&asked.cookie());
    let state = async || display.get(&format!("{PAIRINGS}/mine")).await.json::<PairingNow>().state;
    assert_eq!(state().await, PairingState::Waiting);
    assert_eq!(display.get(SELF).await.code(), ErrorCode::NotSignedIn, "a code alone shows nothing");
    // It keeps its code when its page is loaded again.
    assert_eq!(display.post(PAIRINGS, &()).await.json::<Pairing>().code, pairing.code);

    let typed = format!("{PAIRINGS}/{}", pairing.code.to_lowercase());
    assert!(ada.get(&typed).await.text().contains("127.0.0.1"));
    let confirmed = ada.post(&typed, &body("Kitchen", &["web-*"])).await;
    assert_eq!(confirmed.status(), 201);
    let row: ScreenRow = confirmed.json();
    assert_eq!((row.kind, row.name.as_str(), row.created_by.as_str()), (Kind::Display, "Kitchen", "ada"));
    assert_eq!(
        ada.post(&typed, &body("Hall", &["*"])).await.code(),
        ErrorCode::NotFound,
        "a code counts once"
    );

    assert_eq!(state().await, PairingState::Paired);
    let own: ScreenSelf = display.get(SELF).await.json();
    assert_eq!((own.name.as_str(), own.view.distance_m), ("Kitchen", 4));
    let mut events = display.open(STREAM).await;
    let first = events.next().await.unwrap();
    assert_eq!(first.name, "screen");
    assert!(!first.json::<ScreenSelf>().build.is_empty());
    let shown = picture(&mut events, |shown| !shown.wall.apps.is_empty()).await;
    assert_eq!(names(&shown), ["web-a"]);
    assert_eq!((shown.wall.apps[0].running, shown.wall.apps[0].wanted), (2, 2));
    assert_eq!(wall::age(&shown.pulse, shown.pulse.now_ms), Age::Live);
    // In between it hears that nothing changed, and that the server is there.
    events.next_named("pulse").await;
    let listed: Vec<ScreenRow> = ada.get("/api/v1/screens").await.json();
    assert!(listed[0].seen_ms.is_some() && listed[0].seen_from == "127.0.0.1", "{listed:?}");
}

#[tokio::test]
async fn what_goes_wrong_and_what_is_under_way_is_shown() {
    let (app, ada) = start().await;
    ada.write_app("web-a", ANYWHERE).await;
    let (display, _) = app.screen(&ada, "Kitchen", &["*"]).await;
    let mut events = display.open(STREAM).await;
    let shown = picture(&mut events, |shown| shown.wall.apps.len() == 2).await;
    assert_eq!(names(&shown), ["checkout", "web-a"], "units of no app only when they need attention");
    let started = ada.post(&format!("{}/plans", crate::harness::CLUSTER), &launch("web-a", "1", 1)).await;
    let plan: serde_json::Value = started.json();
    let start =
        json!({"request": launch("web-a", "1", 1), "plan_hash": plan["hash"], "note": "for the sale"});
    let request = ada.request(Method::POST, &format!("{}/actions", crate::harness::CLUSTER));
    assert_eq!(ada.send(request.header("idempotency-key", "1").json(&start)).await.status(), 202);
    let shown = picture(&mut events, |shown| !shown.wall.runs.is_empty()).await;
    assert_eq!((shown.wall.runs[0].by.as_str(), shown.wall.runs[0].note.as_str()), ("ada", "for the sale"));
    picture(&mut events, |shown| {
        shown.wall.runs.is_empty() && shown.wall.apps.iter().any(|app| app.wanted == 3)
    })
    .await;
}

#[tokio::test]
async fn a_failed_unit_comes_first_and_of_other_apps_nothing_is_told() {
    let (app, ada) = start().await;
    let (display, _) = app.screen(&ada, "Kitchen", &["web-*"]).await;
    let mut events = display.open(STREAM).await;
    picture(&mut events, |shown| names(shown) == ["web-a"]).await;
    for unit in ["checkout:1@2.service", "web-a:1@3.service"] {
        app.fleet.fail_start(unit);
        app.fleet.put_unit(unit, UnitPut::new(options(ANYWHERE), DesiredState::Launched)).unwrap();
    }
    let shown = picture(&mut events, |shown| shown.wall.apps[0].tone == Tone::Bad).await;
    assert_eq!(names(&shown), ["web-a"]);
    assert!(shown.wall.apps[0].note.starts_with("1 of 3 failed"), "{shown:?}");
    assert!(!format!("{shown:?}").contains("checkout"));
}

#[tokio::test]
async fn a_screen_is_told_what_is_said_to_it_and_ends_within_five_seconds() {
    let (app, ada) = start().await;
    let (display, row) = app.screen(&ada, "Kitchen", &["web-*"]).await;
    let (other, _) = app.screen(&ada, "Hall", &["web-*"]).await;
    let (mut events, mut others) = (display.open(STREAM).await, other.open(STREAM).await);
    assert_eq!(names(&picture(&mut events, |_| true).await), ["web-a"]);
    let path = format!("/api/v1/screens/{}", row.id);
    assert_eq!(ada.post(&format!("{path}/identify"), &()).await.status(), 204);
    events.next_named("identify").await;
    assert_eq!(ada.post(&format!("{path}/reload"), &()).await.status(), 204);
    events.next_named("reload").await;

    let renamed =
        json!({"name": "Kitchen 2", "view": {"clusters": ["*"], "apps": ["checkout"], "distance_m": 3}});
    let changed: ScreenRow = ada.patch(&path, &renamed).await.json();
    assert_eq!(changed.name, "Kitchen 2");
    let own: ScreenSelf = events.next_named("screen").await.json();
    assert_eq!((own.name.as_str(), own.view.words().as_str()), ("Kitchen 2", "checkout"));
    assert_eq!(names(&picture(&mut events, |_| true).await), ["checkout"]);

    assert_eq!(ada.delete(&path).await.status(), 204);
    let over = tokio::time::timeout(std::time::Duration::from_secs(5), events.next_named("signed_out"));
    over.await.expect("it ends within five seconds");
    assert!(events.ends_in_order().await);
    assert_eq!(display.get(SELF).await.code(), ErrorCode::NotSignedIn);
    assert_eq!(display.get("/api/v1/clusters/default/snapshot").await.code(), ErrorCode::NotSignedIn);
    assert_eq!(ada.delete(&path).await.code(), ErrorCode::NotFound);
    // Nobody else heard any of it.
    let heard = loop {
        let event = others.next().await.unwrap();
        if event.name == "pulse" {
            break "nothing";
        }
        assert!(matches!(event.name.as_str(), "screen" | "wall" | ""), "{event:?}");
    };
    assert_eq!(heard, "nothing");
    let record = ada.get("/api/v1/audit").await.text();
    for line in
        ["Pair screen Kitchen (web-*)", "Have screen Kitchen show its name", "Revoke screen Kitchen 2"]
    {
        assert!(record.contains(line), "{line}: {record}");
    }
}

/// As the command line does it: nobody here says so to the stream.
#[tokio::test]
async fn a_screen_that_another_process_revoked_ends() {
    let (app, ada) = start().await;
    let (display, _) = app.screen(&ada, "Kitchen", &["*"]).await;
    let mut events = display.open(STREAM).await;
    picture(&mut events, |_| true).await;
    app.execute("DELETE FROM screens").await;
    events.next_named("signed_out").await;
    assert!(events.ends_in_order().await);
}

#[tokio::test]
async fn who_is_signed_in_and_a_screen_at_once_is_each_at_its_own_paths() {
    let (app, ada) = start().await;
    let (display, _) = app.screen(&ada, "Kitchen", &["web-*"]).await;
    let both = app.nobody().with_cookie(&format!("{}; {}", display.cookie(), ada.cookie()));
    assert_eq!(both.get("/api/v1/users").await.status(), 200, "whoever is signed in there");
    assert_eq!(both.get(SELF).await.json::<ScreenSelf>().name, "Kitchen", "the screen here");
    assert_eq!(ada.get(SELF).await.code(), ErrorCode::NotSignedIn, "a session is no screen");
    assert_eq!(display.get("/api/v1/session").await.code(), ErrorCode::OnlyAScreen);
    // Its secret is none of a session, and the other way round.
    let (_, screen_secret) =
        display.cookie().split_once('=').map(|(name, secret)| (name.to_owned(), secret.to_owned())).unwrap();
    let disguised = app.nobody().with_cookie(&format!("quarterdeck={screen_secret}"));
    assert_eq!(disguised.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
    let token = app.nobody().with_token(&screen_secret);
    assert_eq!(token.get("/api/v1/session").await.code(), ErrorCode::NotSignedIn);
}

#[tokio::test]
async fn nobody_puts_on_a_wall_what_they_do_not_see_and_codes_end() {
    let setup = Setup::new().over(running(quick(), ANYWHERE, &UNITS));
    let app = setup.start().await;
    let ada = app.admin("ada").await;
    ada.put("/api/v1/roles/furnisher", &json!({"verbs": ["settings"]})).await;
    let fay = app.person("fay", &[("furnisher", "*")]).await;
    let pairing: Pairing = app.nobody().post(PAIRINGS, &()).await.json();
    let typed = format!("{PAIRINGS}/{}", pairing.code);
    assert_eq!(fay.post(&typed, &body("Kitchen", &["*"])).await.code(), ErrorCode::Forbidden);
    let wrong = ada
        .post(&typed, &json!({"name": "", "view": {"clusters": [], "apps": ["*"], "distance_m": 99}}))
        .await;
    let fields: Vec<String> = wrong.error().fields.into_iter().map(|wrong| wrong.field).collect();
    assert_eq!(fields, ["name", "view.clusters", "view.distance_m"]);
    let unknown = ada.post(&typed, &json!({"name": "x", "view": {"clusters": ["*"], "apps": ["*"], "distance_m": 3}, "verbs": ["deploy"]})).await;
    assert_eq!(unknown.code(), ErrorCode::BadRequest, "there is nothing to widen it by");
    // Nor by giving another view to what hangs there, or by a link: who sees a part shows a part.
    app.give("fay", "viewer", "web-*", shared::policy::Limits::NONE).await;
    let (display, row) = app.screen(&ada, "Hall", &["web-*"]).await;
    let path = format!("/api/v1/screens/{}", row.id);
    let link = json!({"name": "Grace", "days": 1, "view": body("", &["checkout"])["view"]});
    for refused in [
        fay.patch(&path, &body("Hall", &["*"])).await,
        fay.patch(&path, &body("Hall", &["web-*", "checkout"])).await,
        fay.post("/api/v1/screens/links", &link).await,
    ] {
        assert_eq!(refused.code(), ErrorCode::Forbidden, "{}", refused.text());
    }
    assert_eq!(display.get(SELF).await.json::<ScreenSelf>().view.words(), "web-*");
    assert_eq!(fay.patch(&path, &body("Hall", &["web-a"])).await.status(), 200);
    app.clock.advance(10 * 60_000);
    // So long after they signed in they have to confirm first; a script has nothing to confirm.
    let script = app.token().await;
    let late = script.post(&typed, &body("Kitchen", &["*"])).await.error();
    let never = script.post(&format!("{PAIRINGS}/ABCD-EFGH"), &body("Kitchen", &["*"])).await.error();
    assert_eq!((late.code, late.message), (never.code, never.message), "in the same words");
    // Trying codes ends soon.
    let mut last = 404;
    for _ in 0..12 {
        last = script.get(&format!("{PAIRINGS}/ABCD-EFGJ")).await.status();
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn limits_are_a_screens_own_and_nobody_sees_it_for_ninety_days_ends_it() {
    let (app, ada) = start().await;
    let (display, _) = app.screen(&ada, "Kitchen", &["web-*"]).await;
    let (other, _) = app.screen(&ada, "Hall", &["web-*"]).await;
    let mut statuses = Vec::new();
    for _ in 0..60 {
        statuses.push(display.get(SELF).await.status());
    }
    assert!(statuses.contains(&200) && statuses.contains(&429), "{statuses:?}");
    assert_eq!(other.get(SELF).await.status(), 200);
    assert_eq!(ada.get("/api/v1/session").await.status(), 200);
    // One page and its successor may listen, and no crowd.
    let _open = [other.open(STREAM).await, other.open(STREAM).await, other.open(STREAM).await];
    assert_eq!(other.get(STREAM).await.status(), 429);
    app.clock.advance(91 * DAY_MS);
    assert_eq!(display.get(SELF).await.code(), ErrorCode::NotSignedIn);
}

#[tokio::test]
async fn a_network_gets_so_many_codes_and_no_more() {
    let app = TestApp::start().await;
    let mut statuses = Vec::new();
    for _ in 0..40 {
        statuses.push(app.nobody().post(PAIRINGS, &()).await.status());
    }
    assert_eq!((statuses[0], statuses[39]), (201, 429));
}

/// Where there are as many codes as there may be, the network that shows most of them makes room.
#[tokio::test]
async fn few_networks_keep_no_other_display_out() {
    let app = Setup::new().behind_a_proxy().clock_by_hand().start().await;
    let ask = async |address: &str| app.coming_from(address).post(PAIRINGS, &()).await;
    let early = ask("198.51.100.7").await;
    assert_eq!(early.status(), 201);
    for site in 0..10 {
        for _ in 0..20 {
            assert_eq!(ask(&format!("2001:db8:{site}:1::7")).await.status(), 201);
        }
    }
    let late = ask("192.0.2.1").await;
    assert_eq!(late.status(), 201, "{}", late.text());
    for answer in [early, late] {
        let display = app.nobody().with_cookie(&answer.cookie());
        let now: PairingNow = display.get(&format!("{PAIRINGS}/mine")).await.json();
        assert_eq!(now.state, PairingState::Waiting);
    }
    assert_eq!(app.rows("SELECT code FROM pairings").await.len(), 200);
}
