//! The lint of a pasted text: what [`fleet::lint`] finds in its options, at the lines of the text, and the text mended.
//!
//! Owns the API's bodies, the places in a text, and the rules about placeholders. Rules about Fleet and systemd stand
//! in `fleet`.

use fleet::lint::{self as unit_lint, ContainerName, Finding, Fix, Severity, Subject};
use fleet::{AppName, AppUnit, UnitName, UnitOption};
use serde::{Deserialize, Serialize};

use crate::ClusterName;
use crate::template::{self, SourceError, Sourced};

mod document;
mod locate;
mod template_rule;

pub use document::document;
pub use template_rule::TemplateRule;

/// Asks what is to be said about a template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LintRequest {
    /// A unit file, or a JSON body for Fleet (`unit.json`), as it is.
    pub source: String,
    /// The app whose template it is, if it has a name already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<AppName>,
    /// What fills `{image}`; empty if that is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub image: String,
    /// The cluster whose machines count; without one the only cluster there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<ClusterName>,
}

/// What is to be said about a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LintReport {
    /// The findings, in the order of the text.
    pub findings: Vec<FindingView>,
    /// The whole text made right, if that changes anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<RightView>,
}

/// Something in a text that should be otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindingView {
    /// The rule's name, such as `container-name-colon`.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// The line, from 1, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The column, from 1, in characters, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// What will happen and what to do, in sentences.
    pub message: String,
    /// How to mend it, where no choice is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<FixView>,
}

/// A fix, and what becomes of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FixView {
    /// What it does, as the words on a button.
    pub label: String,
    /// The text with it. JSON becomes a unit file.
    pub source: String,
}

/// A text made right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RightView {
    /// What was done, in words, in order.
    pub done: Vec<String>,
    /// The text. JSON becomes a unit file.
    pub source: String,
}

/// What a text is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What<'a> {
    /// The template of an app, if it has a name already, with what fills `{image}`.
    Template {
        /// The app.
        app: Option<&'a AppName>,
        /// The image; may be empty.
        image: &'a str,
    },
    /// One unit, or a template of Fleet's own (`web@.service`).
    Unit(&'a UnitName),
}

/// The version that stands for all.
const SOME_VERSION: &str = "1.0.0";

/// Reads a text and says what is to be said about it. A text that cannot be read has findings for that and no others.
pub fn report(source: &str, what: What<'_>, machines: Option<usize>) -> LintReport {
    let read = match template::read_lines(source) {
        Ok(read) => read,
        Err(errors) => {
            return LintReport { findings: errors.into_iter().map(unreadable).collect(), right: None };
        }
    };
    let options: Vec<UnitOption> = read.iter().map(|sourced| sourced.option.clone()).collect();
    with_subject(&options, what, machines, |subject| {
        let unit = unit_lint::lint(subject)
            .into_iter()
            .map(|finding| view(source, &read, subject.options, &finding));
        let own = match what {
            What::Template { .. } => template_rule::check(&options),
            What::Unit(_) => Vec::new(),
        };
        let own = own.into_iter().map(|found| {
            let mut view = place(source, &read, found.index, found.span.as_ref());
            view.rule = found.rule.as_str().to_owned();
            view.severity = found.rule.severity();
            view.message = found.message;
            view.fix = found.fix.and_then(|fix| mended(source, &read, &options, &fix));
            view
        });
        let mut findings: Vec<FindingView> = unit.chain(own).collect();
        // Lines in order; what is about none comes first.
        findings.sort_by_key(|finding| (finding.line, finding.column));
        LintReport { findings, right: right(source, &read, subject) }
    })
}

