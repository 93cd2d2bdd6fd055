//! What is worth a desktop notification. Pure.

use std::collections::BTreeSet;

use shared::action::{ActionState, ActionView};
use shared::{ActionId, UserName};

use crate::action::toasts::text;
use crate::pages::apps::attention::Row;
use crate::paths;
use crate::state::same::Same;

/// The same app is told of again after this time.
const AGAIN_AFTER_MS: u64 = 10 * 60_000;

/// Something to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// What it is about: it is told once, however many tabs there are.
    pub tag: String,
    /// In a few words.
    pub title: String,
    /// What is so.
    pub body: String,
    /// Where more stands.
    pub path: String,
}

/// Which of somebody's own deployments were under way when they were looked at last.
#[derive(Debug, Clone, Default)]
pub struct Deployments {
    under_way: BTreeSet<ActionId>,
}

impl Deployments {
    /// Looks again: those that have ended since, and those that wait for a decision since.
    pub fn look(&mut self, all: &[Same<ActionView>], me: &UserName) -> Vec<News> {
        let mut news = Vec::new();
        for action in all.iter().filter(|action| action.actor == *me) {
            let waits = matches!(action.state, ActionState::Paused { by: None, resumes: false, .. });
            if action.state.is_at_work() && !waits {
                self.under_way.insert(action.id.clone());
            } else if self.under_way.remove(&action.id) {
                news.push(of_deployment(action, waits));
            }
        }
        news
    }
}

fn of_deployment(action: &ActionView, waits: bool) -> News {
    let app = action.request.app().map(|app| app.to_string()).unwrap_or_default();
    let title = if waits { say::frame::waits_for_decision(&app) } else { say::frame::deployment_ended(&app) };
    News {
        // It may pause more than once.
        tag: format!("deployment/{}/{}", action.id, action.changed_ms),
        title,
        body: text(action),
        path: paths::deployment(&action.id),
    }
}

/// What needs attention and did not before; nothing at the first look.
pub fn of_attention(before: Option<&BTreeSet<String>>, rows: &[Row], now_ms: u64) -> Vec<News> {
    let Some(before) = before else { return Vec::new() };
    let is_new = |row: &&Row| !before.contains(&row.name);
    let news = |row: &Row| News {
        tag: format!("attention/{}/{}", row.name, now_ms / AGAIN_AFTER_MS),
        title: say::frame::needs_attention(&row.name),
        body: row.sentence.clone(),
        path: row.path.clone(),
    };
    rows.iter().filter(is_new).map(news).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::deploying::tests::deployment;

    fn all(state: ActionState) -> [Same<ActionView>; 1] {
        [Same::new(deployment(state))]
    }

    #[test]
    fn one_s_own_deployment_is_told_of_once_it_has_ended_under_one_s_eyes() {
        let ada = UserName::parse("ada").unwrap();
        let mut seen = Deployments::default();
        assert_eq!(seen.look(&all(ActionState::Done), &ada), [], "it had ended before");
        assert_eq!(seen.look(&all(ActionState::Running), &ada), []);
        let news = seen.look(&all(ActionState::Done), &ada);
        assert_eq!((news.len(), news[0].title.as_str()), (1, "example: deployment ended"));
        assert_eq!(seen.look(&all(ActionState::Done), &ada), [], "once");

        let bob = UserName::parse("bob").unwrap();
        seen.look(&all(ActionState::Running), &bob);
        assert_eq!(seen.look(&all(ActionState::Done), &bob), [], "it is ada's");
    }

    #[test]
    fn one_that_waits_for_somebody_is_told_of_each_time() {
        let ada = UserName::parse("ada").unwrap();
        let paused = |by: Option<&str>| ActionState::Paused {
            reason: "It does not start.".into(),
            by: by.and_then(|name| UserName::parse(name).ok()),
            resumes: false,
            fewer: None,
        };
        let mut seen = Deployments::default();
        seen.look(&all(ActionState::Running), &ada);
        assert_eq!(seen.look(&all(paused(Some("ada"))), &ada), [], "a person paused it");
        assert_eq!(seen.look(&all(paused(None)), &ada)[0].title, "example waits for a decision");
        seen.look(&all(ActionState::Running), &ada);
        assert_eq!(seen.look(&all(paused(None)), &ada).len(), 1);
    }

    #[test]
    fn what_needs_attention_is_told_of_when_it_begins_to() {
        let row = |name: &str| Row {
            app: None,
            name: name.into(),
            sentence: "It failed.".into(),
            path: "/".into(),
            ..Row::default()
        };
        assert_eq!(of_attention(None, &[row("web")], 0), []);
        let before = BTreeSet::from(["web".to_owned()]);
        let news = of_attention(Some(&before), &[row("web"), row("mailer")], 0);
        assert_eq!((news.len(), news[0].title.as_str()), (1, "mailer needs attention"));
    }
}
