//! What of plans and actions is about apps that somebody does not see: a companion follows the units of an app, and a unit of
//! another app may be in the way of a new one. Whoever sees the app is told of it without those. Pure.
//!
//! Goes by the names of units as they stand in sentences, so that no sentence has to know who reads it.

use fleet::{AppName, UnitName};

use crate::action::{ActionDetail, ActionState, ActionView};
use crate::apps::AppDetail;
use crate::deployment::{AppSettings, Stage};
use crate::plan::{Plan, Step};
use crate::spec::app_of;

/// A sentence without the units that somebody does not see.
fn text(text: &str, sees: impl Fn(Option<&AppName>) -> bool) -> String {
    let is_outside = |sign: char| !(sign.is_ascii_alphanumeric() || ":_.\\@-".contains(sign));
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(is_outside) {
        let word = part.trim_end_matches(is_outside);
        // The end of a sentence is no part of a name.
        let name = word.trim_end_matches(['.', ':']);
        let is_hidden = UnitName::parse(name).is_ok_and(|name| !sees(app_of(&name).as_ref()));
        if is_hidden {
            out.push_str(say::server::why::somebody());
            out.push_str(part.strip_prefix(name).unwrap_or_default());
        } else {
            out.push_str(part);
        }
    }
    out
}

impl AppSettings {
    /// The same without the companions that somebody does not see.
    #[must_use]
    pub fn as_seen(mut self, sees: impl Fn(Option<&AppName>) -> bool) -> Self {
        hide_in(&mut self, sees);
        self
    }

    /// What somebody wrote who was shown `before` without the companions that they don't see: those stay.
    #[must_use]
    pub fn written_over(mut self, before: &Self, sees: impl Fn(Option<&AppName>) -> bool) -> Self {
        let unseen = before.companions.iter().filter(|app| !sees(Some(app)));
        self.companions.extend(unseen.cloned());
        self
    }
}

impl AppDetail {
    /// The same as somebody is told it who does not see all apps.
    #[must_use]
    pub fn as_seen(mut self, sees: impl Fn(Option<&AppName>) -> bool) -> Self {
        hide_in(&mut self.settings, &sees);
        for revision in &mut self.history {
            hide_in(&mut revision.settings, &sees);
        }
        self
    }
}

impl Plan {
    /// The same as somebody is told it who does not see all apps. Its warnings are worded by [`Plan::shown`].
    #[must_use]
    pub fn as_seen(mut self, sees: impl Fn(Option<&AppName>) -> bool) -> Self {
        let is_seen: Vec<bool> = self.steps.iter().map(|step| is_seen(step, &sees)).collect();
        without(&mut self.steps, &mut self.stages, &is_seen);
        if let Some(deployment) = self.deployment.as_deref_mut() {
            hide_in(&mut deployment.settings, &sees);
        }
        self.waits.retain(|wait| sees(Some(&wait.app)));
        self.beside.retain(|app, _| sees(Some(app)));
        self
    }
}

impl ActionView {
    /// The same as somebody is told it who does not see all apps.
    #[must_use]
    pub fn as_seen(mut self, sees: impl Fn(Option<&AppName>) -> bool) -> Self {
        if let ActionState::Paused { reason, .. }
        | ActionState::Aborted { reason, .. }
        | ActionState::RolledBack { reason, .. }
        | ActionState::Declined { reason, .. }
        | ActionState::Failed { reason }
        | ActionState::Interrupted { reason } = &mut self.state
        {
            hide(reason, &sees);
        }
        if let Some(deploying) = self.deploying.as_deref_mut() {
            hide(&mut deploying.title, &sees);
            hide(&mut deploying.unwell, &sees);
        }
        if let Some(asked) = self.asked.as_deref_mut() {
            asked.waits.retain(|wait| sees(Some(&wait.app)));
        }
        self
    }
}

impl ActionDetail {
    /// The same as somebody is told it who does not see all apps.
    #[must_use]
    pub fn as_seen(mut self, sees: impl Fn(Option<&AppName>) -> bool) -> Self {
        self.view = self.view.as_seen(&sees);
        let is_seen: Vec<bool> = self.steps.iter().map(|view| is_seen(&view.step, &sees)).collect();
        without(&mut self.steps, &mut self.stages, &is_seen);
        for view in &mut self.steps {
            hide(&mut view.note, &sees);
        }
        for line in &mut self.lines {
            hide(&mut line.text, &sees);
        }
        if let Some(deployment) = self.deployment.as_deref_mut() {
            hide_in(&mut deployment.settings, &sees);
        }
        self
    }
}

