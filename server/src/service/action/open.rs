//! An action at work in this process: its course, and what others must know of it meanwhile. `all` has all of them.

mod all;
mod view;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fleet::{DesiredState, UnitName};
use shared::action::{ActionState, ActionView, Progress};
use shared::course::{Course, Detour, Orders, Outcome, Sighting};
use shared::deployment::Command;
use shared::plan::{Plan, RemovedUnit, Step};
use shared::{ClusterName, UserName};
use tokio::sync::{Mutex as AsyncMutex, Notify, oneshot, watch};

use super::present::is_restorable;
use crate::live::{Cluster, Snapshot};
use crate::service::audit::AuditId;
use crate::store::Behalf;

pub use all::Actions;

/// One action at work.
pub struct OpenAction {
    cluster: Arc<Cluster>,
    /// What it does: large, and the same from beginning to end.
    plan: Plan,
    work: Mutex<Work>,
    /// Held while its course changes by what its run finds, and while what somebody says is stored.
    pub(super) deciding: AsyncMutex<()>,
    /// What the store has; held while it is written.
    pub(super) stored: AsyncMutex<InStore>,
    /// Present while it can still be taken back.
    undo: Mutex<Option<oneshot::Sender<UserName>>>,
    undone: Mutex<Option<oneshot::Receiver<UserName>>>,
    is_over: watch::Sender<bool>,
    /// Wakes its run: somebody has said something.
    pub(super) poke: Notify,
    /// The line in the record that its end is written to.
    pub(super) record: AuditId,
    removed: Vec<RemovedUnit>,
}

/// What the store has of an action.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct InStore {
    pub(super) version: u64,
    pub(super) detours: usize,
}

/// What changes while an action goes on.
#[derive(Debug, Clone)]
struct Work {
    view: ActionView,
    course: Course,
    /// While it waits for somebody to undo it, it is not on its course.
    waits: Option<ActionState>,
    behalf: Behalf,
    leaving: BTreeSet<UnitName>,
    /// How far the clock had jumped on when the course was told last.
    leapt_ms: u64,
    /// Whether its end may be seen.
    is_told: bool,
    /// Grows with every change.
    version: u64,
    /// The course's own version when that was counted last.
    course_version: u64,
}

/// An action as it is stored: one moment of it.
pub(super) struct Moment {
    pub(super) view: ActionView,
    pub(super) course: Course,
    pub(super) behalf: Behalf,
    pub(super) version: u64,
}

impl OpenAction {
    /// An action that was stored just now as `view` shows it.
    pub(super) fn new(
        cluster: Arc<Cluster>,
        view: ActionView,
        plan: Plan,
        course: Course,
        behalf: Behalf,
        (record, removed): (AuditId, Vec<RemovedUnit>),
    ) -> Self {
        // What does not wait can't be taken back.
        let (undo, undone, waits) = match &view.state {
            state @ ActionState::Waiting { .. } => {
                let (undo, undone) = oneshot::channel();
                (Some(undo), Some(undone), Some(state.clone()))
            }
            _ => (None, None, None),
        };
        let stored = InStore { version: 0, detours: course.detours().len() };
        let course_version = course.version();
        let leapt_ms = cluster.leapt_ms();
        let work = Work {
            view,
            course,
            waits,
            behalf,
            leaving: BTreeSet::new(),
            leapt_ms,
            is_told: false,
            version: 0,
            course_version,
        };
        Self {
            cluster,
            plan,
            work: Mutex::new(work),
            deciding: AsyncMutex::new(()),
            stored: AsyncMutex::new(stored),
            undo: Mutex::new(undo),
            undone: Mutex::new(undone),
            is_over: watch::Sender::new(false),
            poke: Notify::new(),
            record,
            removed,
        }
    }

