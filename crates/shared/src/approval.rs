//! What lets an action wait for somebody else: an app that wants a second person, and its freezes.
//!
//! Pure: who that somebody is and what they may is the server's to find out. An action that is at work already never
//! waits, and neither does what is said to it.

use std::collections::BTreeSet;

use fleet::{AppName, AppUnit};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::deployment::{AppSettings, Approval, frozen};
use crate::id::{PlanHash, UserName};
use crate::plan::Plan;
use crate::utc;

/// A reason to wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wait {
    /// The app whose settings say so: the plan's own, or one whose units it changes as well.
    pub app: AppName,
    /// When this reason is gone by itself: the end of the freeze. Absent: the app always wants a second person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<u64>,
    /// Why it is frozen; empty for an app that wants a second person.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// What is known of an action that had to wait for somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Asked {
    /// The person who asked: the actor, or the user who stands behind that token.
    pub by: UserName,
    /// When they asked.
    pub at_ms: u64,
    /// Why it waited then.
    pub waits: Vec<Wait>,
    /// Whether nobody else might have approved it when it was asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nobody_else: bool,
    /// Who approved it; absent: nobody yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<UserName>,
}

/// Approves an action that waits: it starts, as the action of whoever asked for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApproveAction {
    /// The hash of the plan of the same request, made and looked at now.
    pub plan_hash: PlanHash,
    /// The name that had to be typed, if that plan asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<String>,
}

/// Declines an action that waits: nothing comes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeclineAction {
    /// Why, in a line: whoever asked reads it.
    pub reason: String,
}

impl Wait {
    /// In a sentence, with times in UTC.
    pub fn words(&self) -> String {
        let Self { app, until_ms, reason } = self;
        match until_ms {
            None => say::approval::second_person(app),
            Some(until_ms) => {
                say::approval::frozen(app, &utc::minute(*until_ms), &reason.trim_end_matches('.'))
            }
        }
    }
}

impl AppSettings {
    /// Why something that changes what runs of this app would wait at this time; empty: it would not.
    pub fn waits(&self, app: &AppName, now_ms: u64) -> Vec<Wait> {
        let approval = matches!(self.approval, Approval::SecondPerson).then(|| Wait {
            app: app.clone(),
            until_ms: None,
            reason: String::new(),
        });
        let frozen = frozen(&self.freezes, now_ms).map(|frozen| Wait {
            app: app.clone(),
            until_ms: Some(frozen.until_ms),
            reason: frozen.reason.to_owned(),
        });
        approval.into_iter().chain(frozen).collect()
    }

    /// Whether the settings that let actions wait are the same in both.
    pub fn waits_alike(&self, other: &Self) -> bool {
        self.approval == other.approval
            && self.freezes == other.freezes
            && self.approval_limit_s == other.approval_limit_s
    }
}

impl Plan {
    /// The apps whose units it changes, companions included.
    pub fn touched(&self) -> BTreeSet<AppName> {
        let of = |step: &crate::plan::Step| AppUnit::parse(step.unit()).map(|parsed| parsed.app);
        self.request.app().into_iter().chain(self.steps.iter().filter_map(of)).collect()
    }

    /// The same plan, which would wait for these reasons. That is part of its hash: who was shown that it starts at once
    /// is not made to wait without a word, and who was shown that it waits does not start it.
    #[must_use]
    pub fn waiting(mut self, waits: Vec<Wait>) -> Self {
        if !waits.is_empty() {
            // Only texts and numbers, which can't fail to serialise.
            let text = serde_json::to_vec(&(&self.hash, &waits)).unwrap_or_default();
            self.hash = PlanHash::of_digest(Sha256::digest(&text).into());
        }
        self.waits = waits;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::{Freeze, Window};
    use crate::plan::{PlanRequest, plan};
    use crate::testing::{Fares, SIMPLE, World, app, version};

    fn a_plan() -> Plan {
        let world = World::with_machines(1).template("a", SIMPLE).unit("a:1@1.service", Fares::Running);
        plan(&PlanRequest::Launch { app: app("a"), version: version("1"), count: 1 }, &world.0).unwrap()
    }

    fn freeze(from_ms: u64, until_ms: u64) -> Freeze {
        Freeze { reason: "fair".to_owned(), window: Window::Once { from_ms, until_ms } }
    }

    #[test]
    fn an_app_says_why_it_waits() {
        let usual = AppSettings::default();
        assert_eq!(usual.waits(&app("a"), 5), []);
        let both = AppSettings {
            approval: Approval::SecondPerson,
            freezes: vec![freeze(5, 9)],
            ..AppSettings::default()
        };
        let second = Wait { app: app("a"), until_ms: None, reason: String::new() };
        let frozen = Wait { app: app("a"), until_ms: Some(9), reason: "fair".to_owned() };
        assert_eq!(both.waits(&app("a"), 5), [second.clone(), frozen]);
        assert_eq!(both.waits(&app("a"), 9), [second]);
        assert!(!usual.waits_alike(&both));
        assert!(both.waits_alike(&AppSettings { wanted: 7, ..both.clone() }));
    }

    #[test]
    fn a_reason_is_a_sentence_with_a_date() {
        let wait = |until_ms, reason: &str| Wait { app: app("a"), until_ms, reason: reason.to_owned() };
        assert_eq!(wait(None, "").words(), "a wants the approval of a second person.");
        for (until_ms, date) in [
            (0, "1970-01-01 00:00"),
            (951_782_400_000, "2000-02-29 00:00"),
            (1_767_225_599_000, "2025-12-31 23:59"),
            (1_768_204_800_000, "2026-01-12 08:00"),
            (4_107_542_400_000, "2100-03-01 00:00"),
        ] {
            let words = wait(Some(until_ms), "fair.").words();
            assert_eq!(words, format!("a is frozen until {date} UTC: fair."));
        }
    }

    #[test]
    fn that_it_waits_is_part_of_what_was_shown() {
        let plan = a_plan();
        assert_eq!(plan.touched(), [app("a")].into());
        let wait = |until_ms| Wait { app: app("a"), until_ms, reason: String::new() };
        assert_eq!(plan.clone().waiting(Vec::new()), plan);
        let hashes = [None, Some(1), Some(2)].map(|until_ms| plan.clone().waiting(vec![wait(until_ms)]).hash);
        assert_eq!(plan.clone().waiting(vec![wait(None)]).hash, hashes[0]);
        assert!(hashes[0] != hashes[1] && hashes[1] != hashes[2] && !hashes.contains(&plan.hash));
    }
}
