//! A line of the record in words. Pure.

use shared::audit::{AuditRow, Outcome};

use crate::state::words;
use crate::ui::icon::Icon;

/// Shorter than this nobody asks how long it took, in milliseconds.
const QUICK_MS: u64 = 2_000;

/// What stands in a line.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// What was asked for.
    pub what: String,
    /// How it ended, where that was not as meant: "refused".
    pub verdict: Option<&'static str>,
    /// Why, or how long it took.
    pub note: String,
    /// Its icon.
    pub icon: Icon,
}

/// Words for a line. `is_open` says whether its action is known to go on.
pub fn line(row: &AuditRow, is_open: bool) -> Line {
    let what = match (row.outcome, row.summary.as_str()) {
        // The policy said no before anybody looked at what it was about.
        (Outcome::Refused, "Refused" | "") => refused(row),
        (_, summary) => summary.to_owned(),
    };
    let (verdict, note) = match row.outcome {
        Outcome::Open if is_open => (Some("under way"), String::new()),
        Outcome::Open => (Some("no end recorded"), row.note.clone()),
        Outcome::Done => (None, took(row)),
        Outcome::Refused => (Some("refused"), row.note.clone()),
        Outcome::Failed => (Some("failed"), row.note.clone()),
        Outcome::Undone => (Some("taken back"), row.note.clone()),
    };
    Line { what, verdict, note, icon: icon(row) }
}

fn refused(row: &AuditRow) -> String {
    if row.app.is_empty() {
        format!("Use “{}”", row.verb)
    } else {
        format!("Use “{}” on {}", row.verb, row.app)
    }
}

fn took(row: &AuditRow) -> String {
    let ms = row.ended_ms.unwrap_or(row.at_ms).saturating_sub(row.at_ms);
    if ms < QUICK_MS { String::new() } else { format!("in {}", words::span(ms)) }
}

fn icon(row: &AuditRow) -> Icon {
    match (row.outcome, row.verb.as_str()) {
        (Outcome::Refused, _) => Icon::Lock,
        (Outcome::Failed, _) => Icon::Error,
        (Outcome::Undone, _) => Icon::Undo,
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

/// Who it was: "ada", "token ci", "nobody (as root)".
pub fn who(row: &AuditRow) -> String {
    match row.via.as_str() {
        "token" => format!("token {}", row.actor),
        "command line" => "the command line".to_owned(),
        "nobody" if row.actor.is_empty() => "nobody".to_owned(),
        "nobody" => format!("somebody as {}", row.actor),
        _ => row.actor.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::days::tests::row;
    use super::*;

    #[test]
    fn what_went_as_meant_needs_no_verdict() {
        let done = AuditRow { ended_ms: Some(48_000), ..row(1, 0) };
        let line = line(&done, false);
        assert_eq!((line.verdict, line.note.as_str()), (None, "in 48 s"));
        assert_eq!(line.icon, Icon::Remove);
    }

    #[test]
    fn a_refusal_says_what_was_wanted_and_why_not() {
        let refused = AuditRow {
            outcome: Outcome::Refused,
            summary: "Refused".into(),
            note: "bo may not do this.".into(),
            ..row(1, 0)
        };
        let line = line(&refused, false);
        assert_eq!(line.what, "Use “remove” on example");
        assert_eq!((line.verdict, line.note.as_str()), (Some("refused"), "bo may not do this."));
    }

    #[test]
    fn what_has_no_end_says_so_unless_it_goes_on() {
        let open = AuditRow { outcome: Outcome::Open, ..row(1, 0) };
        assert_eq!(line(&open, true).verdict, Some("under way"));
        assert_eq!(line(&open, false).verdict, Some("no end recorded"));
    }

    #[test]
    fn tokens_and_people_are_told_apart() {
        assert_eq!(who(&row(1, 0)), "ada");
        assert_eq!(who(&AuditRow { via: "token".into(), actor: "ci".into(), ..row(1, 0) }), "token ci");
    }
}
