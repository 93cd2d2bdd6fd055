//! A line of the record in words. Pure.

use shared::audit::{AuditRow, Outcome};

use crate::ui::icon::Icon;

/// What stands in a line.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Who did what, in a sentence, as the record says it.
    pub told: String,
    /// How it ended, where that was not as meant: "refused".
    pub verdict: Option<&'static str>,
    /// Its icon.
    pub icon: Icon,
}

/// Words for a line.
pub fn line(row: &AuditRow) -> Line {
    let verdict = match row.outcome {
        Outcome::Open if row.ended_ms.is_some() => Some(say::activity::not_known()),
        Outcome::Open => Some(say::activity::under_way()),
        Outcome::Done => None,
        Outcome::Refused => Some(say::activity::refused()),
        Outcome::Failed => Some(say::activity::failed()),
        Outcome::Aborted => Some(say::activity::aborted()),
        Outcome::RolledBack => Some(say::activity::rolled_back()),
        Outcome::Undone => Some(say::activity::undone()),
    };
    Line { told: row.told.clone(), verdict, icon: icon(row) }
}

/// Who, by their name, where they have one.
pub fn actor(name: &str) -> &str {
    match name {
        "" => say::activity::nobody(),
        "command line" => say::activity::command_line(),
        name => name,
    }
}

/// How somebody came in, and from where: "by an API token, from 10.0.0.7".
pub fn via(row: &AuditRow) -> String {
    let by = match row.via.as_str() {
        "session" => say::activity::by_session(),
        "token" => say::activity::by_token(),
        "certificate" => say::activity::by_certificate(),
        "trusted header" | "proxy" => say::activity::by_proxy(),
        "command line" => say::activity::by_command_line(),
        "server" => say::activity::by_itself(),
        _ => say::activity::by_nobody(),
    };
    if row.peer.is_empty() { by.to_owned() } else { say::activity::from_address(&by, &row.peer) }
}

/// By what was written. The record is in English, whatever language is spoken here: it is evidence.
fn icon(row: &AuditRow) -> Icon {
    match (row.outcome, row.verb.as_str()) {
        (Outcome::Refused, _) => Icon::Lock,
        (Outcome::Failed, _) => Icon::Error,
        (Outcome::Aborted, _) => Icon::Stop,
        (Outcome::Undone | Outcome::RolledBack, _) => Icon::Undo,
        (_, "launch" | "scale") => Icon::Deploy,
        (_, "remove") if row.summary.starts_with("Put back") => Icon::Undo,
        (_, "remove" | "force") => Icon::Remove,
        (_, "restart") => Icon::Refresh,
        (_, "template") => Icon::Template,
        (_, "raw-unit") => Icon::Terminal,
        (_, "users") => Icon::Key,
        (_, "sign-in" | "sign-out" | "account") => Icon::User,
        (_, "settings") => Icon::Settings,
        _ => Icon::Activity,
    }
}

#[cfg(test)]
mod tests {
    use super::super::days::tests::row;
    use super::*;

    #[test]
    fn what_went_as_meant_needs_no_verdict() {
        let verdict = |outcome, ended_ms| line(&AuditRow { outcome, ended_ms, ..row(1, 0) }).verdict;
        assert_eq!(verdict(Outcome::Done, Some(1)), None);
        assert_eq!(verdict(Outcome::Refused, Some(1)), Some("refused"));
        assert_eq!(verdict(Outcome::Aborted, Some(1)), Some("aborted"));
        assert_eq!(verdict(Outcome::Open, None), Some("under way"));
        assert_eq!(verdict(Outcome::Open, Some(1)), Some("not known"));
    }

    #[test]
    fn where_somebody_came_from_is_told() {
        assert_eq!(via(&row(1, 0)), "by a signed-in browser");
        let token = AuditRow { via: "token".into(), peer: "10.0.0.7".into(), ..row(1, 0) };
        assert_eq!(via(&token), "by an API token, from 10.0.0.7");
    }
}
