//! What the API tells of the past, and to whom.

use shared::history::{AppsHistory, HistoryView, Span};

use super::{HOUR_MS, MINUTE_MS, Past};
use crate::harness::{ANYWHERE, CLUSTER, Client, Deck, Setup, TestApp, launch, quick, running, scale};

/// The clock of a server whose clock is moved by hand.
const NOW_MS: u64 = 1_790_000_000_000;

/// A server with thirty hours of history, in which for an hour nothing was known, and for ten minutes not all of `web`
/// ran.
async fn with_a_past() -> TestApp {
    let fleet = running(quick(), ANYWHERE, &["web:1@1.service", "web:1@2.service", "checkout:1@1.service"]);
    let app = Setup::new().clock_by_hand().over(fleet).start().await;
    let mut deck = Deck::start(3, 0).await;
    let other = running(
        fleet_sim::SimConfig::empty().manual(),
        ANYWHERE,
        &["web:1@1.service", "web:1@2.service", "checkout:1@1.service"],
    );
    deck.put_behind(other).await;
    let mut past = Past::begin(deck, NOW_MS - 30 * HOUR_MS).await;
    let store = &app.server.store;
    past.minutes(store, 20 * 60).await;
    past.restart_after(HOUR_MS);
    past.minutes(store, 5 * 60).await;
    past.deck.fleet.fail_start("web:1@2.service");
    for state in [fleet::DesiredState::Inactive, fleet::DesiredState::Launched] {
        past.deck.fleet.put_unit("web:1@2.service", fleet_sim::UnitPut::state(state)).unwrap();
        past.minutes(store, 5).await;
    }
    past.deck.fleet.clear_scripts();
    past.minutes(store, 3 * 60 + 50).await;
    app
}

async fn history(who: &Client, query: &str) -> HistoryView {
    let answer = who.get(&format!("{CLUSTER}/history?{query}")).await;
    assert_eq!(answer.status(), 200, "{query}: {}", answer.text());
    answer.json()
}

#[tokio::test]
async fn each_is_told_what_was_as_far_as_they_see() {
    let app = with_a_past().await;
    let ada = app.admin("ada").await;
    let bob = app.person("bob", &[("operator", "web*")]).await;

    let web = history(&ada, "of=app:web&span=day").await;
    assert_eq!((web.span, web.steps, web.step_ms), (Span::Day, 1_440, 60_000));
    let times = web.availability;
    assert!(times.unknown_ms.abs_diff(HOUR_MS) <= 4 * MINUTE_MS, "the gap is told: {times:?}");
    assert!(times.partly_ms >= 3 * MINUTE_MS && times.none_ms == 0, "{times:?}");
    assert_eq!(times.served().as_deref(), Some("100"), "one of two went on serving");
    assert_ne!(times.complete().as_deref(), Some("100"));
    assert!(web.strip.contains('u') && web.strip.contains('p') && web.strip.contains('f'), "{}", web.strip);

    // What did not run is told as one stretch, and what was not known is none.
    let [lapse] = web.lapses.as_slice() else { panic!("{:?}", web.lapses) };
    assert_eq!((lapse.partly_ms, lapse.none_ms), (times.partly_ms, 0));
    assert_eq!((lapse.healthy_min, lapse.wanted), (1, 2));
    assert!((web.from_ms..web.now_ms).contains(&lapse.from_ms) && lapse.to_ms <= web.now_ms, "{lapse:?}");

    // The week and the month are the same past, by the hour; what is not over yet is in it.
    let month = history(&ada, "of=app:web&span=month").await;
    assert!(month.availability.wanted_ms() > 28 * HOUR_MS, "{:?}", month.availability);
    assert_eq!(month.runs.last().map(|run| run.at + run.count), Some(744));
    let week = history(&ada, "of=app:web&span=week").await;
    assert_eq!((week.steps, week.availability.wanted_ms()), (168, month.availability.wanted_ms()));
    assert_eq!(week.lapses.iter().map(|lapse| lapse.partly_ms).collect::<Vec<_>>(), [lapse.partly_ms]);
    let year = history(&ada, "of=app:web&span=year").await;
    assert_eq!(year.availability.wanted_ms(), month.availability.wanted_ms());

    // An app that is not seen is not there, nor in what is told of all.
    let hidden = bob.get(&format!("{CLUSTER}/history?of=app:checkout")).await;
    assert_eq!(hidden.status(), 404);
    let most = |view: &HistoryView| view.runs.iter().map(|run| run.point.wanted).max();
    assert_eq!(most(&history(&ada, "of=cluster").await), Some(3));
    assert_eq!(most(&history(&bob, "of=cluster").await), Some(2));
    let apps: AppsHistory = bob.get(&format!("{CLUSTER}/history/apps")).await.json();
    assert_eq!(apps.apps.iter().map(|strip| strip.app.as_str()).collect::<Vec<_>>(), ["web"]);
    assert_eq!((apps.apps[0].cells.as_str(), apps.apps[0].availability), (web.strip.as_str(), times));
    assert_eq!(apps.apps[0].lapses, web.lapses);

    // How many machines there are is told to everybody, what is on them only to those who see all of it.
    assert_eq!(most(&history(&bob, "of=machines").await), Some(3));
    let machine = &app.fleet.machines()[0].id;
    let of_machine = format!("{CLUSTER}/history?of=machine:{machine}");
    assert_eq!(ada.get(&of_machine).await.status(), 200);
    assert_eq!(bob.get(&of_machine).await.status(), 403);

    for query in ["of=unit:a", "of=app:", "span=decade", "from=1"] {
        assert_eq!(ada.get(&format!("{CLUSTER}/history?{query}")).await.status(), 400, "{query}");
    }
}

#[tokio::test]
async fn a_running_server_writes_its_past_and_a_deployment_stands_on_it() {
    let app = Setup::new().fleet(quick()).start().await;
    let ada = app.admin("ada").await;
    ada.write_app("example", ANYWHERE).await;
    app.carry_out(&ada, &launch("example", "1.0.0", 2)).await;
    let done = app.carry_out(&ada, &scale("example", "1.0.0", 3)).await;
    crate::harness::eventually("something was written", async || {
        app.clock.advance(10_000);
        app.server.clusters.default_cluster().wake();
        let view = history(&ada, "of=app:example").await;
        (view.availability.full_ms > 0).then_some(())
    })
    .await;
    let view = history(&ada, "of=app:example").await;
    assert_eq!(view.marks.iter().map(|mark| &mark.action).collect::<Vec<_>>(), [&done.view.id]);
    assert!(view.marks[0].ended_ms.is_some());
    assert_eq!(view.marks[0].app.as_ref().map(|app| app.as_str()), Some("example"));
    // Who asks for the strips of all apps is told the same deployments, as far as they see the apps.
    let of_apps =
        async |who: &Client| -> AppsHistory { who.get(&format!("{CLUSTER}/history/apps")).await.json() };
    assert_eq!(of_apps(&ada).await.marks, view.marks);
    let bob = app.person("bob", &[("operator", "web*")]).await;
    assert_eq!(of_apps(&bob).await.marks, []);
}
