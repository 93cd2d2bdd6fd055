//! The actions at work in this process: their state while it changes, and the way to take them back.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fleet::{DesiredState, UnitName};
use shared::action::{ActionDetail, ActionState, ActionView, Progress};
use shared::plan::{Plan, Step};
use shared::{ActionId, ClusterName, UserName};
use tokio::sync::{Mutex as AsyncMutex, oneshot, watch};

use super::claims::{Claim, Claims};
use super::present::{may_have_destroyed, step_views};
use crate::live::{Cluster, Snapshot};
use crate::service::audit::AuditId;
use crate::store::{Removed, StepProgress};

/// All actions at work.
#[derive(Default)]
pub struct Actions {
    open: Mutex<HashMap<ActionId, Arc<OpenAction>>>,
    starting: Mutex<HashMap<ClusterName, Arc<AsyncMutex<()>>>>,
    claims: Claims,
}

/// One action at work.
pub struct OpenAction {
    cluster: Arc<Cluster>,
    /// What it does: large, and the same from beginning to end.
    plan: Plan,
    course: Mutex<Course>,
    /// Which version of the course the store has; held while it is written.
    pub(super) stored: AsyncMutex<u64>,
    /// Present while it can still be taken back.
    undo: Mutex<Option<oneshot::Sender<UserName>>>,
    undone: Mutex<Option<oneshot::Receiver<UserName>>>,
    is_over: watch::Sender<bool>,
    /// The line in the record that its end is written to.
    pub(super) record: AuditId,
    removed: Vec<Removed>,
}

/// What changes while an action goes on.
#[derive(Debug, Clone)]
pub(super) struct Course {
    pub(super) view: ActionView,
    /// How far each of the plan's steps is.
    pub(super) steps: Vec<StepProgress>,
    /// When each was done.
    done_ms: Vec<u64>,
    /// Grows with every change.
    pub(super) version: u64,
}

impl Course {
    fn changed(&mut self, now_ms: u64) {
        self.version += 1;
        self.view.changed_ms = now_ms.max(self.view.changed_ms + 1);
    }
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
        // Ids begin with the time of the click.
        open.sort_by(|one, other| one.0.cmp(&other.0));
        open.iter().flat_map(|(_, action)| action.pending(snapshot)).collect()
    }

    /// Held while an action is planned and started.
    pub(super) fn start_lock(&self, cluster: &ClusterName) -> Arc<AsyncMutex<()>> {
        Arc::clone(lock(&self.starting).entry(cluster.clone()).or_default())
    }

    /// Takes an action in: claims what it will create, marks what it will remove.
    pub(super) fn open(&self, action: OpenAction) -> Arc<OpenAction> {
        let action = Arc::new(action);
        let id = action.view().id;
        for step in &action.plan.steps {
            if let Step::Create { unit, options, desired } = step {
                self.claims.claim(action.cluster(), unit, Claim::new(options, *desired, &id));
            }
        }
        action.cluster.mark_leaving(&action.leaving(), Some(&id));
        lock(&self.open).insert(id, Arc::clone(&action));
        action
    }

    /// Forgets an action that has ended.
    pub(super) fn close(&self, action: &OpenAction) {
        let id = action.view().id;
        lock(&self.open).remove(&id);
        self.claims.release(&id);
        action.cluster.mark_leaving(&action.leaving(), None);
        action.is_over.send_replace(true);
    }
}

impl OpenAction {
    /// An action that was stored just now as `view` shows it, none of its steps begun.
    pub(super) fn new(
        cluster: Arc<Cluster>,
        view: ActionView,
        plan: Plan,
        record: AuditId,
        removed: Vec<Removed>,
    ) -> Self {
        // What does not wait can't be taken back.
        let (undo, undone) = match view.state {
            ActionState::Waiting { .. } => {
                let (undo, undone) = oneshot::channel();
                (Some(undo), Some(undone))
            }
            _ => (None, None),
        };
        let course = Course { view, steps: not_begun(&plan), done_ms: vec![0; plan.steps.len()], version: 0 };
        Self {
            cluster,
            plan,
            course: Mutex::new(course),
            stored: AsyncMutex::new(0),
            undo: Mutex::new(undo),
            undone: Mutex::new(undone),
            is_over: watch::Sender::new(false),
            record,
            removed,
        }
    }

