//! Actions in the database: stored once, run by one, and one deployment an app.

use fleet::{DesiredState, UnitName};
use shared::action::{ActionState, Progress};
use shared::course::{At, Detour, Leg, StepAt};
use shared::plan::{Confirm, Plan, PlanRequest, Step};
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
        spec: shared::spec::Spec::Whole,
        extent: shared::policy::Extent::default(),
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
        actor: &user(actor),
        via: "session",
        idempotency_key: key,
        cluster: &cluster(),
        audit_id: 1,
        plan: &plan(request),
        state: &ActionState::Waiting { until_ms: 20 },
        at: &at(Progress::Waiting),
        note: "OPS-7",
        deploying: None,
        lease: MINE,
        removed: &[(unit(), vec![option("/bin/true")], DesiredState::Launched)],
        started_ms: 10,
    };
    store.insert_action(new).await.unwrap()
}

fn behalf() -> Behalf {
    Behalf { name: user("grace"), via: "token".into() }
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
