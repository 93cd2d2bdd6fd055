//! `/api/v1/clusters/{cluster}/deployments`: the history, narrowed and paged.

use shared::ErrorCode;
use shared::action::{ActionState, ActionView};

use crate::harness::{ANYWHERE, CLUSTER, Client, Setup, TestApp, launch, quick, scale};

async fn list(who: &Client, query: &str) -> Vec<ActionView> {
    who.get(&format!("{CLUSTER}/deployments{query}")).await.json()
}

async fn ids(who: &Client, query: &str) -> Vec<String> {
    list(who, query).await.iter().map(|view| view.id.to_string()).collect()
}

#[tokio::test]
async fn the_history_holds_deployments_newest_first_and_nothing_else() {
    let app = Setup::new().fleet(quick()).start().await;
    let (ada, bob) = (app.admin("ada").await, app.admin("bob").await);
    ada.write_app("example", ANYWHERE).await;
    ada.write_app("other", ANYWHERE).await;
    app.carry_out(&ada, &launch("example", "1.0.0", 1)).await;
    app.carry_out(&ada, &launch("other", "1.0.0", 1)).await;
    let mut made = Vec::new();
    for (who, request) in [
        (&ada, scale("example", "1.0.0", 2)),
        (&bob, scale("other", "1.0.0", 2)),
        (&ada, scale("example", "1.0.0", 3)),
    ] {
        let ended = app.carry_out(who, &request).await;
        assert_eq!(ended.view.state, ActionState::Done, "{ended:?}");
        made.insert(0, ended.view.id.to_string());
    }
    let [third, second, first] = [0, 1, 2].map(|index: usize| made[index].clone());

    assert_eq!(ids(&ada, "").await, made, "what was launched is no deployment");
    assert_eq!(ids(&ada, "?app=example").await, [third.as_str(), &first]);
    assert_eq!(ids(&ada, "?actor=bob").await, [second.as_str()]);
    assert_eq!(ids(&ada, "?state=done").await, made);
    for state in ["open", "at_work", "paused", "failed", "rolled_back", "keeping"] {
        assert_eq!(ids(&ada, &format!("?state={state}")).await, Vec::<String>::new(), "{state}");
    }
    assert_eq!(ids(&ada, "?app=nobody").await, Vec::<String>::new());
    assert_eq!(ids(&ada, "?version=1.0.0").await, made);
    assert_eq!(ids(&ada, "?version=1.0").await, Vec::<String>::new(), "another version, however alike");
    assert_eq!(ids(&ada, "?note=OPS-").await, Vec::<String>::new());
    app.execute(&format!("UPDATE actions SET note = 'see ops-1_7' WHERE id = '{second}'")).await;
    assert_eq!(ids(&ada, "?note=OPS-1_").await, [second.as_str()]);
    assert_eq!(ids(&ada, "?note=OPS_1").await, Vec::<String>::new(), "a text, and no pattern");
    let since_ms = list(&ada, "?app=other").await[0].started_ms;
    assert_eq!(ids(&ada, &format!("?since_ms={since_ms}")).await, [third.as_str(), &second]);

    let page = list(&ada, "?limit=1").await;
    assert_eq!(page[0].id.to_string(), third);
    let next = format!("?limit=1&before_ms={}&before_id={}", page[0].started_ms, page[0].id);
    assert_eq!(ids(&ada, &next).await, [second.as_str()]);
    assert_eq!(ids(&ada, &format!("?before_ms={}", page[0].started_ms)).await, [second, first]);
}

#[tokio::test]
async fn what_is_asked_for_wrongly_is_said() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    for query in [
        "limit=0",
        "limit=201",
        "limit=x",
        "before_ms=-1",
        "before_id=0a",
        "before_ms=1&before_id=%27",
        "state=guess",
        "app=a%2Fb",
        "actor=a%20b",
        "colour=red",
    ] {
        let answer = ada.get(&format!("{CLUSTER}/deployments?{query}")).await;
        assert_eq!(answer.code(), ErrorCode::BadRequest, "{query}: {}", answer.text());
    }
    let elsewhere = ada.get("/api/v1/clusters/elsewhere/deployments").await;
    assert_eq!(elsewhere.code(), ErrorCode::NotFound);
    assert_eq!(app.nobody().get(&format!("{CLUSTER}/deployments")).await.code(), ErrorCode::NotSignedIn);
}
