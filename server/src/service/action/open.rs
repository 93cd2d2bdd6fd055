//! The actions at work in this process: their state while it changes, and the way to take them back.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fleet::{UnitName, UnitOption};
use shared::action::{ActionDetail, ActionState, ActionView, Progress};
use shared::plan::Step;
use shared::{ActionId, ClusterName, UserName};
use tokio::sync::{Mutex as AsyncMutex, oneshot, watch};

use super::claims::Claims;
use crate::live::Cluster;
use crate::service::audit::AuditId;
use crate::store::Removed;

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
    state: Mutex<ActionDetail>,
    /// Present while it can still be taken back.
    undo: Mutex<Option<oneshot::Sender<UserName>>>,
    undone: Mutex<Option<oneshot::Receiver<UserName>>>,
    is_over: watch::Sender<bool>,
    /// The line in the record that its end is written to.
    pub(super) record: AuditId,
    removed: Vec<Removed>,
}

impl Actions {
    /// The action, while it is at work.
    pub fn get(&self, id: &ActionId) -> Option<Arc<OpenAction>> {
        lock(&self.open).get(id).cloned()
    }

    /// Names that are about to be created on a cluster, with their options.
    pub fn claimed(&self, cluster: &ClusterName) -> Vec<(UnitName, Arc<[UnitOption]>)> {
        self.claims.on(cluster)
    }

    /// Held while an action is planned and started.
    pub(super) fn start_lock(&self, cluster: &ClusterName) -> Arc<AsyncMutex<()>> {
        Arc::clone(lock(&self.starting).entry(cluster.clone()).or_default())
    }

    /// Takes an action in: claims what it will create, marks what it will remove.
    pub(super) fn open(&self, action: OpenAction) -> Arc<OpenAction> {
        let action = Arc::new(action);
        let detail = action.detail();
        for step in &detail.steps {
            if let Step::Create { unit, options, .. } = &step.step {
                self.claims.claim(action.cluster(), unit, options, &detail.view.id);
            }
        }
        action.cluster.mark_leaving(&action.leaving(), Some(&detail.view.id));
        lock(&self.open).insert(detail.view.id, Arc::clone(&action));
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
    pub(super) fn new(
        cluster: Arc<Cluster>,
        detail: ActionDetail,
        record: AuditId,
        removed: Vec<Removed>,
    ) -> Self {
        let (undo, undone) = oneshot::channel();
        Self {
            cluster,
            state: Mutex::new(detail),
            undo: Mutex::new(Some(undo)),
            undone: Mutex::new(Some(undone)),
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
        lock(&self.state).view.clone()
    }

    /// How far each step is.
    pub fn detail(&self) -> ActionDetail {
        lock(&self.state).clone()
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

    pub(super) fn set_state(&self, state: ActionState) {
        lock(&self.state).view.state = state;
    }

    pub(super) fn set_step(&self, index: usize, progress: Progress, note: String) {
        let mut detail = lock(&self.state);
        if let Some(step) = detail.steps.get_mut(index) {
            step.progress = progress;
            step.note = note;
        }
        let done = detail.steps.iter().filter(|step| step.progress == Progress::Done).count();
        detail.view.steps_done = u32::try_from(done).unwrap_or(u32::MAX);
    }

    /// Writes down its end.
    pub(super) fn end(&self, state: ActionState, now_ms: u64) {
        let mut detail = lock(&self.state);
        let was_sent = !matches!(state, ActionState::Undone { .. });
        detail.view.restorable = was_sent && !self.removed.is_empty();
        detail.view.state = state;
        detail.view.ended_ms = Some(now_ms);
        for step in &mut detail.steps {
            if matches!(step.progress, Progress::Waiting | Progress::Running) {
                step.progress = Progress::Skipped;
            }
        }
    }

    fn leaving(&self) -> BTreeSet<UnitName> {
        self.removed.iter().map(|(unit, ..)| unit.clone()).collect()
    }
}

/// Nothing panics while it holds one of these locks; a poisoned one still holds a whole state.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
