//! What every rule needs of a unit: its type, its command lines, its calls of Docker, worked out once.

use crate::command_line::{self, Command, UnbalancedQuote};
use crate::{UnitName, UnitOption, UnitType};

use super::docker::{self, Call};
use super::{Subject, directives};

/// So many calls of Docker are looked at, each with those before it; a unit has a handful.
const MOST_CALLS: usize = 200;

pub(super) struct Context<'a> {
    pub(super) subject: &'a Subject<'a>,
    pub(super) options: &'a [UnitOption],
    pub(super) kind: UnitType,
    /// The options that are command lines.
    pub(super) execs: Vec<Exec<'a>>,
    /// Their calls of Docker, in order.
    pub(super) calls: Vec<Call>,
}

/// An option that is a command line.
pub(super) struct Exec<'a> {
    pub(super) index: usize,
    pub(super) option: &'a UnitOption,
    pub(super) commands: Result<Vec<Command>, UnbalancedQuote>,
}

impl<'a> Context<'a> {
    pub(super) fn new(subject: &'a Subject<'a>) -> Self {
        let options = subject.options;
        let is_command = |option: &UnitOption| {
            matches!(option.section.as_str(), "Service" | "Socket")
                && matches!(
                    option.name.as_str(),
                    "ExecCondition"
                        | "ExecReload"
                        | "ExecStart"
                        | "ExecStartPost"
                        | "ExecStartPre"
                        | "ExecStop"
                        | "ExecStopPost"
                        | "ExecStopPre"
                )
        };
        let execs: Vec<Exec<'a>> = options
            .iter()
            .enumerate()
            .filter(|(_, option)| is_command(option))
            .map(|(index, option)| Exec { index, option, commands: command_line::commands(&option.value) })
            .collect();
        let calls = execs.iter().flat_map(docker::calls).take(MOST_CALLS).collect();
        Self { subject, options, kind: kind(subject), execs, calls }
    }

    /// The options of a section with this name, with their places.
    pub(super) fn named(&self, section: &str, name: &str) -> impl Iterator<Item = (usize, &'a UnitOption)> {
        self.options
            .iter()
            .enumerate()
            .filter(move |(_, option)| option.section == section && option.name == name)
    }

    /// The value that counts: systemd takes the last.
    pub(super) fn last(&self, section: &str, name: &str) -> Option<(usize, &'a UnitOption)> {
        self.named(section, name).last()
    }

    /// The text as systemd will see it, as far as that can be known: stand-ins filled, specifiers of the name expanded.
    pub(super) fn expand(&self, text: &str) -> String {
        let filled = self.fill(text);
        match self.subject.name {
            Some(name) => expand(&filled, name),
            None => filled,
        }
    }

    /// The text as it will be sent.
    pub(super) fn fill(&self, text: &str) -> String {
        let stand_ins = self.subject.stand_ins.iter();
        stand_ins.fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    }

    /// The options as they will be sent.
    pub(super) fn filled(&self) -> Vec<UnitOption> {
        let fill = |option: &UnitOption| UnitOption { value: self.fill(&option.value), ..option.clone() };
        self.options.iter().map(fill).collect()
    }

    /// Where to put a new option of this section: before this one, or behind the section's last.
    pub(super) fn end_of(&self, section: &str) -> usize {
        self.options
            .iter()
            .rposition(|option| option.section == section)
            .map_or(self.options.len(), |at| at + 1)
    }
}

/// The type by the name; without one, by the section that only one type has.
fn kind(subject: &Subject<'_>) -> UnitType {
    subject.name.map(UnitName::unit_type).unwrap_or_else(|| {
        let sections = subject.options.iter().map(|option| option.section.as_str());
        sections.filter_map(directives::type_of).next().unwrap_or(UnitType::Service)
    })
}

/// Expands the specifiers that follow from the name; the others stay. A template's instance is taken to be `1`.
fn expand(text: &str, name: &UnitName) -> String {
    let instance = match name.instance() {
        Some("") => "1",
        Some(instance) => instance,
        None => "",
    };
    let prefix = name.prefix();
    let stem = if name.is_template() { format!("{prefix}@1") } else { name.without_type().to_owned() };
    let mut expanded = String::with_capacity(text.len());
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        let specifier = signs.as_str().chars().next().filter(|_| sign == '%');
        match specifier {
            Some('p' | 'P') => expanded.push_str(prefix),
            Some('i' | 'I') => expanded.push_str(instance),
            Some('N') => expanded.push_str(&stem),
            Some('n') => expanded.extend([stem.as_str(), ".", name.unit_type().as_str()]),
            Some('%') => expanded.push('%'),
            _ => {
                expanded.push(sign);
                continue;
            }
        }
        signs.next();
    }
    expanded
}
