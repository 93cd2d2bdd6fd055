//! What is wrong with a name, a version or options that somebody typed or pasted, for people: Fleet's vocabulary finds
//! it (`fleet`), and says it in English alone.

use fleet::guard::{self, OptionPart, OptionProblem};
use fleet::{
    AppName, AppNameError, GuardError, RequirementError, Version, VersionError, go_quote, unit_file,
};
use say::mistakes as words;

/// Of the name of an app.
pub fn app_name(error: &AppNameError) -> String {
    match error {
        AppNameError::Empty => words::app_empty().to_owned(),
        AppNameError::TooLong => words::app_long(&AppName::MAX_LENGTH),
        AppNameError::Start(first) => words::app_start(&sign(*first)),
        AppNameError::Sign(other) => words::app_sign(&sign(*other)),
    }
}

/// Of a version.
pub fn version(error: &VersionError) -> String {
    match error {
        VersionError::Empty => words::version_empty().to_owned(),
        VersionError::TooLong => words::version_long(&Version::MAX_LENGTH),
        VersionError::Start(first) => words::version_start(&sign(*first)),
        VersionError::Sign(other) => words::version_sign(&sign(*other)),
    }
}

/// Of what is not sent to Fleet.
pub fn unit(error: &GuardError) -> String {
    match error {
        GuardError::NameTooLong { bytes } => words::unit_name_long(bytes, &guard::MAX_NAME_BYTES),
        GuardError::TypeNotUnloadable(kind) => words::type_not_unloadable(kind),
        GuardError::HostUnit { name } => words::unit_of_host(name),
        GuardError::Option { number, label, problem } => words::option_at(number, label, &option(problem)),
        GuardError::TooManyOptions { count } => words::too_many_options(count, &guard::MAX_OPTIONS),
        GuardError::TextTooLong { bytes } => words::too_much_text(bytes, &guard::MAX_TEXT_BYTES),
        GuardError::TooManyFleetValues { key, count } => {
            words::too_many_values(key, count, &guard::MAX_FLEET_VALUES)
        }
    }
}

/// The same of an option of which the line is told, not its number.
pub fn unit_on_a_line(error: &GuardError) -> String {
    match error {
        GuardError::Option { label, problem, .. } => words::option(label, &option(problem)),
        other => unit(other),
    }
}

/// Of options that Fleet refuses together.
pub fn together(error: &RequirementError) -> String {
    let quoted = |text: &String| go_quote::Text(text).to_string();
    match error {
        RequirementError::PeerConflicts { peer, conflict } => {
            words::peer_conflicts(&quoted(peer), &quoted(conflict))
        }
        RequirementError::PeerReplaced { peer, replace } => {
            words::peer_replaced(&quoted(peer), &quoted(replace))
        }
        RequirementError::MachineIdWithPeers => words::not_together(&"MachineID", &"MachineOf"),
        RequirementError::MachineIdWithConflicts => words::not_together(&"MachineID", &"Conflicts"),
        RequirementError::MachineIdWithGlobal => words::not_together(&"MachineID", &"Global"),
        RequirementError::MachineIdWithReplaces => words::not_together(&"MachineID", &"Replaces"),
        RequirementError::GlobalWithPeers => words::not_together(&"Global", &"MachineOf"),
        RequirementError::GlobalWithReplaces => words::not_together(&"Global", &"Replaces"),
        RequirementError::ConflictsWithReplaces => words::not_together(&"Conflicts", &"Replaces"),
    }
}

fn option(problem: &OptionProblem) -> String {
    match problem {
        OptionProblem::Empty(which) => words::part_empty(&part(*which)),
        OptionProblem::LineBreak(which) => words::part_line_break(&part(*which)),
        OptionProblem::ControlSign(which, other) => words::part_control_sign(&part(*which), &sign(*other)),
        OptionProblem::ReservedSign(which, other) => words::part_reserved_sign(&part(*which), &sign(*other)),
        OptionProblem::Comment(first) => words::name_is_comment(&sign(*first)),
        OptionProblem::BlankAtEnd(which) => words::part_blank(&part(*which)),
        OptionProblem::TrailingBackslash => words::value_backslash().to_owned(),
        OptionProblem::LineTooLong { part: which, bytes } => {
            words::part_long(bytes, &(unit_file::LINE_LIMIT - 1), &part(*which))
        }
        OptionProblem::SectionInterleaved => words::section_again().to_owned(),
    }
}

fn part(part: OptionPart) -> &'static str {
    match part {
        OptionPart::Section => words::section(),
        OptionPart::Name => words::name(),
        OptionPart::Value => words::value(),
    }
}

/// A sign as it can be shown, also one that nobody sees: "\n". The language has its own marks around it.
fn sign(sign: char) -> String {
    let quoted = format!("{sign:?}");
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use fleet::{UnitName, UnitOption, UnitType};

    use super::*;

    /// The English is said in two places: here, and by `fleet` to whoever reads a log.
    #[test]
    fn names_and_versions_are_said_as_fleet_says_them() {
        for text in ["", "-a", "a b", "a\n", "a\"", "a'", &"a".repeat(200)] {
            let (app, other) = (AppName::parse(text).unwrap_err(), Version::parse(text).unwrap_err());
            assert_eq!(app_name(&app), app.to_string());
            assert_eq!(version(&other), other.to_string());
        }
    }

    #[test]
    fn what_is_not_sent_is_said_as_fleet_says_it() {
        use OptionProblem as Problem;
        let parts = [OptionPart::Section, OptionPart::Name, OptionPart::Value];
        let of_parts = parts.into_iter().flat_map(|part| {
            [
                Problem::Empty(part),
                Problem::LineBreak(part),
                Problem::ControlSign(part, '\u{7}'),
                Problem::ReservedSign(part, '='),
                Problem::BlankAtEnd(part),
                Problem::LineTooLong { part, bytes: 3_000 },
            ]
        });
        let problems =
            of_parts.chain([Problem::Comment('#'), Problem::TrailingBackslash, Problem::SectionInterleaved]);
        let label = || "Service/ExecStart".to_owned();
        let options = problems.map(|problem| GuardError::Option { number: 2, label: label(), problem });
        let errors = options.chain([
            GuardError::NameTooLong { bytes: 300 },
            GuardError::TypeNotUnloadable(UnitType::Swap),
            GuardError::HostUnit { name: UnitName::parse("sshd.service").unwrap() },
            GuardError::TooManyOptions { count: 600 },
            GuardError::TextTooLong { bytes: 300_000 },
            GuardError::TooManyFleetValues { key: "Conflicts".into(), count: 70 },
        ]);
        for error in errors {
            assert_eq!(unit(&error), error.to_string());
        }
    }

    #[test]
    fn where_the_line_is_told_the_number_is_not() {
        let option = UnitOption { section: "Service".into(), name: "ExecStart".into(), value: String::new() };
        let error = guard::check_options(&[UnitOption { name: String::new(), ..option }]).unwrap_err();
        assert_eq!(unit_on_a_line(&error), "Service/: the name is empty: fill it in");
    }

    #[test]
    fn options_that_exclude_each_other_are_named_as_people_write_them() {
        let both = RequirementError::MachineIdWithPeers;
        assert_eq!(together(&both), "MachineID cannot be used with MachineOf");
        let peer =
            RequirementError::PeerConflicts { peer: "a.service".into(), conflict: "a*.service".into() };
        assert_eq!(together(&peer), "MachineOf names \"a.service\", and Conflicts excludes \"a*.service\"");
    }
}
