//! The lint of a pasted text: what [`fleet::lint`] finds in its options, at the lines of the text, and the text mended.
//!
//! Owns the API's bodies, the places in a text, and the rules about placeholders. Rules about Fleet and systemd stand
//! in `fleet`.

use std::ops::Range;

use fleet::lint::{self as unit_lint, ContainerName, Finding, Fix, Rule, Severity, Subject};
use fleet::{AppName, AppUnit, UnitName, UnitOption};
use serde::{Deserialize, Serialize};

use crate::ClusterName;
use crate::template::{self, SourceError, Sourced, Template};

mod document;
mod locate;
mod template_rule;

pub use document::document;
use template_rule::Found;
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

/// Of fixes no more are told once they have so much text, in bytes.
const MOST_FIX_BYTES: usize = 1024 * 1024;
/// The longest image, or app, that stands in for its placeholder, in bytes. Each may stand in a text very often.
const MOST_STAND_IN_BYTES: usize = 255;
/// The version that stands for all.
const SOME_VERSION: &str = "1.0.0";

/// Reads a text and says what is to be said about it. A text that cannot be read has findings for that and no others.
pub fn report(source: &str, what: What<'_>, machines: Option<usize>) -> LintReport {
    let read = match template::read_lines(source) {
        Ok(read) => read,
        Err(errors) => {
            let findings = errors.into_iter().take(unit_lint::MOST_FINDINGS).map(unreadable).collect();
            return LintReport { findings, right: None };
        }
    };
    let options: Vec<UnitOption> = read.iter().map(|sourced| sourced.option.clone()).collect();
    with_subject(&options, what, machines, |subject| {
        let found = unit_lint::lint(subject);
        let is_beyond_measure =
            found.iter().any(|finding| matches!(finding.rule, Rule::TooLarge | Rule::LineTooLong));
        let own = match what {
            What::Template { .. } if !is_beyond_measure => template_rule::check(&options),
            _ => Vec::new(),
        };
        // Of what is no service the rules of services have nothing to say.
        let is_service = own.iter().all(|own| own.rule != TemplateRule::NotAService);
        let found = if is_service { found } else { Vec::new() };
        let room = unit_lint::MOST_FINDINGS.saturating_sub(found.len());
        let mut writer = Writer { source, read: &read, options: &options, fix_bytes: 0 };
        let mut findings: Vec<FindingView> = found.iter().map(|finding| writer.of_unit(finding)).collect();
        findings.extend(own.iter().take(room).map(|found| writer.of_template(found)));
        // Lines in order; what is about none comes first.
        findings.sort_by_key(|finding| (finding.line, finding.column));
        let right = is_service.then(|| right(source, &read, subject)).flatten();
        LintReport { findings, right }
    })
}

/// What is to be said about a template as it is kept, without the places in a text.
pub(crate) fn of_template(template: &Template, machines: Option<usize>) -> Vec<Finding> {
    let what = What::Template { app: Some(&template.app), image: &template.image };
    with_subject(&template.options, what, machines, unit_lint::lint)
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
            let app =
                app.map(AppName::as_str).filter(|app| app.len() <= MOST_STAND_IN_BYTES).unwrap_or("app");
            let is_usable = (1..=MOST_STAND_IN_BYTES).contains(&image.len());
            let image = if is_usable { image } else { "image" };
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
    FindingView {
        rule: TemplateRule::Unreadable.as_str().to_owned(),
        severity: TemplateRule::Unreadable.severity(),
        line: error.line,
        column: None,
        message: say::capital(&error.message),
        fix: None,
    }
}

/// Writes findings as they are sent.
struct Writer<'a> {
    source: &'a str,
    read: &'a [Sourced],
    options: &'a [UnitOption],
    /// How much text the fixes have so far, since each has the whole one.
    fix_bytes: usize,
}

impl Writer<'_> {
    fn of_unit(&mut self, finding: &Finding) -> FindingView {
        let (index, span) = match &finding.place {
            unit_lint::Place::Option { index, span } => (Some(*index), span.as_ref()),
            unit_lint::Place::Name | unit_lint::Place::File => (None, None),
        };
        let (rule, severity) = (finding.rule.as_str(), finding.rule.severity());
        self.view((rule, severity), (index, span), &finding.message, finding.fix.as_ref())
    }

    fn of_template(&mut self, found: &Found) -> FindingView {
        let (rule, severity) = (found.rule.as_str(), found.rule.severity());
        self.view((rule, severity), (found.index, found.span.as_ref()), &found.message, found.fix.as_ref())
    }

    fn view(
        &mut self,
        (rule, severity): (&str, Severity),
        (index, span): (Option<usize>, Option<&Range<usize>>),
        message: &str,
        fix: Option<&Fix>,
    ) -> FindingView {
        let (line, column) = self.place(index, span);
        FindingView {
            rule: rule.to_owned(),
            severity,
            line,
            column,
            message: message.to_owned(),
            fix: fix.and_then(|fix| self.mended(fix)),
        }
    }

    fn place(&self, index: Option<usize>, span: Option<&Range<usize>>) -> (Option<u32>, Option<u32>) {
        let at = index.and_then(|index| self.read.get(index));
        at.map_or((None, None), |sourced| {
            let (line, column) = locate::locate(self.source, sourced, span);
            (Some(line), column)
        })
    }

    /// The text with a fix, if the options can be written as a text at all and there is room for it.
    fn mended(&mut self, fix: &Fix) -> Option<FixView> {
        if self.fix_bytes > MOST_FIX_BYTES {
            return None;
        }
        let edited = unit_lint::traced(self.options, fix);
        let plain: Vec<UnitOption> = edited.iter().map(|(_, option)| option.clone()).collect();
        fleet::guard::check_options(&plain).ok()?;
        let source = template::rewrite(self.source, self.read, &edited);
        self.fix_bytes += source.len();
        Some(FixView { label: fix.label.clone(), source })
    }
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
