//! A line of the record as a sentence, in the past: "ada removed 3 units of example 1.0.0, undone after 4 s". Pure.

use shared::audit::{AuditRow, Outcome};
use shared::words::span;

/// Shorter than this nobody asks how long it took.
const QUICK_MS: u64 = 2_000;

/// The first words of summaries, and what they are once it is done.
const PAST: &[(&str, &str)] = &[
    ("Roll", "rolled"),
    ("Put", "put"),
    ("Set", "set"),
    ("Let", "let"),
    ("Make", "made"),
    ("Write", "wrote"),
    ("Leave", "left"),
    ("Begin", "began"),
    ("Give", "gave"),
    ("Take", "took"),
    ("Do", "did"),
    ("Send", "sent"),
    ("Sign", "signed"),
    ("Stop", "stopped"),
    ("Ban", "banned"),
    ("Deny", "denied"),
    ("Copy", "copied"),
    ("Retry", "retried"),
    ("Skip", "skipped"),
    ("Back", "backed"),
    ("Withdraw", "withdrew"),
];

/// The sentence.
pub(super) fn told(row: &AuditRow) -> String {
    let who = who(row);
    let asked = asked(row);
    match row.outcome {
        Outcome::Done => format!("{who} {}{}", past(&asked), within(row)),
        Outcome::Undone => format!("{who} {}, undone after {}", past(&asked), span(took_ms(row))),
        Outcome::Aborted => format!("{who} began to {}, and it was aborted{}", lower(&asked), after(row)),
        Outcome::RolledBack => {
            format!("{who} began to {}, and it was rolled back{}", lower(&asked), after(row))
        }
        Outcome::Refused => format!("{who} was refused to {}", lower(&asked)),
        Outcome::Failed => format!("{who} tried to {}, and it failed{}", lower(&asked), after(row)),
        Outcome::Open if row.ended_ms.is_some() => {
            format!("{who} began to {}, and its end is not known", lower(&asked))
        }
        Outcome::Open => format!("{who} began to {}, which goes on", lower(&asked)),
    }
}

/// "ada", "token ci", "somebody as ada", "the command line".
fn who(row: &AuditRow) -> String {
    match row.via.as_str() {
        "token" => format!("token {}", row.actor),
        "command line" => "the command line".to_owned(),
        "server" => "Quarterdeck".to_owned(),
        "nobody" if row.actor.is_empty() => "somebody".to_owned(),
        "nobody" => format!("somebody as {}", row.actor),
        _ => row.actor.clone(),
    }
}

/// What it was about. The policy says no before anybody looks at what it is about: then only the verb is known.
fn asked(row: &AuditRow) -> String {
    match (row.outcome, row.summary.as_str()) {
        (Outcome::Refused, "Refused" | "") if row.app.is_empty() => format!("Use the right “{}”", row.verb),
        (Outcome::Refused, "Refused" | "") => format!("Use the right “{}” on {}", row.verb, row.app),
        (_, summary) => summary.to_owned(),
    }
}

fn past(summary: &str) -> String {
    let (first, rest) = summary.split_at(summary.find([' ', ':']).unwrap_or(summary.len()));
    let known = PAST.iter().find(|(now, _)| *now == first).map(|(_, past)| (*past).to_owned());
    let regular = || {
        let lower = lower(first);
        match lower.as_bytes() {
            [.., b'e'] => format!("{lower}d"),
            [.., before, b'y'] if !b"aeiou".contains(before) => format!("{}ied", &lower[..lower.len() - 1]),
            _ => format!("{lower}ed"),
        }
    };
    format!("{}{rest}", known.unwrap_or_else(regular))
}

fn lower(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_lowercase().chain(signs).collect())
}

fn took_ms(row: &AuditRow) -> u64 {
    row.ended_ms.unwrap_or(row.at_ms).saturating_sub(row.at_ms)
}

fn within(row: &AuditRow) -> String {
    if took_ms(row) < QUICK_MS { String::new() } else { format!(", in {}", span(took_ms(row))) }
}

