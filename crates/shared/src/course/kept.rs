//! What a deployment keeps stopped at its end, and other deployments of the app: each instance is one deployment's matter.

use super::at::Wait;
use super::{Course, StepAt};
use crate::action::ActionState;
use crate::deployment::StageKind;

/// How long it keeps on at a time while another deployment of the app is at work, in milliseconds.
const KEEPS_ON_MS: u64 = 10_000;

impl Course {
    /// Another deployment that takes all other versions away has begun: what this one still keeps is that one's now.
    /// False if it is at work itself.
    pub fn hand_over(&mut self, now_ms: u64) -> bool {
        if self.is_over() || self.state().is_at_work() {
            return self.is_over();
        }
        self.say(now_ms, None, say::server::course::kept_is_left().to_owned());
        self.finish(ActionState::Done);
        true
    }

    /// Its time to keep is over, but another deployment of the app is at work: it keeps on until that has ended. Only for
    /// one that is stored as keeping: nothing that it is at since was sent. False if it has not just kept.
    pub fn keep_on(&mut self, now_ms: u64) -> bool {
        let keeps = self.at.wait.is_some_and(|wait| wait.keeps);
        if self.is_over() || self.at.is_turning() || !keeps && !self.takes_what_was_kept() {
            return false;
        }
        if !keeps {
            let stage = self.route.stages().get(self.at.stage);
            let indices = stage.map(|stage| stage.lanes.concat()).unwrap_or_default();
            // What a process before this one had begun was stored, and may be sent.
            if indices.iter().filter_map(|index| self.at.steps.get(*index)).any(|at| at.begun_before) {
                return false;
            }
            for index in indices {
                if let Some(at) = self.at.steps.get_mut(index) {
                    *at = StepAt::default();
                }
            }
            self.at.stage -= 1;
        }
        self.at.pause = None;
        let until_ms = Some(now_ms.saturating_add(KEEPS_ON_MS));
        self.at.wait = Some(Wait { keeps: true, until_ms });
        self.version += 1;
        true
    }

    /// Whether the stage it is in takes away what was kept stopped.
    pub(super) fn takes_what_was_kept(&self) -> bool {
        let before = self.at.stage.checked_sub(1).and_then(|before| self.route.stages().get(before));
        before.is_some_and(|stage| matches!(stage.kind, StageKind::Keep { .. }))
    }
}
