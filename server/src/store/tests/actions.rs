//! Actions in the database: stored once, run by one, and one deployment an app.

use fleet::{DesiredState, UnitName};
use shared::action::{ActionState, Progress};
use shared::course::{At, Detour, Leg, StepAt};
use shared::plan::{Confirm, Plan, PlanRequest, RemovedUnit, Step};
use shared::{ActionId, ClusterName, PlanHash};

use super::super::*;
use super::{Own, option, own, user};

fn plan(request: &PlanRequest) -> Plan {
    Plan {
        hash: PlanHash::parse(&"0".repeat(64)).unwrap(),
        request: request.clone(),
        summary: "Remove a.service".into(),
        stages: Vec::new(),
        deployment: None,
        steps: vec![Step::Destroy { unit: unit() }],
        warnings: Vec::new(),
        confirm: Confirm::None,
        undo_s: 10,
        waits: Vec::new(),
        spec: shared::spec::Spec::Whole,
        extent: shared::policy::Extent::default(),
        beside: std::collections::BTreeMap::default(),
    }
}

fn unit() -> UnitName {
    UnitName::parse("a.service").unwrap()
}

fn cluster() -> ClusterName {
    ClusterName::parse("demo").unwrap()
}

fn id(text: &str) -> ActionId {
    ActionId::parse(text).unwrap()
}

fn at(progress: Progress) -> At {
    At::known(vec![StepAt { progress, ..StepAt::default() }], None)
}

const MINE: Lease<'_> = Lease { holder: "mine", until_ms: 1_000 };
const THEIRS: Lease<'_> = Lease { holder: "theirs", until_ms: 9_000 };

async fn insert(store: &Store, text: &str, actor: &str, key: &str, request: &PlanRequest) -> Stored {
    let new = NewAction {
        id: &id(text),
        by: &Behalf { name: user(actor), via: "session".into(), credential: None, vouched: None },
        idempotency_key: key,
        cluster: &cluster(),
        audit_id: 1,
        plan: &plan(request),
        state: &ActionState::Waiting { until_ms: 20 },
        at: &at(Progress::Waiting),
        note: "OPS-7",
        deploying: None,
        asked: None,
        lease: MINE,
        removed: &[RemovedUnit {
            name: unit(),
            options: vec![option("/bin/true")],
            desired: DesiredState::Launched,
        }],
        started_ms: 10,
    };
    store.insert_action(new).await.unwrap()
}

fn behalf() -> Behalf {
    Behalf { name: user("grace"), via: "token".into(), credential: Some("t1".into()), vouched: None }
}

fn update<'a>(lease: Lease<'a>, state: &'a ActionState, at: &'a At, behalf: &'a Behalf) -> ActionUpdate<'a> {
    ActionUpdate {
        lease,
        state,
        at,
        steps_total: 1,
        detours: None,
        deploying: None,
        behalf,
        holds_app: None,
        restorable: true,
        changed_ms: 29,
        ended_ms: (!state.is_open()).then_some(30),
    }
}

#[tokio::test]
async fn an_action_is_stored_once_whoever_clicks_twice() {
    let Own { store, folder: _folder } = own().await;
    let request = PlanRequest::RemoveUnit { unit: unit() };
    assert_eq!(insert(&store, "a1", "ada", "key", &request).await, Stored::New);
    assert_eq!(
        insert(&store, "a2", "grace", "key", &request).await,
        Stored::New,
        "keys are each person's own"
    );
    let Stored::Before(head) = insert(&store, "a3", "ada", "key", &request).await else {
        panic!("stored twice")
    };
    let waiting = ActionState::Waiting { until_ms: 20 };
    assert_eq!((head.id.as_str(), &head.state, &head.request), ("a1", &waiting, &request));
    assert_eq!((head.note.as_str(), head.steps_done, head.steps_total), ("OPS-7", 0, 1));
    assert_eq!(store.action_by_key(&user("ada"), "key").await.unwrap(), Some(head.clone()));

    let (done, behalf) = (at(Progress::Done), behalf());
    let detours = [Detour { leg: Leg::Back, stages: Vec::new(), steps: Vec::new(), left_behind: "x".into() }];
    let ended = ActionUpdate { detours: Some(&detours), ..update(MINE, &ActionState::Done, &done, &behalf) };
    assert_eq!(store.update_action(&head.id, ended.clone()).await.unwrap(), Updated::Written);
    assert_eq!(store.update_action(&id("a9"), ended).await.unwrap(), Updated::LeaseLost);
    let read = store.action(&head.id).await.unwrap().unwrap();
    assert_eq!((&read.plan, &read.behalf, read.removed.len()), (&plan(&request), &behalf, 1));
    assert_eq!((read.at, read.detours.as_slice()), (done, &detours[..]));
    assert_eq!((read.head.ended_ms, &read.head.state), (Some(30), &ActionState::Done));
    assert_eq!((read.head.steps_done, read.head.restorable), (1, true));

    let ids = |actions: Vec<ActionHead>| -> Vec<String> {
        actions.into_iter().map(|action| action.id.as_str().to_owned()).collect()
    };
    let open = store.open_actions().await.unwrap().into_iter().map(|left| left.unwrap().head).collect();
    assert_eq!(ids(open), ["a2"]);
    assert_eq!(ids(store.recent_actions(&cluster(), 10).await.unwrap()), ["a2", "a1"]);
    assert_eq!(ids(store.recent_actions(&cluster(), 1).await.unwrap()), ["a2"]);
}