fn after(row: &AuditRow) -> String {
    if took_ms(row) < QUICK_MS { String::new() } else { format!(" after {}", span(took_ms(row))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(summary: &str, outcome: Outcome, ended_ms: Option<u64>) -> AuditRow {
        AuditRow {
            id: 1,
            at_ms: 1_000,
            actor: "ada".into(),
            via: "session".into(),
            peer: String::new(),
            verb: "remove".into(),
            cluster: "default".into(),
            app: "example".into(),
            summary: summary.into(),
            detail: Vec::new(),
            outcome,
            note: String::new(),
            ended_ms,
            action: None,
            told: String::new(),
        }
    }

    #[test]
    fn each_end_has_its_sentence() {
        let remove = "Remove 3 units of example 1.0.0";
        let told = |outcome, ended_ms| told(&row(remove, outcome, ended_ms));
        assert_eq!(told(Outcome::Done, Some(1_500)), "ada removed 3 units of example 1.0.0");
        assert_eq!(told(Outcome::Done, Some(49_000)), "ada removed 3 units of example 1.0.0, in 48 s");
        assert_eq!(
            told(Outcome::Undone, Some(5_000)),
            "ada removed 3 units of example 1.0.0, undone after 4 s"
        );
        assert_eq!(
            told(Outcome::Failed, Some(601_000)),
            "ada tried to remove 3 units of example 1.0.0, and it failed after 10 min"
        );
        assert_eq!(
            told(Outcome::Aborted, Some(61_000)),
            "ada began to remove 3 units of example 1.0.0, and it was aborted after 1 min"
        );
        assert_eq!(
            told(Outcome::RolledBack, Some(61_000)),
            "ada began to remove 3 units of example 1.0.0, and it was rolled back after 1 min"
        );
        assert_eq!(told(Outcome::Refused, Some(1_000)), "ada was refused to remove 3 units of example 1.0.0");
        assert_eq!(told(Outcome::Open, None), "ada began to remove 3 units of example 1.0.0, which goes on");
        assert_eq!(
            told(Outcome::Open, Some(2_000)),
            "ada began to remove 3 units of example 1.0.0, and its end is not known"
        );
        let refused = row("Refused", Outcome::Refused, Some(1_000));
        assert_eq!(super::told(&refused), "ada was refused to use the right “remove” on example");
    }

    #[test]
    fn everybody_is_named_as_they_came_in() {
        let by = |via: &str, actor: &str| {
            told(&AuditRow {
                via: via.into(),
                actor: actor.into(),
                ..row("Sign in with a password", Outcome::Refused, None)
            })
        };
        assert_eq!(by("token", "ci"), "token ci was refused to sign in with a password");
        assert_eq!(by("nobody", "ada"), "somebody as ada was refused to sign in with a password");
        assert_eq!(by("nobody", ""), "somebody was refused to sign in with a password");
    }

    #[test]
    fn what_is_asked_for_becomes_what_was_done() {
        for (summary, words) in [
            ("Deploy 3 instances of example 2.0.0", "deployed 3 instances of example 2.0.0"),
            ("Scale example 1.0.0 from 1 to 3 instances", "scaled example 1.0.0 from 1 to 3 instances"),
            ("Launch 1 instance of example", "launched 1 instance of example"),
            ("Roll example back to 2 instances", "rolled example back to 2 instances"),
            ("Put back 3 units of example", "put back 3 units of example"),
            ("Stop web@3.service", "stopped web@3.service"),
            ("Start web@3.service", "started web@3.service"),
            ("Restart web", "restarted web"),
            ("Destroy web@3.service", "destroyed web@3.service"),
            (
                "Set the desired state of a.service to launched",
                "set the desired state of a.service to launched",
            ),
            ("Replace the options of a.service", "replaced the options of a.service"),
            ("Make API token ci (admin, 1 day)", "made API token ci (admin, 1 day)"),
            ("Revoke API token ci", "revoked API token ci"),
            ("Write the template of web", "wrote the template of web"),
            ("Add the template of web", "added the template of web"),
            ("Change the settings of web", "changed the settings of web"),
            ("Sign out", "signed out"),
            ("Ask for approval of the restart of web", "asked for approval of the restart of web"),
            ("Approve ada's deployment of web 2.0.0", "approved ada's deployment of web 2.0.0"),
            ("Decline ada's scaling of web to 3", "declined ada's scaling of web to 3"),
            ("Withdraw the deployment of web 2.0.0", "withdrew the deployment of web 2.0.0"),
            ("End another session of one's own", "ended another session of one's own"),
            ("Pause: Deploy 1 instance", "paused: Deploy 1 instance"),
            ("Abort: Deploy 1 instance", "aborted: Deploy 1 instance"),
            ("Resume: Deploy 1 instance", "resumed: Deploy 1 instance"),
        ] {
            assert_eq!(past(summary), words);
        }
    }
}