    /// On which cluster.
    pub fn cluster(&self) -> &ClusterName {
        self.cluster.name()
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

    /// Whether nobody runs this one any more: it has ended, or goes on as another one.
    pub(super) fn is_closed(&self) -> bool {
        *self.is_over.borrow()
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
    pub(super) fn removed(&self) -> &[RemovedUnit] {
        &self.removed
    }

    /// Whether something may be gone by now that can be put back.
    pub(super) fn is_restorable(&self, course: &Course) -> bool {
        is_restorable(&self.plan, &self.removed, &course.at().steps)
    }

    /// By whose rights it goes on.
    pub(super) fn behalf(&self) -> Behalf {
        self.with(|work| work.behalf.clone())
    }

    /// The time for undoing is over: it is on its course.
    pub(super) fn set_out(&self) {
        self.change(|work| {
            if work.waits.take().is_some() {
                work.version += 1;
            }
        });
    }

    /// Keeps on what it has kept, if it was just about to take that away. See [`Course::keep_on`].
    pub(super) fn keep_on(&self, now_ms: u64) -> bool {
        self.change(|work| work.course.keep_on(now_ms))
    }

    /// Leaves to another deployment what it was just about to take away. False if it has not just kept.
    pub(super) fn leave_kept(&self, now_ms: u64) -> bool {
        self.change(|work| work.course.keep_on(now_ms) && work.course.hand_over(now_ms))
    }

    /// Ends it without a further step.
    pub(super) fn give_up(&self, state: ActionState) {
        self.change(|work| {
            work.waits = None;
            work.course.give_up(state);
        });
    }

    /// Decides what comes next. See [`Course::advance`].
    pub(super) fn advance(&self, sighting: &Sighting, rights: Result<(), &str>, now_ms: u64) -> Orders {
        let leapt_ms = self.cluster.leapt_ms();
        let orders = self.change(|work| {
            let by_ms = leapt_ms.saturating_sub(std::mem::replace(&mut work.leapt_ms, leapt_ms));
            if by_ms > 0 {
                work.course.leap(by_ms);
            }
            work.course.advance(sighting, rights, now_ms)
        });
        self.mark();
        orders
    }

    /// Something that is needed can't be had at this moment. See [`Course::hold_off`].
    pub(super) fn hold_off(&self, reason: String, now_ms: u64) {
        self.change(|work| work.course.hold_off(reason, now_ms));
    }

    /// A step has ended.
    pub(super) fn step_ended(&self, step: usize, outcome: Outcome, now_ms: u64) {
        self.change(|work| work.course.ended(step, outcome, now_ms));
    }

    /// Takes another way.
    pub(super) fn take(&self, detour: Detour, now_ms: u64) {
        self.change(|work| work.course.take(detour, now_ms));
        self.mark();
    }

    /// No other way was found.
    pub(super) fn keep_from_turning(&self, reason: &str, now_ms: u64) {
        self.change(|work| work.course.keep_from_turning(reason, now_ms));
    }

    /// Leaves what is kept to another deployment. False if it is at work.
    pub(super) fn hand_over(&self, now_ms: u64) -> bool {
        self.change(|work| work.course.hand_over(now_ms))
    }

    /// How it would be once this is said; or why it can't be. Whoever lets it go on, by their rights it goes on.
    pub(super) fn said(&self, command: &Command, by: &Behalf, now_ms: u64) -> Result<Moment, String> {
        let mut work = self.with(|work| work.clone());
        if work.waits.is_some() {
            return Err(say::server::actions::not_begun_yet().to_owned());
        }
        work.course.command(command, &by.name, now_ms)?;
        if *command != Command::Pause {
            work.behalf = by.clone();
        }
        work.course_version = work.course.version();
        work.version += 1;
        work.tell(now_ms);
        Ok(Moment::of(work))
    }

    /// From here on it is so.
    pub(super) fn say(&self, said: Moment) {
        self.change(|work| {
            work.course = said.course;
            work.behalf = said.behalf;
        });
    }

    /// Looks at its course.
    pub(super) fn look<T>(&self, look: impl FnOnce(&Course) -> T) -> T {
        self.with(|work| look(&work.course))
    }

    pub(super) fn version(&self) -> u64 {
        self.with(|work| work.version)
    }

    /// Marks what it is about to remove, and nothing else.
    fn mark(&self) {
        let (before, now) = self.with(|work| {
            let now = if self.plan.deployment.is_none() {
                self.removed.iter().map(|was| was.name.clone()).collect()
            } else {
                work.course.leaving()
            };
            (std::mem::replace(&mut work.leaving, now.clone()), now)
        });
        if before == now {
            return;
        }
        let id = self.view().id;
        let stays: BTreeSet<UnitName> = before.difference(&now).cloned().collect();
        let goes: BTreeSet<UnitName> = now.difference(&before).cloned().collect();
        if !stays.is_empty() {
            self.cluster.mark_leaving(&stays, None);
        }
        if !goes.is_empty() {
            self.cluster.mark_leaving(&goes, Some(&id));
        }
    }

    fn unmark(&self) {
        let before = self.with(|work| std::mem::take(&mut work.leaving));
        self.cluster.mark_leaving(&before, None);
    }

    fn pending(&self, snapshot: &Snapshot) -> Vec<(UnitName, DesiredState)> {
        self.with(|work| {
            let steps = work.course.steps().iter().zip(&work.course.at().steps);
            steps
                .filter_map(|(step, at)| {
                    let Step::SetDesired { unit, desired } = step else { return None };
                    let is_pending = match at.progress {
                        // A deployment may come to it in an hour, or go back before that.
                        Progress::Waiting => self.plan.deployment.is_none(),
                        Progress::Running => true,
                        Progress::Done => {
                            snapshot.read_ms(unit).is_none_or(|read_ms| read_ms <= at.ended_ms.unwrap_or(0))
                        }
                        Progress::Failed | Progress::LeftOut | Progress::BrokenOff => false,
                    };
                    is_pending.then(|| (unit.clone(), *desired))
                })
                .collect()
        })
    }

    fn with<T>(&self, look: impl FnOnce(&mut Work) -> T) -> T {
        look(&mut lock(&self.work))
    }

    /// Changes it, and counts the change.
    fn change<T>(&self, change: impl FnOnce(&mut Work) -> T) -> T {
        let now_ms = self.cluster.now_ms();
        self.with(|work| {
            let (version, result) = (work.version, change(work));
            let course_version = work.course.version();
            if work.course_version != course_version {
                work.course_version = course_version;
                work.version += 1;
            }
            if work.version != version {
                work.tell(now_ms);
                work.view.restorable = !work.view.state.is_open() && self.is_restorable(&work.course);
            }
            result
        })
    }
}

/// Nothing panics while it holds one of these locks; a poisoned one still holds a whole state.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
