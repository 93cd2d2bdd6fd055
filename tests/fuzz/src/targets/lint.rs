//! The lint: whatever it is shown, it points at what is there, and its fixes mend. The input is a name and options.

use anyhow::{Context, Result, bail, ensure};
use fleet::guard::{self, OptionProblem};
use fleet::lint::{ContainerName, Finding, Place, Severity, Subject, apply, lint, make_right};
use fleet::{GuardError, UnitName, UnitOption};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::{recorded, write};
use crate::{Target, Verdict, case};

const WORDS: &[&str] = &[
    "/usr/bin/docker",
    "docker",
    " run",
    " stop",
    " rm",
    " kill",
    " pull",
    " --name",
    " --name=%p-%i",
    " --name ",
    "%p-i%",
    "%p-%i",
    " -d",
    " --rm",
    " -dit",
    "a:latest",
    " registry.example/a:1.0",
    "\"",
    "'",
    "`",
    "\\",
    "\\\n",
    "\n",
    "%",
    "%%",
    "%I",
    "$APP",
    "|",
    ">",
    ";",
    "&&",
    "{app}",
    "{version}",
    "{",
    "}",
    "ä",
    "\u{301}",
    "😀",
    "/bin/sh -c ",
    "-",
    "@",
    "+",
    "!",
    "!!",
    ":",
    "=",
    "[",
    "]",
    "a.service",
    "a@*.service",
    "[1-3",
    "k=v",
    " ",
    "\t",
    "oneshot",
    "90",
    "5min 20s",
    "infinity",
    "always",
    "ExecStart",
    "ExecStartPre",
    "ExecStop",
    "ExecStrat",
    "Type",
    "TimeoutStartSec",
    "Restart",
    "Conflicts",
    "MachineMetadata",
    "Global",
    "X-Conflicts",
];

pub(crate) const TARGET: Target = Target {
    name: "lint",
    about: "the lint: places, fixes, making right",
    most_cases: u64::MAX,
    seeds: || {
        let texts = recorded::options().into_iter().map(|options| case::options_text(&options));
        texts.map(|text| format!("example:1.0.0@1.service\x1e{text}").into_bytes()).collect()
    },
    words: WORDS,
    grammar,
    check,
};

fn grammar() -> BoxedStrategy<Vec<u8>> {
    const KEYS: &[&str] = &[
        "ExecStart",
        "ExecStart",
        "ExecStartPre",
        "ExecStop",
        "ExecStrat",
        "TimeoutStartSec",
        "Type",
        "Restart",
        "After",
        "Conflicts",
        "MachineOf",
        "MachineMetadata",
        "Global",
        "X-Conflicts",
        "MemoryLimit",
        " Type",
        "Replaces",
        "WantedBy",
        "Description",
        "ListenStream",
        "",
    ];
    const NAMES: &[&str] = &[
        "example:1.0.0@1.service",
        "a.service",
        "x@.service",
        "a.socket",
        "a.timer",
        "fleet.service",
        "a.slice",
        "",
    ];
    let section = prop_oneof![6 => Just("Service"), 2 => select(&["Unit", "X-Fleet", "service", "Install", "Socket", "Foo", ""][..])];
    let option = (section, select(KEYS), write::sentence(WORDS, 7))
        .prop_map(|(section, key, value)| UnitOption::new(section, key, value));
    let case = (select(NAMES), vec(option, 0..7));
    write::bytes(case.prop_map(|(name, options)| format!("{name}\x1e{}", case::options_text(&options))))
}

fn check(input: &[u8]) -> Result<Verdict> {
    let text = case::text(input);
    let (name, options) = text.split_once(case::RECORD).unwrap_or((&text, ""));
    let (name, options) = (UnitName::parse(name).ok(), case::options(options));
    let plain = Subject { options: &options, name: name.as_ref(), machines: Some(3), ..Subject::default() };
    let template = Subject {
        stand_ins: &[
            ("{app}", "example"),
            ("{version}", "1.0.0"),
            ("{instance}", "1"),
            ("{image}", "registry.example/a"),
        ],
        container: Some(ContainerName { stem: "{app}-{version}", instance: Some("{instance}") }),
        tag: Some("{version}"),
        ..plain
    };
    let findings = check_subject(&plain)?;
    check_subject(&template)?;
    Ok(Verdict::of(errors(&findings) == 0))
}

fn check_subject(subject: &Subject<'_>) -> Result<Vec<Finding>> {
    let findings = lint(subject);
    for finding in &findings {
        ensure!(!finding.message.is_empty(), "{finding:?} says nothing");
        if let Place::Option { index, span } = &finding.place {
            let option = subject.options.get(*index).with_context(|| format!("{finding:?} is nowhere"))?;
            let is_within = span.as_ref().is_none_or(|span| option.value.get(span.clone()).is_some());
            ensure!(is_within, "{finding:?} points outside of {:?}", option.value);
        }
        if let Some(fix) = &finding.fix {
            check_fix(subject, &findings, finding, &apply(subject.options, fix))?;
        }
    }
    let right = make_right(subject);
    check_sendable(subject.options, &right.options)?;
    let mended = Subject { options: &right.options, ..*subject };
    let again = make_right(&mended);
    ensure!(again.options == right.options, "made right twice it is {:?}", again.done);
    Ok(findings)
}

/// A fix changes something, and mends what it is for; where that lays open what was hidden behind it, that may be worse
/// than before, but not in more places.
fn check_fix(
    subject: &Subject<'_>,
    before: &[Finding],
    finding: &Finding,
    mended: &[UnitOption],
) -> Result<()> {
    ensure!(mended != subject.options, "the fix of {finding:?} changes nothing");
    check_sendable(subject.options, mended)?;
    let after = lint(&Subject { options: mended, ..*subject });
    let is_same = |other: &&Finding| (other.rule, &other.message) == (finding.rule, &finding.message);
    let count = |findings: &[Finding]| findings.iter().filter(is_same).count();
    let is_mended = count(&after) < count(before);
    ensure!(is_mended || errors(&after) <= errors(before), "the fix of {finding:?} leaves {after:?}");
    Ok(())
}

/// What could be sent can be sent after mending, unless it has become too long, which nobody can mend.
fn check_sendable(before: &[UnitOption], after: &[UnitOption]) -> Result<()> {
    if guard::check_options(before).is_err() {
        return Ok(());
    }
    match guard::check_options(after) {
        Ok(()) | Err(GuardError::Option { problem: OptionProblem::LineTooLong { .. }, .. }) => Ok(()),
        Err(error) => bail!("mended, it can't be sent: {error}"),
    }
}

fn errors(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| finding.rule.severity() == Severity::Error).count()
}