    /// On which cluster.
    pub fn cluster(&self) -> &ClusterName {
        self.cluster.name()
    }

    /// How far it is.
    pub fn view(&self) -> ActionView {
        lock(&self.course).view.clone()
    }

    /// How far each step is. Copies all steps: for whoever wants to read them.
    pub fn detail(&self) -> ActionDetail {
        let Course { view, steps, .. } = self.course();
        ActionDetail {
            view,
            steps: step_views(&self.plan, steps),
            stages: self.plan.stages.clone(),
            deployment: self.plan.deployment.clone(),
            lines: Vec::new(),
        }
    }

    /// Takes it back. False if that is no longer possible.
    pub(super) fn undo(&self, by: UserName) -> bool {
        lock(&self.undo).take().is_some_and(|undo| undo.send(by).is_ok())
    }

    /// Waits for its end.
    pub(super) async fn ended(&self) -> ActionView {
        // The sender lives in `self`: waiting can't fail.
        let _ = self.is_over.subscribe().wait_for(|over| *over).await;
        self.view()
    }

    /// What the run waits on during the time for undoing. To be taken once.
    pub(super) fn take_undone(&self) -> Option<oneshot::Receiver<UserName>> {
        lock(&self.undone).take()
    }

    /// From here on it can't be taken back. False if somebody just did.
    pub(super) fn close_undo(&self) -> bool {
        lock(&self.undo).take().is_some()
    }

    pub(super) fn live(&self) -> &Arc<Cluster> {
        &self.cluster
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What it destroys, as it was when it was planned.
    pub(super) fn removed(&self) -> &[Removed] {
        &self.removed
    }

    /// How far it is, without the steps themselves.
    pub(super) fn course(&self) -> Course {
        lock(&self.course).clone()
    }

    pub(super) fn version(&self) -> u64 {
        lock(&self.course).version
    }

    pub(super) fn set_state(&self, state: ActionState) {
        let now_ms = self.cluster.now_ms();
        let mut course = lock(&self.course);
        course.view.state = state;
        course.changed(now_ms);
    }

    pub(super) fn set_step(&self, index: usize, progress: Progress, note: String) {
        let now_ms = self.cluster.now_ms();
        let mut course = lock(&self.course);
        course.changed(now_ms);
        if progress == Progress::Done {
            course.view.steps_done += 1;
            if let Some(done_ms) = course.done_ms.get_mut(index) {
                *done_ms = now_ms;
            }
        }
        if let Some(step) = course.steps.get_mut(index) {
            *step = StepProgress { progress, note };
        }
    }

    /// Writes down its end.
    pub(super) fn end(&self, state: ActionState, now_ms: u64) {
        let mut course = lock(&self.course);
        course.changed(now_ms);
        course.view.restorable = may_have_destroyed(&self.plan, &course.steps);
        course.view.state = state;
        course.view.ended_ms = Some(now_ms);
        for step in &mut course.steps {
            if matches!(step.progress, Progress::Waiting | Progress::Running) {
                step.progress = Progress::Skipped;
            }
        }
    }

    fn leaving(&self) -> BTreeSet<UnitName> {
        self.removed.iter().map(|(unit, ..)| unit.clone()).collect()
    }

    fn pending(&self, snapshot: &Snapshot) -> Vec<(UnitName, DesiredState)> {
        let course = lock(&self.course);
        let steps = self.plan.steps.iter().zip(course.steps.iter().zip(&course.done_ms));
        steps
            .filter_map(|(step, (at, done_ms))| {
                let Step::SetDesired { unit, desired } = step else { return None };
                let is_pending = match at.progress {
                    Progress::Waiting | Progress::Running => true,
                    Progress::Done => snapshot.read_ms(unit).is_none_or(|read_ms| read_ms <= *done_ms),
                    Progress::Failed | Progress::Skipped => false,
                };
                is_pending.then(|| (unit.clone(), *desired))
            })
            .collect()
    }
}

/// The progress of a plan of which nothing was done.
pub(super) fn not_begun(plan: &Plan) -> Vec<StepProgress> {
    vec![StepProgress { progress: Progress::Waiting, note: String::new() }; plan.steps.len()]
}

/// Nothing panics while it holds one of these locks; a poisoned one still holds a whole state.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