#[tokio::test]
async fn of_two_processes_one_runs_an_action() {
    let Own { store, folder: _folder } = own().await;
    let request = PlanRequest::RemoveUnit { unit: unit() };
    insert(&store, "a1", "ada", "key", &request).await;
    let (action, now, behalf) = (id("a1"), at(Progress::Running), behalf());
    assert!(!store.take_lease(&action, THEIRS, 999).await.unwrap(), "it is mine until 1000");
    assert!(store.renew_lease(&action, Lease { until_ms: 2_000, ..MINE }).await.unwrap());
    assert!(!store.take_lease(&action, THEIRS, 1_500).await.unwrap(), "and longer");
    assert!(store.take_lease(&action, THEIRS, 2_000).await.unwrap(), "I have not said so again");
    assert!(!store.renew_lease(&action, MINE).await.unwrap());
    let mine = update(MINE, &ActionState::Running, &now, &behalf);
    assert_eq!(
        store.update_action(&action, mine).await.unwrap(),
        Updated::LeaseLost,
        "nothing is sent by me"
    );
    let theirs = update(THEIRS, &ActionState::Running, &now, &behalf);
    assert_eq!(store.update_action(&action, theirs).await.unwrap(), Updated::Written);
    assert!(store.take_lease(&action, MINE, u64::MAX).await.unwrap(), "a new start takes all");
    let ended = update(MINE, &ActionState::Done, &now, &behalf);
    store.update_action(&action, ended).await.unwrap();
    assert!(!store.take_lease(&action, THEIRS, 99_999).await.unwrap(), "it has ended");
}

#[tokio::test]
async fn an_app_has_one_deployment_at_work() {
    let Own { store, folder: _folder } = own().await;
    let app: fleet::AppName = "a".parse().unwrap();
    let deploy = PlanRequest::Scale { app: app.clone(), version: None, count: 3 };
    assert_eq!(insert(&store, "a1", "ada", "k1", &deploy).await, Stored::New);
    let Stored::AppHeld(holder) = insert(&store, "a2", "grace", "k2", &deploy).await else {
        panic!("two at once")
    };
    assert_eq!((holder.id.as_str(), holder.actor.as_str()), ("a1", "ada"));
    let Stored::Before(same) = insert(&store, "a3", "ada", "k1", &deploy).await else { panic!("twice") };
    assert_eq!(same.id, holder.id, "the same click is the same action, also while it is at work");
    let other = PlanRequest::Scale { app: "b".parse().unwrap(), version: None, count: 3 };
    assert_eq!(insert(&store, "a4", "grace", "k4", &other).await, Stored::New);
    assert_eq!(store.deployment_at_work(&cluster(), &app).await.unwrap().unwrap().id, holder.id);

    // What only keeps old instances lets another one begin, and does not come back to work beside it.
    let (now, behalf) = (at(Progress::Done), behalf());
    let keeping = ActionState::Keeping { until_ms: 99 };
    store.update_action(&holder.id, update(MINE, &keeping, &now, &behalf)).await.unwrap();
    assert_eq!(store.deployment_at_work(&cluster(), &app).await.unwrap(), None);
    assert_eq!(insert(&store, "a5", "grace", "k5", &deploy).await, Stored::New);
    let held = held_app(&cluster(), &app);
    let again = ActionUpdate { holds_app: Some(&held), ..update(MINE, &ActionState::Running, &now, &behalf) };
    assert_eq!(store.update_action(&holder.id, again).await.unwrap(), Updated::AppHeld);
}

