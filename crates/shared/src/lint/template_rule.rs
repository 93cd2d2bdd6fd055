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
    pub const ALL: [Self; 3] = [Self::Unreadable, Self::UnknownPlaceholder, Self::VersionUnused];

    /// Its name, as scripts and people write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::UnknownPlaceholder => "unknown-placeholder",
            Self::VersionUnused => "version-unused",
        }
    }

    /// How bad it is what it finds.
    pub fn severity(self) -> Severity {
        match self {
            Self::Unreadable => Severity::Error,
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
        }
    }

    /// A template in which it finds something.
    pub fn example(self) -> &'static str {
        match self {
            Self::Unreadable => "[Service]\nExecStart",
            Self::UnknownPlaceholder => "[Service]\nExecStart=/opt/{app}/{verison}/run",
            Self::VersionUnused => "[Service]\nExecStart=/opt/program/run",
        }
    }
}

pub(super) fn check(options: &[UnitOption]) -> Vec<Found> {
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
            message: format!(
                "{{{word}}} is no placeholder and stays as it stands. Did you mean {{{meant}}}?"
            ),
            fix: Some(Fix {
                label: format!("Write {{{meant}}}"),
                edits: vec![Edit::Replace { index, value: mended }],
                is_choice: false,
            }),
        })
    })
}

fn version(options: &[UnitOption]) -> Option<Found> {
    let names_version = |option: &UnitOption| {
        ["{version}", "%p", "%n", "%N"].iter().any(|placeholder| option.value.contains(placeholder))
    };
    (!options.iter().any(names_version)).then(|| Found {
        rule: TemplateRule::VersionUnused,
        index: None,
        span: None,
        message: "Nothing in it names the version, so every version would run the same. {version} stands for it, and systemd's \
                  %p for APP:VERSION."
            .to_owned(),
        fix: None,
    })
}
