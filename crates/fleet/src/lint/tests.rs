//! Every rule finds what it is about, and nothing in what is right.

mod article;
mod every_rule;
mod properties;
mod quiet;
mod rules;

use super::{ContainerName, Finding, Place, Rule, Severity, Subject, apply, lint, make_right};
use crate::{UnitName, UnitOption, unit_file};

/// Names as a template has them.
const STAND_INS: &[(&str, &str)] = &[
    ("{app}", "example"),
    ("{version}", "1.0.0"),
    ("{instance}", "1"),
    ("{image}", "registry.example/example"),
];

fn name(text: &str) -> UnitName {
    UnitName::parse(text).unwrap()
}

fn options(text: &str) -> Vec<UnitOption> {
    unit_file::parse(text).unwrap()
}

/// Options as those of a template of versions.
fn template<'a>(options: &'a [UnitOption], name: &'a UnitName) -> Subject<'a> {
    Subject {
        options,
        name: Some(name),
        stand_ins: STAND_INS,
        container: Some(ContainerName { stem: "{app}-{version}", instance: Some("{instance}") }),
        tag: Some("{version}"),
        machines: None,
    }
}

/// What is found in a template.
fn found(options: &[UnitOption]) -> Vec<Finding> {
    lint(&template(options, &name("example:1.0.0@1.service")))
}

/// What is found in one plain unit.
fn found_in(unit: &str, text: &str) -> Vec<Finding> {
    lint(&Subject { options: &options(text), name: Some(&name(unit)), ..Subject::default() })
}

fn rules_of(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule.as_str()).collect()
}

/// The rules without hints.
fn serious(findings: &[Finding]) -> Vec<&'static str> {
    let serious = findings.iter().filter(|finding| finding.rule.severity() != Severity::Hint);
    serious.map(|finding| finding.rule.as_str()).collect()
}

/// The part of a value that a finding is about.
fn marked<'a>(options: &'a [UnitOption], finding: &Finding) -> &'a str {
    match &finding.place {
        Place::Option { index, span: Some(span) } => &options[*index].value[span.clone()],
        Place::Option { index, span: None } => &options[*index].value,
        Place::Name | Place::File => "",
    }
}
