//! Actions: those under way and the recent ones, kept up to date by the stream.

use std::collections::BTreeSet;

use fleet::AppName;
use leptos::prelude::*;
use leptos::task::spawn_local;
use litemap::LiteMap;
use shared::action::{ActionState, ActionView};
use shared::plan::PlanRequest;
use shared::{ActionId, ClusterName};

use super::order;
use super::same::Same;
use crate::api;

/// Not more than so many are kept.
const MOST: usize = 200;

/// The actions that the page knows.
#[derive(Clone, Copy)]
pub struct Actions {
    cluster: StoredValue<ClusterName>,
    all: RwSignal<All>,
}

impl Actions {
    /// Reads the recent actions and hands them to everything below.
    pub fn provide(cluster: ClusterName) -> Self {
        let actions = Self { cluster: StoredValue::new(cluster), all: RwSignal::new(LiteMap::new()) };
        provide_context(actions);
        actions.read();
        actions
    }

    /// Reads the recent actions again. If that fails, what was known stays.
    pub fn read(self) {
        spawn_local(async move {
            if let Ok(list) = api::actions::list(&self.cluster.get_value()).await {
                self.all.update(|all| {
                    for action in list {
                        keep(all, action);
                    }
                });
            }
        });
    }

    /// Takes in an action as it is now, from an answer or from the stream, in whatever order they come.
    pub fn put(&self, action: ActionView) {
        self.all.update(|all| keep(all, action));
    }

    /// One action; tracked.
    pub fn get(&self, id: &ActionId) -> Option<Same<ActionView>> {
        self.all.with(|all| all.get(id).cloned())
    }

    /// Whether what an action removed was put back, or is being; tracked.
    pub fn is_put_back(&self, removal: &ActionId) -> bool {
        let puts_back = |action: &ActionView| {
            let of_it = matches!(&action.request, PlanRequest::Restore { action } if action == removal);
            of_it && (action.state.is_open() || action.state == ActionState::Done)
        };
        self.all.with(|all| all.values().any(|action| puts_back(action)))
    }

    /// All that are waiting or at work, oldest first; tracked.
    pub fn open(&self) -> Vec<Same<ActionView>> {
        let mut open: Vec<_> =
            self.all.with(|all| all.values().filter(|action| action.state.is_open()).cloned().collect());
        order::sort(&mut open, |a: &Same<ActionView>, b| a.started_ms.cmp(&b.started_ms));
        open
    }

    /// All that are deployments; tracked.
    pub fn deployments(&self) -> Vec<Same<ActionView>> {
        self.all.with(|all| all.values().filter(|action| action.request.is_deployment()).cloned().collect())
    }

    /// The deployments that are at work, oldest first; tracked.
    pub fn deployments_at_work(&self) -> Vec<Same<ActionView>> {
        let mut open = self.open();
        open.retain(|action| action.request.is_deployment() && action.state.is_at_work());
        open
    }

    /// The apps with an action under way; tracked.
    pub fn open_apps(&self) -> BTreeSet<AppName> {
        self.all.with(|all| {
            let open = all.values().filter(|action| action.state.is_at_work());
            let mut apps = BTreeSet::new();
            apps.extend(open.filter_map(|action| app_of(all, action)));
            apps
        })
    }

    /// Whether something is under way, and all of it deployments; tracked.
    pub fn all_deploying(&self) -> bool {
        self.all.with(|all| {
            let mut open = all.values().filter(|action| action.state.is_at_work()).peekable();
            open.peek().is_some() && open.all(|action| action.request.is_deployment())
        })
    }

    /// The app's, newest first; tracked.
    pub fn of_app(&self, app: &AppName) -> Vec<Same<ActionView>> {
        let mut found: Vec<_> = self.all.with(|all| {
            all.values().filter(|action| app_of(all, action).as_ref() == Some(app)).cloned().collect()
        });
        order::sort(&mut found, |a: &Same<ActionView>, b| b.started_ms.cmp(&a.started_ms));
        found
    }

    /// The app's newest that is at work, else its newest that was begun; tracked.
    pub fn newest_of(&self, app: &AppName) -> Option<Same<ActionView>> {
        self.all.with(|all| {
            let own = all
                .values()
                .filter(|action| action.state.is_begun() && app_of(all, action).as_ref() == Some(app));
            own.max_by_key(|action| (action.state.is_at_work(), action.started_ms)).cloned()
        })
    }
}

/// The actions that the page knows.
pub fn use_actions() -> Actions {
    expect_context()
}

type All = LiteMap<ActionId, Same<ActionView>>;

/// The app that an action is about. A `restore` is about the app of the action that it takes back.
fn app_of(all: &All, action: &ActionView) -> Option<AppName> {
    match &action.request {
        PlanRequest::Restore { action: removal } => all.get(removal)?.request.app(),
        request => request.app(),
    }
}

fn keep(all: &mut All, action: ActionView) {
    // An answer may be overtaken by the stream.
    if all.get(&action.id).is_some_and(|known| known.changed_ms > action.changed_ms || **known == action) {
        return;
    }
    all.insert(action.id.clone(), Same::new(action));
    while all.len() > MOST {
        let Some(oldest) =
            all.values().min_by_key(|action| action.started_ms).map(|action| action.id.clone())
        else {
            return;
        };
        all.remove(&oldest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::UserName;

    fn action(id: &str, started_ms: u64, state: ActionState) -> ActionView {
        ActionView {
            id: ActionId::parse(id).unwrap(),
            cluster: ClusterName::parse("default").unwrap(),
            request: PlanRequest::RemoveApp { app: AppName::parse("example").unwrap() },
            summary: "Remove example".into(),
            actor: UserName::parse("ada").unwrap(),
            started_ms,
            state,
            steps_done: 0,
            steps_total: 3,
            changed_ms: started_ms,
            ended_ms: None,
            restorable: false,
            note: String::new(),
            deploying: None,
            asked: None,
        }
    }

    #[test]
    fn an_answer_that_was_overtaken_changes_nothing() {
        let mut all = LiteMap::new();
        keep(&mut all, ActionView { changed_ms: 2, ..action("a", 1, ActionState::Done) });
        keep(&mut all, action("a", 1, ActionState::Waiting { until_ms: 5 }));
        assert!(matches!(all[&ActionId::parse("a").unwrap()].state, ActionState::Done));
    }

    #[test]
    fn only_the_newest_are_kept() {
        let mut all = LiteMap::new();
        for at in 0..=u64::try_from(MOST).unwrap() {
            keep(&mut all, action(&format!("{at:x}"), at, ActionState::Done));
        }
        assert_eq!(all.len(), MOST);
        assert!(!all.contains_key(&ActionId::parse("0").unwrap()));
    }
}
