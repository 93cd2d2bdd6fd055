//! Writes: what is sent, how often, and how many at a time.

use std::sync::Arc;

use fleet::{DesiredState, MetadataChange, UnitName, UnitOption};
use fleet_client::{DestroyOutcome, FleetError, PutOutcome, UnreachableCause};
use futures_util::future::join_all;
use tokio::sync::{Semaphore, watch};

use crate::server::{Reply, Server};

fn name(text: &str) -> UnitName {
    text.parse().unwrap()
}

fn options() -> Vec<UnitOption> {
    let option = |name: &str, value: &str| UnitOption {
        section: "Service".to_owned(),
        name: name.to_owned(),
        value: value.to_owned(),
    };
    vec![option("ExecStart", "/bin/sh -c \"a && b > ä\""), option("ExecStop", "/bin/true")]
}

#[tokio::test]
async fn options_go_together_with_the_desired_state() {
    let server = Server::always(Reply::bare(201)).await;
    let unit = name("example:1.0.0@1.service");
    let outcome = server.client().create(&unit, &options(), DesiredState::Launched).await.unwrap();
    assert_eq!(outcome, PutOutcome::Created);

    let request = &server.requests()[0];
    assert_eq!(request.line(), "PUT /fleet/v1/units/example%3A1.0.0%401.service");
    assert_eq!(request.header("content-type"), Some("application/json"));
    let body: serde_json::Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(
        body,
        serde_json::json!({
            "desiredState": "launched",
            "options": [
                {"section": "Service", "name": "ExecStart", "value": "/bin/sh -c \"a && b > ä\""},
                {"section": "Service", "name": "ExecStop", "value": "/bin/true"},
            ],
        })
    );
}

#[tokio::test]
async fn the_same_options_again_are_an_update() {
    let server = Server::always(Reply::bare(204)).await;
    let outcome = server.client().create(&name("a.service"), &options(), DesiredState::Loaded).await.unwrap();
    assert_eq!(outcome, PutOutcome::Updated);
}

#[tokio::test]
async fn a_desired_state_goes_without_options() {
    let server = Server::always(Reply::bare(204)).await;
    server.client().set_desired(&name("a.service"), DesiredState::Inactive).await.unwrap();
    assert_eq!(server.requests()[0].body, r#"{"desiredState":"inactive"}"#);
}

#[tokio::test]
async fn destroying_says_whether_there_was_something() {
    let server = Server::start(|number, _| match number {
        0 => Reply::bare(204),
        1 => Reply::error(404, "unit does not exist"),
        _ => Reply::error(404, ""),
    })
    .await;
    let (client, unit) = (server.client(), name("a@1.service"));
    assert_eq!(client.destroy(&unit).await.unwrap(), DestroyOutcome::Destroyed);
    assert_eq!(client.destroy(&unit).await.unwrap(), DestroyOutcome::WasAbsent);
    let unknown_path = client.destroy(&unit).await.unwrap_err();
    assert_eq!(unknown_path, FleetError::Refused { status: 404, message: String::new() });
    assert_eq!(server.lines(), ["DELETE /fleet/v1/units/a%401.service"; 3]);
    assert_eq!(server.requests()[0].body, "");
}

#[tokio::test]
async fn refusals_carry_fleets_words() {
    let words = "unit does not exist and options field empty";
    let server = Server::always(Reply::error(409, words)).await;
    let error = server.client().set_desired(&name("a.service"), DesiredState::Launched).await.unwrap_err();
    assert_eq!(error, FleetError::Refused { status: 409, message: words.to_owned() });
    assert!(!error.may_have_happened());
}

#[tokio::test]
async fn success_of_another_kind_is_not_taken_for_done() {
    let server = Server::always(Reply::html(200, "<h1>Welcome</h1>")).await;
    let (client, unit) = (server.client(), name("a.service"));
    let errors = [
        client.create(&unit, &options(), DesiredState::Launched).await.unwrap_err(),
        client.set_desired(&unit, DesiredState::Launched).await.unwrap_err(),
        client.destroy(&unit).await.unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(&error, FleetError::Nonsense { what } if what.contains("“Welcome”")), "{error}");
    }
}

#[tokio::test]
async fn a_write_is_never_repeated() {
    for reply in [Reply::Cut, Reply::error(503, "no etcd"), Reply::error(500, ""), Reply::html(504, "late")] {
        let server = Server::always(reply.clone()).await;
        let (client, unit) = (server.client(), name("a.service"));
        let errors = [
            client.create(&unit, &options(), DesiredState::Launched).await.unwrap_err(),
            client.set_desired(&unit, DesiredState::Launched).await.unwrap_err(),
            client.destroy(&unit).await.unwrap_err(),
        ];
        assert_eq!(server.requests().len(), 3, "{reply:?}");
        assert_eq!(client.requests_sent(), 3);
        for error in errors {
            assert!(error.is_transient() && error.may_have_happened(), "{error}");
        }
    }
}

#[tokio::test]
async fn a_write_that_is_cut_on_a_used_connection_is_not_repeated_either() {
    let server = Server::start(|number, _| if number == 0 { Reply::json("{}") } else { Reply::Cut }).await;
    let client = server.client();
    client.units().await.unwrap();
    let error = client.destroy(&name("a.service")).await.unwrap_err();
    assert!(matches!(error, FleetError::Unreachable { cause: UnreachableCause::Cut, .. }), "{error}");
    assert_eq!(server.lines(), ["GET /fleet/v1/units", "DELETE /fleet/v1/units/a.service"]);
}

