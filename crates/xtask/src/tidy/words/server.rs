//! Sentences for people stand in the catalogues: what the server answers with is not written where it is said.

use super::super::Source;

/// What takes a sentence. Written with a literal behind it, it would be in English for everybody.
const TAKES_WORDS: [&str; 17] = [
    "Error::bad_request(",
    "Error::not_found(",
    "Error::Conflict(",
    "Error::NotSignedIn(",
    "Error::StepUpNeeded(",
    "Error::StaleData(",
    "Error::AppLocked(",
    "Error::ConfirmationNeeded(",
    "Error::NotThisPerson(",
    "PlanError::nothing_to_do(",
    "PlanError::bad_template(",
    "PlanError::busy(",
    "draft.note(",
    "Said::new(",
    "self.say(now_ms, None, ",
    "Verdict::Never(",
    "Verdict::NotYet(",
];
const LITERALS: [&str; 2] = ["\"", "format!("];

pub(super) fn check(sources: &[Source], broken: &mut Vec<String>) {
    for source in sources {
        check_one(source, broken);
    }
}

fn check_one(source: &Source, broken: &mut Vec<String>) {
    let path = source.path.as_str();
    let speaks = path.starts_with("server/src/") || path.starts_with("crates/shared/src/");
    // The command line is in English, as its log is.
    if !speaks
        || path.contains("command_line")
        || path.starts_with("server/src/cli/")
        || path.ends_with("tests.rs")
        || path.contains("/tests/")
    {
        return;
    }
    let code = super::without_tests(&source.text);
    for call in TAKES_WORDS {
        for (at, _) in code.match_indices(call) {
            let (before, behind) = code.split_at(at);
            let behind = behind[call.len()..].trim_start();
            if LITERALS.iter().any(|literal| behind.starts_with(literal)) {
                let line = before.matches('\n').count() + 1;
                broken
                    .push(format!("{path}:{line}: a sentence that is in no catalogue (crates/say): {call}"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::said;
    use super::*;

    #[test]
    fn a_sentence_in_the_code_is_found() {
        let found = |path: &str, code: &str| said(check_one, path, code).len();
        assert_eq!(found("server/src/routes/a.rs", "Error::not_found(\"This\")"), 1);
        assert_eq!(found("crates/shared/src/plan/a.rs", "PlanError::busy(\n    format!(\"{x}\"))"), 1);
        assert_eq!(found("server/src/routes/a.rs", "Error::not_found(say::server::people::user(&name))"), 0);
        let tested = "use a;\n#[cfg(test)]\nmod tests {\n    Error::not_found(\"x\")\n}";
        assert_eq!(found("server/src/routes/a.rs", tested), 0);
        assert_eq!(found("server/src/service/command_line.rs", "Error::not_found(\"This\")"), 0);
    }
}