fn hide(sentence: &mut String, sees: impl Fn(Option<&AppName>) -> bool) {
    *sentence = text(sentence, sees);
}

fn hide_in(settings: &mut AppSettings, sees: impl Fn(Option<&AppName>) -> bool) {
    settings.companions.retain(|app| sees(Some(app)));
}

fn is_seen(step: &Step, sees: impl Fn(Option<&AppName>) -> bool) -> bool {
    sees(app_of(step.unit()).as_ref())
}

/// Takes out the steps that are not seen; each lane is as much shorter.
fn without<T>(steps: &mut Vec<T>, stages: &mut [Stage], is_seen: &[bool]) {
    let mut seen = is_seen.iter().copied();
    steps.retain(|_| seen.next().unwrap_or_default());
    let mut rest = is_seen;
    for stage in stages {
        for lane in &mut stage.lanes {
            let (of_lane, behind) = rest.split_at((*lane as usize).min(rest.len()));
            *lane = u32::try_from(of_lane.iter().filter(|is_seen| **is_seen).count()).unwrap_or(u32::MAX);
            rest = behind;
        }
        stage.lanes.retain(|lane| *lane > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{PlanRequest, plan};
    use crate::testing::{Fares, SIMPLE, World, app, version};

    #[test]
    fn names_of_hidden_units_are_left_out_of_sentences() {
        let sees = |app: Option<&AppName>| app.is_some_and(|app| app.as_str() == "web");
        for (whole, seen) in [
            ("web:1@1.service waits.", "web:1@1.service waits."),
            ("such as payroll:1@1.service", "such as a unit of another app"),
            ("\"payroll:1@1.service\", web:1@1.service.", "\"a unit of another app\", web:1@1.service."),
            ("Look at payroll:1@1.service.", "Look at a unit of another app."),
            (
                "payroll:1@1.service: failed; db.service too",
                "a unit of another app: failed; a unit of another app too",
            ),
            ("§payroll:1@1.service§ fährt", "§a unit of another app§ fährt"),
            ("no machine has role=web. Add one...", "no machine has role=web. Add one..."),
            ("", ""),
        ] {
            assert_eq!(text(whole, sees), seen);
            assert_eq!(text(whole, |_| true), whole);
        }
    }

    #[test]
    fn a_plan_without_a_companion_is_whole() {
        let world = World::with_machines(3)
            .template("web", SIMPLE)
            .companion("spy", SIMPLE)
            .unit("web:1@1.service", Fares::Running);
        let request =
            PlanRequest::Deploy { app: app("web"), version: version("2"), count: Some(2), strategy: None };
        let whole = plan(&request, &world.0).unwrap();
        assert!(serde_json::to_string(&whole).unwrap().contains("spy"));
        let seen = whole.clone().as_seen(|app| app.is_some_and(|app| app.as_str() == "web"));
        let text = serde_json::to_string(&seen).unwrap();
        assert!(!text.contains("spy"), "{text}");
        assert_eq!(seen.hash, whole.hash);
        let in_lanes: u32 = seen.stages.iter().flat_map(|stage| &stage.lanes).sum();
        assert_eq!(in_lanes as usize, seen.steps.len());
        assert!(!seen.steps.is_empty() && seen.steps.len() < whole.steps.len());
        assert_eq!(whole.clone().as_seen(|_| true), whole);
    }

    #[test]
    fn what_one_does_not_see_one_does_not_take_off() {
        let before = AppSettings { companions: vec![app("spy"), app("log")], ..AppSettings::default() };
        let sees = |app: Option<&AppName>| app.is_some_and(|app| app.as_str() == "log");
        let shown = before.clone().as_seen(sees);
        assert_eq!(shown.companions, [app("log")]);
        let written = AppSettings { companions: Vec::new(), ..shown }.written_over(&before, sees);
        assert_eq!(written.companions, [app("spy")]);
    }
}