/// A deployment of an app, or a removal, that was started then.
async fn insert_at(store: &Store, text: &str, request: &PlanRequest, state: &ActionState, started_ms: u64) {
    let new = NewAction {
        id: &id(text),
        by: &Behalf { name: user("ada"), via: "session".into(), credential: None, vouched: None },
        idempotency_key: text,
        cluster: &cluster(),
        audit_id: 1,
        plan: &plan(request),
        state,
        at: &at(Progress::Waiting),
        note: "",
        deploying: None,
        asked: None,
        lease: MINE,
        removed: &[],
        started_ms,
    };
    assert_eq!(store.insert_action(new).await.unwrap(), Stored::New);
    let behalf = behalf();
    let at = at(Progress::Done);
    // An end lets go of the app.
    store.update_action(&id(text), update(MINE, state, &at, &behalf)).await.unwrap();
}

fn restart(app: &str) -> PlanRequest {
    PlanRequest::RestartApp { app: fleet::AppName::parse(app).unwrap(), version: None }
}

async fn ids(store: &Store) -> Vec<String> {
    let heads = store.recent_actions(&cluster(), 100).await.unwrap();
    heads.iter().map(|head| head.id.as_str().to_owned()).collect()
}

#[tokio::test]
async fn old_actions_go_but_for_those_that_somebody_may_need() {
    let Own { store, folder: _folder } = own().await;
    let removal = PlanRequest::RemoveUnit { unit: unit() };
    for (text, request, state, started_ms) in [
        ("a0", &removal, ActionState::Done, 10),
        ("a1", &removal, ActionState::Running, 11),
        ("b1", &restart("one"), ActionState::Done, 12),
        ("c1", &restart("two"), ActionState::Done, 13),
        ("b2", &restart("one"), ActionState::Done, 14),
        ("b3", &restart("one"), ActionState::Done, 15),
        ("a2", &removal, ActionState::Done, 100),
        ("a3", &removal, ActionState::Done, 101),
    ] {
        insert_at(&store, text, request, &state, started_ms).await;
    }
    let keep = |latest| Keep { since_ms: 50, latest, of_each_app: 2 };
    assert_eq!(store.delete_old_actions(&cluster(), keep(8), 10).await.unwrap(), 0, "all are kept by number");
    assert_eq!(store.delete_old_actions(&cluster(), keep(9), 10).await.unwrap(), 0, "there are not so many");
    assert_eq!(store.delete_old_actions(&cluster(), keep(1), 1).await.unwrap(), 1, "one at a time");
    assert_eq!(store.delete_old_actions(&cluster(), keep(1), 10).await.unwrap(), 1);
    assert_eq!(ids(&store).await, ["a3", "a2", "b3", "b2", "c1", "a1"]);
    assert_eq!(store.delete_old_actions(&cluster(), keep(1), 10).await.unwrap(), 0);
}

#[tokio::test]
async fn what_was_created_here_is_forgotten_only_behind_its_action() {
    let Own { store, folder: _folder } = own().await;
    insert_at(&store, "e1", &restart("one"), &ActionState::Done, 10).await;
    let sql = "INSERT INTO created_units (cluster, unit, action_id) VALUES ('demo', $1, $2)";
    for (unit, action) in [("a.service", "e1"), ("b.service", "gone"), ("c.service", "gone")] {
        sqlx::query(sql).bind(unit).bind(action).execute(&store.pool).await.unwrap();
    }
    assert_eq!(store.orphaned_units(&cluster(), "", 1).await.unwrap(), ["b.service"]);
    assert_eq!(store.orphaned_units(&cluster(), "b.service", 9).await.unwrap(), ["c.service"]);
    assert!(!store.forget_created(&cluster(), "a.service").await.unwrap());
    assert!(store.forget_created(&cluster(), "b.service").await.unwrap());
    assert_eq!(store.created_units(&cluster()).await.unwrap().len(), 2);
    assert_eq!(store.clusters_with_history().await.unwrap(), [cluster()]);
}

