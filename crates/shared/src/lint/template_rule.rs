//! Rules about templates: placeholders, and what makes one template fit all versions.

use std::ops::Range;

use fleet::UnitOption;
use fleet::lint::{Edit, Fix, MOST_FINDINGS, Severity, nearest};

/// A rule about templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TemplateRule {
    /// The text cannot be read.
    Unreadable,
    /// A placeholder that is none.
    UnknownPlaceholder,
    /// Nothing names the version.
    VersionUnused,
    /// A timer, a socket, a mount: an app is made of services.
    NotAService,
}

/// What is found, by the option's index.
pub(super) struct Found {
    pub(super) rule: TemplateRule,
    pub(super) index: Option<usize>,
    pub(super) span: Option<Range<usize>>,
    pub(super) message: String,
    pub(super) fix: Option<Fix>,
}

/// No slip makes a placeholder longer, in bytes.
const MOST_WORD: usize = 16;

const PLACEHOLDERS: [&str; 4] = ["app", "version", "instance", "image"];

impl TemplateRule {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::Unreadable, Self::UnknownPlaceholder, Self::VersionUnused, Self::NotAService];

    /// Its name, as scripts and people write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::UnknownPlaceholder => "unknown-placeholder",
            Self::VersionUnused => "version-unused",
            Self::NotAService => "not-a-service",
        }
    }

    /// How bad it is what it finds.
    pub fn severity(self) -> Severity {
        match self {
            Self::Unreadable | Self::NotAService => Severity::Error,
            Self::UnknownPlaceholder | Self::VersionUnused => Severity::Warning,
        }
    }

    /// What it is about.
    pub fn about(self) -> &'static str {
        match self {
            Self::Unreadable => {
                "The text is neither a unit file nor JSON with options; the line says where that shows."
            }
            Self::UnknownPlaceholder => {
                "A placeholder with a slip: Quarterdeck fills `{app}`, `{version}`, `{instance}` and `{image}`, and leaves every \
                 other pair of braces as it stands."
            }
            Self::VersionUnused => {
                "A template in which nothing names the version: every version would run the same."
            }
            Self::NotAService => {
                "A unit file of another type, such as a timer. Apps are made of services; other units are given to Fleet under \
                 their own names, with fleetctl or through `/fleet/v1`."
            }
        }
    }

    /// A template in which it finds something.
    pub fn example(self) -> &'static str {
        match self {
            Self::Unreadable => "[Service]\nExecStart",
            Self::UnknownPlaceholder => "[Service]\nExecStart=/opt/{app}/{verison}/run",
            Self::VersionUnused => "[Service]\nExecStart=/opt/program/run",
            Self::NotAService => "[Unit]\nDescription=Every night\n[Timer]\nOnCalendar=daily",
        }
    }
}

pub(super) fn check(options: &[UnitOption]) -> Vec<Found> {
    if let Some(kind) = other_kind(options) {
        let message = say::server::lint::not_a_service(&kind);
        return vec![Found { rule: TemplateRule::NotAService, index: None, span: None, message, fix: None }];
    }
    let placeholders = options.iter().enumerate().flat_map(|(index, option)| placeholders(index, option));
    let mut found: Vec<Found> = placeholders.take(MOST_FINDINGS).collect();
    found.extend(version(options));
    found
}

fn placeholders(index: usize, option: &UnitOption) -> impl Iterator<Item = Found> {
    let value = option.value.as_str();
    value.match_indices('{').filter_map(move |(at, _)| {
        let length = value.bytes().skip(at + 1).take(MOST_WORD + 1).position(|sign| sign == b'}')?;
        let word = value.get(at + 1..at + 1 + length)?;
        let is_ours = !value.get(..at)?.ends_with('$') && !PLACEHOLDERS.contains(&word);
        let meant = nearest(word, PLACEHOLDERS.into_iter()).filter(|_| is_ours)?;
        let span = at..at + word.len() + 2;
        let mut mended = value.to_owned();
        mended.replace_range(span.clone(), &format!("{{{meant}}}"));
        Some(Found {
            rule: TemplateRule::UnknownPlaceholder,
            index: Some(index),
            span: Some(span),
            message: say::server::lint::no_placeholder(&word, &meant),
            fix: Some(Fix {
                label: say::server::lint::write_placeholder(&meant),
                edits: vec![Edit::Replace { index, value: mended }],
                is_choice: false,
            }),
        })
    })
}

/// The type of unit that it is written for, if that is no service.
fn other_kind(options: &[UnitOption]) -> Option<String> {
    const KINDS: [&str; 5] = ["Timer", "Socket", "Mount", "Automount", "Path"];
    let has = |section: &str| options.iter().any(|option| option.section == section);
    (!has("Service")).then(|| KINDS.into_iter().find(|kind| has(kind)).map(str::to_lowercase)).flatten()
}

fn version(options: &[UnitOption]) -> Option<Found> {
    let names_version = |option: &UnitOption| {
        ["{version}", "%p", "%n", "%N"].iter().any(|placeholder| option.value.contains(placeholder))
    };
    (!options.iter().any(names_version)).then(|| Found {
        rule: TemplateRule::VersionUnused,
        index: None,
        span: None,
        message: say::server::lint::version_unused().to_owned(),
        fix: None,
    })
}