/// Hands over what the rules need to know of these options.
fn with_subject<T>(
    options: &[UnitOption],
    what: What<'_>,
    machines: Option<usize>,
    then: impl FnOnce(&Subject<'_>) -> T,
) -> T {
    match what {
        What::Template { app, image } => {
            let app = app.map_or("app", AppName::as_str);
            let image = if image.is_empty() { "image" } else { image };
            // An app's name may be so long that the unit's is none: then it is judged without.
            let name = UnitName::parse(&format!("{app}:{SOME_VERSION}@1.service")).ok();
            then(&Subject {
                options,
                name: name.as_ref(),
                machines,
                stand_ins: &[
                    ("{app}", app),
                    ("{version}", SOME_VERSION),
                    ("{instance}", "1"),
                    ("{image}", image),
                ],
                container: Some(ContainerName { stem: "{app}-{version}", instance: Some("{instance}") }),
                tag: Some("{version}"),
            })
        }
        What::Unit(name) => {
            let written = name.prefix().replace(':', "-");
            let stem = if name.prefix().contains(':') { written.as_str() } else { "%p" };
            let version = AppUnit::parse(name).and_then(|unit| unit.version);
            then(&Subject {
                options,
                name: Some(name),
                machines,
                stand_ins: &[],
                container: Some(ContainerName { stem, instance: name.instance().map(|_| "%i") }),
                tag: version.as_ref().map(fleet::Version::as_str),
            })
        }
    }
}

fn unreadable(error: SourceError) -> FindingView {
    let mut signs = error.message.chars();
    let message = signs.next().into_iter().flat_map(char::to_uppercase).chain(signs).collect();
    FindingView {
        rule: TemplateRule::Unreadable.as_str().to_owned(),
        severity: TemplateRule::Unreadable.severity(),
        line: error.line,
        column: None,
        message,
        fix: None,
    }
}

fn view(source: &str, read: &[Sourced], options: &[UnitOption], finding: &Finding) -> FindingView {
    let (index, span) = match &finding.place {
        unit_lint::Place::Option { index, span } => (Some(*index), span.as_ref()),
        unit_lint::Place::Name | unit_lint::Place::File => (None, None),
    };
    let mut view = place(source, read, index, span);
    view.rule = finding.rule.as_str().to_owned();
    view.severity = finding.rule.severity();
    view.message.clone_from(&finding.message);
    view.fix = finding.fix.as_ref().and_then(|fix| mended(source, read, options, fix));
    view
}

/// A finding with its place alone.
fn place(
    source: &str,
    read: &[Sourced],
    index: Option<usize>,
    span: Option<&std::ops::Range<usize>>,
) -> FindingView {
    let at = index.and_then(|index| read.get(index)).map(|sourced| locate::locate(source, sourced, span));
    FindingView {
        rule: String::new(),
        severity: Severity::Hint,
        line: at.map(|(line, _)| line),
        column: at.and_then(|(_, column)| column),
        message: String::new(),
        fix: None,
    }
}

/// The text with a fix, if the options can be written as a text at all.
fn mended(source: &str, read: &[Sourced], options: &[UnitOption], fix: &Fix) -> Option<FixView> {
    let edited = unit_lint::traced(options, fix);
    let plain: Vec<UnitOption> = edited.iter().map(|(_, option)| option.clone()).collect();
    fleet::guard::check_options(&plain).ok()?;
    Some(FixView { label: fix.label.clone(), source: template::rewrite(source, read, &edited) })
}

/// The text with all fixes, one after the other, so that comments stay.
fn right(source: &str, read: &[Sourced], subject: &Subject<'_>) -> Option<RightView> {
    let made = unit_lint::make_right(subject);
    if made.done.is_empty() || fleet::guard::check_options(&made.options).is_err() {
        return None;
    }
    let edited: Vec<(Option<usize>, UnitOption)> = made.places.into_iter().zip(made.options).collect();
    let mut done: Vec<String> = Vec::new();
    for (_, label) in made.done {
        if done.last() != Some(&label) {
            done.push(label);
        }
    }
    Some(RightView { done, source: template::rewrite(source, read, &edited) })
}

#[cfg(test)]
mod tests;
