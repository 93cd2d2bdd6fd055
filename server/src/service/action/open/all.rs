//! All actions at work: which there are, which names they are about to create, and which they destroyed a moment ago.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use fleet::{AppName, DesiredState, UnitName};
use shared::action::{ActionState, ActionView, Progress};
use shared::course::StepAt;
use shared::history::{Promised, promised};
use shared::plan::Step;
use shared::{ActionId, ClusterName};
use tokio::sync::Mutex as AsyncMutex;

use super::super::claims::{Claim, Claims};
use super::super::recent::Recent;
use super::{OpenAction, lock};
use crate::live::{Cluster, Snapshot};

/// All actions at work.
#[derive(Default)]
pub struct Actions {
    open: Mutex<HashMap<ActionId, Arc<OpenAction>>>,
    starting: Mutex<HashMap<ClusterName, Arc<AsyncMutex<()>>>>,
    claims: Claims,
    pub(in crate::service::action) recent: Recent,
}

impl Actions {
    /// The action, while it is at work.
    pub fn get(&self, id: &ActionId) -> Option<Arc<OpenAction>> {
        lock(&self.open).get(id).cloned()
    }

    /// The units that are about to be created on a cluster.
    pub fn claimed(&self, cluster: &ClusterName) -> Vec<(UnitName, Claim)> {
        self.claims.on(cluster)
    }

    /// Whether an action at work has begun to create this unit: the call may have been heard.
    pub fn has_begun(&self, action: &ActionId, unit: &UnitName) -> bool {
        self.get(action).is_some_and(|open| {
            open.look(|course| {
                let mut steps = course.steps().iter().zip(&course.at().steps);
                steps.any(|(step, at)| {
                    matches!(step, Step::Create { unit: of, .. } if of == unit) && at.began_ms.is_some()
                })
            })
        })
    }

    /// Desired states that actions at work have set or will set and that the snapshot does not show yet; what a later
    /// action wants comes later. `except` leaves out one action.
    pub fn pending(
        &self,
        cluster: &ClusterName,
        snapshot: &Snapshot,
        except: Option<&ActionId>,
    ) -> Vec<(UnitName, DesiredState)> {
        let mut open: Vec<_> = lock(&self.open)
            .iter()
            .filter(|(id, action)| action.cluster() == cluster && Some(*id) != except)
            .map(|(id, action)| (id.clone(), Arc::clone(action)))
            .collect();
        // By when each began: one that had to wait for somebody's yes has an older id.
        open.sort_by_cached_key(|(id, action)| (action.view().started_ms, id.clone()));
        open.iter().flat_map(|(_, action)| action.pending(snapshot)).collect()
    }

    /// Names that were destroyed a moment ago, of which something still runs, or that Fleet can't read.
    pub fn recent(&self, cluster: &Cluster, snapshot: &Snapshot) -> BTreeSet<UnitName> {
        let mut recent = self.recent.on(cluster.name(), cluster.passed_ms());
        recent.extend(snapshot.leftovers.keys().cloned());
        recent.extend(snapshot.unreadable().cloned());
        recent
    }

    /// The units that actions at work are about: what they do, and what their deployments found.
    pub fn concerned(&self, cluster: &ClusterName) -> BTreeSet<UnitName> {
        let open: Vec<_> =
            lock(&self.open).values().filter(|open| open.cluster() == cluster).cloned().collect();
        let mut units = BTreeSet::new();
        for action in open {
            action.with(|work| units.extend(work.course.steps().iter().map(|step| step.unit().clone())));
            let found = action.plan.deployment.iter().flat_map(|deployment| &deployment.from);
            units.extend(found.map(|frozen| frozen.unit.clone()));
        }
        units
    }

    /// How many instances are wanted of the apps that are being deployed.
    pub fn promised(&self, cluster: &ClusterName) -> Promised {
        let views: Vec<ActionView> = lock(&self.open)
            .values()
            .filter(|open| open.cluster() == cluster)
            .map(|open| open.view())
            .collect();
        promised(&views)
    }

    /// Deployments of an app that have reached their end and only keep old instances.
    pub(in crate::service::action) fn keeping(
        &self,
        cluster: &ClusterName,
        app: &AppName,
    ) -> Vec<Arc<OpenAction>> {
        let open = lock(&self.open);
        let keeps = |action: &&Arc<OpenAction>| {
            action.cluster() == cluster
                && action.plan.deployment.as_ref().is_some_and(|deployment| deployment.app == *app)
                && matches!(action.view().state, ActionState::Keeping { .. })
        };
        open.values().filter(keeps).cloned().collect()
    }

    /// Held while an action is planned and started.
    pub(in crate::service::action) fn start_lock(&self, cluster: &ClusterName) -> Arc<AsyncMutex<()>> {
        Arc::clone(lock(&self.starting).entry(cluster.clone()).or_default())
    }

    /// Takes an action in: claims what it will create, marks what it will remove. One that goes on after a fault takes the
    /// place of its former self.
    pub(in crate::service::action) fn open(&self, action: OpenAction) -> Arc<OpenAction> {
        let action = Arc::new(action);
        let id = action.view().id;
        let steps = action.with(|work| {
            let open = |(_, at): &(&Step, &StepAt)| at.progress == Progress::Waiting;
            let steps = work.course.steps().iter().zip(&work.course.at().steps);
            steps.filter(open).map(|(step, _)| step.clone()).collect::<Vec<_>>()
        });
        self.claim(&action, &steps);
        if let Some(before) = self.get(&id) {
            before.unmark();
            before.is_over.send_replace(true);
        }
        action.mark();
        lock(&self.open).insert(id, Arc::clone(&action));
        action
    }

    /// Claims what these steps will create.
    pub(in crate::service::action) fn claim(&self, action: &OpenAction, steps: &[Step]) {
        let id = action.view().id;
        for step in steps {
            if let Step::Create { unit, options, desired } = step {
                self.claims.claim(action.cluster(), unit, Claim::new(options, *desired, &id));
            }
        }
    }

    /// Gives back the names that an action claimed of units that are listed, and that every snapshot from now on shows, and
    /// of those that it will not create any more.
    pub(in crate::service::action) fn release_settled(&self, action: &OpenAction, snapshot: &Snapshot) {
        let id = action.view().id;
        let claimed = self.claims.of(&id);
        if claimed.is_empty() {
            return;
        }
        let still: BTreeSet<UnitName> = action.with(|work| {
            let steps = work.course.steps().iter().zip(&work.course.at().steps);
            // What was begun may have been heard, whatever became of it.
            let is_due = |at: &StepAt| at.began_ms.is_some() || !at.progress.is_given_up();
            let creates = steps.filter(|(step, at)| matches!(step, Step::Create { .. }) && is_due(at));
            creates.map(|(step, _)| step.unit().clone()).collect()
        });
        for unit in claimed.iter().filter(|unit| snapshot.units.contains_key(*unit) || !still.contains(*unit))
        {
            self.claims.release_one(action.cluster(), unit, &id);
        }
    }

    /// Gives back all names that an action claimed, and takes away its marks.
    pub(in crate::service::action) fn let_go(&self, action: &OpenAction) {
        self.claims.release(&action.view().id);
        action.unmark();
    }

    /// Forgets an action that has ended, or that another process goes on with.
    pub(in crate::service::action) fn close(&self, action: &OpenAction) {
        self.let_go(action);
        lock(&self.open).remove(&action.view().id);
        action.is_over.send_replace(true);
    }
}
