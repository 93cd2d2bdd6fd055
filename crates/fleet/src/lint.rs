//! Lint: what a unit's options will do that its author did not mean.
//!
//! Fleet takes nearly anything, systemd passes over what it does not understand, and both say so nowhere that a person
//! looks. Owns the rules about Fleet, systemd and Docker's command line, and the fixes. Knows no source text and no
//! templates: whoever has placeholders hands over what they stand for ([`Subject::stand_ins`]). What must never be sent
//! is [`guard`](crate::guard)'s; it is reported here as well, with its place.

use std::ops::Range;

use crate::{UnitName, UnitOption};

mod context;
mod directives;
mod docker;
mod fix;
mod make_right;
mod near;
mod rule;
mod rules;
mod time_span;

use context::Context;
pub use fix::{Edit, Fix, apply, traced};
pub use make_right::{MadeRight, make_right};
pub use near::nearest;
pub use rule::{Rule, Severity};

/// What is looked at: the options of a unit, and what is known of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// The options, in order.
    pub options: &'a [UnitOption],
    /// The unit's name. For options that many units share: that of one of them.
    pub name: Option<&'a UnitName>,
    /// How many machines the cluster has, if it is known.
    pub machines: Option<usize>,
    /// Texts that are replaced before a unit is sent, and what one unit gets for them: `{version}` and `1.0.0`.
    pub stand_ins: &'a [(&'a str, &'a str)],
    /// What to write for the container of a unit so that each has its own, if there is something.
    pub container: Option<ContainerName<'a>>,
    /// What to write for the tag of an image so that it is that of the version.
    pub tag: Option<&'a str>,
}

/// How to name containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContainerName<'a> {
    /// What stands for app and version: `{app}-{version}` or `%p`.
    pub stem: &'a str,
    /// What stands for the instance; none in a unit without one.
    pub instance: Option<&'a str>,
}

/// Something that should be otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule found it; it says how bad it is.
    pub rule: Rule,
    /// Where.
    pub place: Place,
    /// What will happen, in plain words, and what to do.
    pub message: String,
    /// How to mend it, where no choice is left.
    pub fix: Option<Fix>,
}

/// Where a finding is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At an option.
    Option {
        /// Its index.
        index: usize,
        /// The part of its value, in bytes; none if it is about the whole option.
        span: Option<Range<usize>>,
    },
    /// At the unit's name.
    Name,
    /// Nowhere in particular.
    File,
}

impl ContainerName<'_> {
    /// Stem and instance, joined.
    pub fn whole(&self) -> String {
        match self.instance {
            Some(instance) => format!("{}-{instance}", self.stem),
            None => self.stem.to_owned(),
        }
    }
}

impl Finding {
    /// A finding without a fix.
    pub fn new(rule: Rule, place: Place, message: impl Into<String>) -> Self {
        Self { rule, place, message: message.into(), fix: None }
    }

    fn at(rule: Rule, index: usize, message: impl Into<String>) -> Self {
        Self::new(rule, Place::Option { index, span: None }, message)
    }

    fn within(rule: Rule, index: usize, span: Range<usize>, message: impl Into<String>) -> Self {
        Self::new(rule, Place::Option { index, span: Some(span) }, message)
    }

    fn with(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    fn with_some(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }
}

/// So many findings are told, and one more that says that there are others: each may carry a copy of its unit.
pub const MOST_FINDINGS: usize = 100;

/// Applies every rule. Findings come in the order of the unit file; what is about the whole unit comes first. Of options
/// beyond all measure that alone is said; of more findings than [`MOST_FINDINGS`] the worst.
pub fn lint(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = rules::beyond_measure(subject.options);
    if findings.is_empty() {
        findings = rules::all(&Context::new(subject));
    }
    if findings.len() > MOST_FINDINGS {
        findings.sort_by_key(|finding| finding.rule.severity());
        findings.truncate(MOST_FINDINGS);
        findings.push(Finding::new(
            Rule::MoreFindings,
            Place::File,
            say::server::lint::more_findings(&MOST_FINDINGS),
        ));
    }
    findings.sort_by_key(|finding| match &finding.place {
        Place::Name => (0, 0, 0),
        Place::File => (1, 0, 0),
        Place::Option { index, span } => (2, *index, span.as_ref().map_or(0, |span| span.start)),
    });
    findings
}

#[cfg(test)]
mod tests;