#[tokio::test]
async fn a_row_that_can_not_be_read_takes_no_other_with_it() {
    let Own { store, folder: _folder } = own().await;
    for (text, started_ms) in [("f1", 10), ("f2", 20), ("f3", 30), ("f4", 40)] {
        insert_at(&store, text, &restart(text), &ActionState::Done, started_ms).await;
    }
    for sql in [
        "UPDATE actions SET request = '{\"kind\":\"restart_ap' WHERE id = 'f2'",
        "UPDATE actions SET state = '{\"kind\":\"dreaming\"}' WHERE id = 'f3'",
        "INSERT INTO created_units (cluster, unit, action_id) VALUES ('demo', 'no unit', 'f2')",
    ] {
        sqlx::query(sql).execute(&store.pool).await.unwrap();
    }
    assert_eq!(ids(&store).await, ["f4", "f1"]);
    assert_eq!(store.created_units(&cluster()).await.unwrap().len(), 0);
    let mut filter = DeploymentFilter { limit: 1, ..DeploymentFilter::default() };
    let (mut read, mut pages) = (Vec::new(), 0);
    loop {
        let page = store.deployments(&cluster(), &filter).await.unwrap();
        read.extend(page.heads.iter().map(|head| head.id.as_str().to_owned()));
        pages += 1;
        let Some((before_ms, before_id)) = page.next else { break };
        (filter.before_ms, filter.before_id) = (Some(before_ms), before_id);
    }
    assert_eq!(read, ["f4", "f1"]);
    assert_eq!(pages, 5, "a page of nothing that can be read is not the last");
    sqlx::query("UPDATE actions SET deploying = '{' WHERE id = 'f4'").execute(&store.pool).await.unwrap();
    assert_eq!(ids(&store).await, ["f1"]);
}

/// What a deployment keeps is left to the next one that has begun, and to no other that was only asked for.
#[tokio::test]
async fn followed_is_who_has_begun_later_and_chooses_a_version() {
    let Own { store, folder: _folder } = own().await;
    let app = || fleet::AppName::parse("one").unwrap();
    let deploy =
        PlanRequest::Deploy { app: app(), version: "2".parse().unwrap(), count: None, strategy: None };
    let scale = PlanRequest::Scale { app: app(), version: None, count: 3 };
    let keeping = ActionState::Keeping { until_ms: 99 };
    insert_at(&store, "b1", &deploy, &keeping, 10).await;
    sqlx::query("UPDATE actions SET audit_id = 5").execute(&store.pool).await.unwrap();
    let keeps = store.action(&id("b1")).await.unwrap().unwrap().head;
    let followed_by = async |text: &str, request: &PlanRequest, state: ActionState, sql: &str| {
        insert_at(&store, text, request, &state, 20).await;
        let sql = format!("UPDATE actions SET {sql} WHERE id = '{text}'");
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&store.pool).await.unwrap();
        let is_followed = store.is_followed(&keeps.cluster, &app(), keeps.audit_id).await.unwrap();
        let sql = format!("DELETE FROM actions WHERE id = '{text}'");
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&store.pool).await.unwrap();
        is_followed
    };
    let by = user("ada");
    let asked = ActionState::Asked { until_ms: 50 };
    let declined = ActionState::Declined { reason: String::new(), by: None };
    assert!(followed_by("c1", &deploy, ActionState::Running, "audit_id = 6").await);
    assert!(followed_by("c1", &deploy, ActionState::Done, "audit_id = 6").await);
    assert!(
        followed_by("a1", &deploy, ActionState::Running, "audit_id = 6").await,
        "asked before, begun after"
    );
    assert!(!followed_by("c1", &deploy, asked, "audit_id = 6, asked_until_ms = 50").await);
    assert!(!followed_by("c1", &deploy, declined, "audit_id = 6").await);
    assert!(!followed_by("c1", &deploy, ActionState::Undone { by }, "audit_id = 6").await);
    assert!(!followed_by("c1", &scale, ActionState::Done, "audit_id = 6").await, "it takes no version away");
    assert!(!followed_by("c1", &deploy, ActionState::Done, "audit_id = 4").await, "it was before");
}