#[tokio::test]
async fn four_writes_are_under_way_at_a_time() {
    let (arrived, mut arrivals) = watch::channel(0_usize);
    let leave = Arc::new(Semaphore::new(0));
    let server = Server::start_async({
        let (arrived, leave) = (Arc::new(arrived), leave.clone());
        move |_, request| {
            let (arrived, leave) = (arrived.clone(), leave.clone());
            async move {
                if request.method == "GET" {
                    return Reply::json("{}");
                }
                arrived.send_modify(|count| *count += 1);
                leave.acquire().await.unwrap().forget();
                Reply::bare(204)
            }
        }
    })
    .await;
    let client = server.client();
    let writes = tokio::spawn({
        let client = client.clone();
        async move {
            let names: Vec<_> = (0..12).map(|number| name(&format!("u{number}.service"))).collect();
            join_all(names.iter().map(|name| client.set_desired(name, DesiredState::Loaded))).await
        }
    });

    // As each one leaves, exactly one follows; a read that goes all the way in between gives a fifth every
    // chance to show itself, and shows that reads do not queue behind writes.
    for done in 0..=8 {
        arrivals.wait_for(|count| *count >= done + 4).await.unwrap();
        client.machines().await.unwrap();
        assert_eq!(*arrivals.borrow(), done + 4);
        assert_eq!(client.requests_sent(), (done + 4 + done + 1) as u64);
        leave.add_permits(1);
    }
    leave.add_permits(3);
    assert!(writes.await.unwrap().into_iter().all(|result| result.is_ok()));
    assert_eq!(*arrivals.borrow(), 12);
}

#[tokio::test]
async fn metadata_is_written_as_fleet_really_reads_it() {
    let server = Server::start(|number, _| match number {
        0 => Reply::bare(204),
        1 => Reply::error(400, "machine metadata path invalid"),
        _ => Reply::error(500, "etcd"),
    })
    .await;
    let client = server.client();
    let changes = [
        MetadataChange::read("add", "/m1/metadata/region", Some("eu")).unwrap(),
        MetadataChange::read("remove", "/m2/metadata/disk", None).unwrap(),
    ];
    client.patch_machines(&changes).await.unwrap();
    let request = &server.requests()[0];
    assert_eq!(request.line(), "PATCH /fleet/v1/machines");
    assert_eq!(
        request.body,
        r#"[{"op":"add","path":"/m1/metadata/region","value":{"value":"eu"}},{"op":"remove","path":"/m2/metadata/disk"}]"#
    );
    let refused = client.patch_machines(&changes).await.unwrap_err();
    assert!(matches!(refused, FleetError::Refused { status: 400, .. }), "{refused}");
    let failed = client.patch_machines(&changes).await.unwrap_err();
    assert!(failed.may_have_happened(), "{failed}");
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn what_does_not_get_its_turn_is_not_sent() {
    let (arrived, mut arrivals) = watch::channel(0_usize);
    let leave = Arc::new(Semaphore::new(0));
    let server = Server::start_async({
        let (arrived, leave) = (Arc::new(arrived), leave.clone());
        move |_, _| {
            let (arrived, leave) = (arrived.clone(), leave.clone());
            async move {
                arrived.send_modify(|count| *count += 1);
                leave.acquire().await.unwrap().forget();
                Reply::bare(204)
            }
        }
    })
    .await;
    let client = server.client();
    let before = tokio::spawn({
        let client = client.clone();
        async move {
            let names: Vec<_> = (0..4).map(|number| name(&format!("u{number}.service"))).collect();
            join_all(names.iter().map(|name| client.set_desired(name, DesiredState::Loaded))).await
        }
    });
    arrivals.wait_for(|count| *count == 4).await.unwrap();
    let hurried = client.with_turn_limit(std::time::Duration::from_millis(20));
    let error = hurried.destroy(&name("a.service")).await.unwrap_err();
    assert!(!error.may_have_happened() && error.is_transient(), "{error}");
    assert!(error.to_string().contains("was not sent, within 20 ms"), "{error}");
    leave.add_permits(4);
    assert!(before.await.unwrap().into_iter().all(|result| result.is_ok()));
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn eight_questions_about_units_are_under_way_at_a_time() {
    let (arrived, mut arrivals) = watch::channel(0_usize);
    let leave = Arc::new(Semaphore::new(0));
    let server = Server::start_async({
        let (arrived, leave) = (Arc::new(arrived), leave.clone());
        move |_, request| {
            let (arrived, leave) = (arrived.clone(), leave.clone());
            async move {
                if !request.target.contains("/units/") {
                    return Reply::json("{}");
                }
                arrived.send_modify(|count| *count += 1);
                leave.acquire().await.unwrap().forget();
                Reply::error(404, "unit does not exist")
            }
        }
    })
    .await;
    let client = server.client();
    let asking = tokio::spawn({
        let client = client.clone();
        async move {
            let names: Vec<_> = (0..12).map(|number| name(&format!("u{number}.service"))).collect();
            join_all(names.iter().map(|name| client.unit(name))).await
        }
    });
    arrivals.wait_for(|count| *count >= 8).await.unwrap();
    // Lists do not queue behind them, and give a ninth every chance to show itself.
    client.units().await.unwrap();
    assert_eq!(*arrivals.borrow(), 8);
    leave.add_permits(12);
    assert!(asking.await.unwrap().into_iter().all(|answer| answer == Ok(None)));
}
