//! A line of the record as a sentence, in the past: "ada removed 3 units of example 1.0.0, undone after 4 s". Pure.

use say::server::record;
use say::{Language, Scope};
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
    ("Have", "had"),
    ("Bring", "brought"),
];

/// The sentence, in the language of whoever reads it.
pub(super) fn told(row: &AuditRow) -> String {
    let who = who(row);
    let asked = refused_right(row).unwrap_or_else(|| row.summary_said().to_owned());
    let (done, to_do) = match is_english() {
        true => (past(&asked), lower(&asked)),
        // Where what was done has another form than what is to be done, the frames are worded around that.
        false => (asked.clone(), asked),
    };
    match row.outcome {
        Outcome::Done => record::done(&who, &done, &within(row)),
        Outcome::Undone => record::undone(&who, &done, &span(took_ms(row))),
        Outcome::Aborted => record::aborted(&who, &to_do, &after(row)),
        Outcome::RolledBack => record::rolled_back(&who, &to_do, &after(row)),
        Outcome::Refused => record::refused(&who, &to_do),
        Outcome::Failed => record::failed(&who, &to_do, &after(row)),
        Outcome::Open if row.ended_ms.is_some() => record::end_is_unknown(&who, &to_do),
        Outcome::Open => record::goes_on(&who, &to_do),
    }
}

/// Names what was refused also where the line's words are shown alone, for whoever reads another language.
pub(super) fn name_refused(row: &mut AuditRow) {
    if let (Some(right), Some(said)) = (refused_right(row), &mut row.said) {
        said.summary = right;
    }
}

fn is_english() -> bool {
    Scope::current().language == Language::English
}

/// "ada", "token ci", "somebody as ada", "the command line".
fn who(row: &AuditRow) -> String {
    match row.via.as_str() {
        "token" => record::who_token(&row.actor),
        "command line" => record::who_command_line().to_owned(),
        "server" => "Quarterdeck".to_owned(),
        "nobody" if row.actor.is_empty() => record::who_somebody().to_owned(),
        "nobody" => record::who_somebody_as(&row.actor),
        _ => row.actor.clone(),
    }
}

/// The policy says no before anybody looks at what it is about: then only the right is known.
fn refused_right(row: &AuditRow) -> Option<String> {
    if row.outcome != Outcome::Refused || !matches!(row.summary.as_str(), "Refused" | "") {
        return None;
    }
    let right = match row.app.as_str() {
        "" => record::use_right(&row.verb),
        app => record::use_right_on(&row.verb, &app),
    };
    // Said at once: in English it is taken apart.
    Some(say::tell(&right).into_owned())
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
    if took_ms(row) < QUICK_MS { String::new() } else { record::within(&span(took_ms(row))) }
}

fn after(row: &AuditRow) -> String {
    if took_ms(row) < QUICK_MS { String::new() } else { record::after(&span(took_ms(row))) }
}

#[cfg(test)]
mod tests {
    use shared::audit::AuditWords;

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
            said: None,
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
        assert_eq!(
            told(Outcome::Refused, Some(1_000)),
            "ada tried to remove 3 units of example 1.0.0, and was refused"
        );
        assert_eq!(
            told(Outcome::Open, None),
            "ada began to remove 3 units of example 1.0.0, and it is under way"
        );
        assert_eq!(
            told(Outcome::Open, Some(2_000)),
            "ada began to remove 3 units of example 1.0.0, and how it ended is not known"
        );
        let refused = row("Refused", Outcome::Refused, Some(1_000));
        assert_eq!(super::told(&refused), "ada tried to use the right “remove” on example, and was refused");
    }

    #[test]
    fn it_is_told_in_the_language_of_whoever_reads_it() {
        let told = |said: &str, outcome| {
            let words = AuditWords { summary: said.into(), ..AuditWords::default() };
            let row = AuditRow { said: Some(words), ..row("Refused", outcome, Some(49_000)) };
            let told = Scope { language: Language::German, keeps: true }.within(|| told(&row));
            say::in_language(Language::German, || say::tell(&told).into_owned())
        };
        for (said, outcome, sentence) in [
            ("3 Units entfernen", Outcome::Done, "ada: 3 Units entfernen, in 48 s"),
            ("Refused", Outcome::Refused, "ada: Das Recht „remove“ für example nutzen; abgelehnt"),
            ("„web“ pausieren", Outcome::Failed, "ada: „web“ pausieren; fehlgeschlagen nach 48 s"),
            ("What nobody here says", Outcome::Done, "ada: What nobody here says, in 48 s"),
        ] {
            assert_eq!(told(said, outcome), sentence);
        }
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
        assert_eq!(by("token", "ci"), "token ci tried to sign in with a password, and was refused");
        assert_eq!(
            by("nobody", "ada"),
            "somebody under the name ada tried to sign in with a password, and was refused"
        );
        assert_eq!(by("nobody", ""), "somebody tried to sign in with a password, and was refused");
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
            ("Have screen Hall show its name", "had screen Hall show its name"),
            ("Ask for approval of the restart of web", "asked for approval of the restart of web"),
            ("Approve ada's deployment of web 2.0.0", "approved ada's deployment of web 2.0.0"),
            ("Decline ada's scaling of web to 3", "declined ada's scaling of web to 3"),
            ("Withdraw the deployment of web 2.0.0", "withdrew the deployment of web 2.0.0"),
            ("End another session of their own", "ended another session of their own"),
            ("Pause “Deploy 1 instance”", "paused “Deploy 1 instance”"),
            ("Abort “Deploy 1 instance”", "aborted “Deploy 1 instance”"),
            (
                "Bring back what ran before “Deploy 1 instance”",
                "brought back what ran before “Deploy 1 instance”",
            ),
        ] {
            assert_eq!(past(summary), words);
        }
    }
}
