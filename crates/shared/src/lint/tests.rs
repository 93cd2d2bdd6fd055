use super::*;
use crate::starter::STARTERS;

const TEMPLATE: What<'static> = What::Template { app: None, image: "" };

fn rules(report: &LintReport) -> Vec<(&str, Option<u32>, Option<u32>)> {
    report.findings.iter().map(|finding| (finding.rule.as_str(), finding.line, finding.column)).collect()
}

#[test]
fn findings_have_the_lines_of_a_unit_file() {
    let source = "# one\n[Service]\nRestart=no\n\nExecStart=/bin/echo {version} \\\n  %p-i%\nExecStop=/bin/echo  %p-i%\n";
    let report = report(source, TEMPLATE, None);
    assert_eq!(rules(&report), [("bad-specifier", Some(5), None), ("bad-specifier", Some(7), Some(24))]);
    let fix = report.findings[1].fix.as_ref().unwrap();
    assert_eq!(fix.source, source.replace("echo  %p-i%", "echo  %p-%i"));
    let right = report.right.unwrap();
    assert_eq!(right.done, ["Write %i"]);
    assert!(right.source.starts_with("# one\n[Service]\nRestart=no\n\nExecStart="), "{}", right.source);
    assert_eq!(rules(&super::report(&right.source, TEMPLATE, None)), []);
}

#[test]
fn findings_have_the_lines_of_json() {
    let source = "{\n  \"options\": [\n    {\n      \"section\": \"Service\",\n      \"name\": \"ExecStart\",\n      \
                  \"value\": \"/bin/sh -c \\\"echo %p\"\n    }\n  ]\n}\n";
    let report = report(source, TEMPLATE, None);
    let quote = report.findings.iter().find(|finding| finding.rule == "unbalanced-quote").unwrap();
    assert_eq!((quote.line, quote.column), (Some(6), Some(28)));
    assert_eq!(report.right.unwrap().source, "[Service]\nExecStart=/bin/sh -c \"echo %p\"\n");
}

#[test]
fn starters_have_nothing_but_hints() {
    for starter in STARTERS {
        let findings = report(&starter.unit_file(), TEMPLATE, Some(3)).findings;
        let serious: Vec<_> = findings.iter().filter(|finding| finding.severity != Severity::Hint).collect();
        assert!(serious.is_empty(), "{}: {serious:?}", starter.id);
    }
}

#[test]
fn what_cannot_be_read_is_said_at_its_line() {
    let report = report("[Service]\nnonsense\n", TEMPLATE, None);
    assert_eq!(rules(&report), [("unreadable", Some(2), None)]);
    assert!(report.findings[0].message.starts_with("There is no '='"), "{}", report.findings[0].message);
    assert!(report.right.is_none());
}

#[test]
fn what_cannot_be_written_as_text_is_not_offered() {
    let source = r#"[{"section":"a]b]c","name":"ExecStart","value":"docker a"},{"section":"Service","name":"ExecStart","value":"docker b"}]"#;
    let report = report(source, TEMPLATE, None);
    assert!(report.findings.iter().any(|finding| finding.rule == "reserved-sign"));
    assert!(report.right.is_none() && report.findings.iter().all(|finding| finding.fix.is_none()));
}

#[test]
fn placeholders_are_looked_at_in_templates_only() {
    let source = "[Service]\nRestart=no\nExecStart=/opt/{app}/{verison}/run ${verison} {other}\n";
    let report = report(source, TEMPLATE, None);
    assert_eq!(rules(&report), [("version-unused", None, None), ("unknown-placeholder", Some(3), Some(22))]);
    let unit = UnitName::parse("web@1.service").unwrap();
    assert_eq!(rules(&super::report(source, What::Unit(&unit), None)), []);
}

#[test]
fn a_name_with_a_version_is_written_without_its_colon() {
    let unit = UnitName::parse("example:1.0.0@1.service").unwrap();
    let source = "[Service]\nRestart=no\nExecStart=/usr/bin/docker run --rm --name %p-%i acme/example\n";
    let right = report(source, What::Unit(&unit), None).right.unwrap();
    assert!(
        right.source.ends_with("docker run --rm --name example-1.0.0-%i acme/example\n"),
        "{}",
        right.source
    );
}

/// By counts: what is told and carried must not grow with the text.
#[test]
fn the_worst_text_has_a_report_of_a_bounded_size() {
    let line = |sign: &str| format!("ExecStart={}\n", sign.repeat(2_000 / sign.len()));
    let texts = [
        format!("[Service]\nExecStart={}\n", "% ".repeat(128_000)),
        format!("[Service]\n{}", line("% ").repeat(25)),
        format!("[Service]\n{}", line("{verison} ").repeat(25)),
        format!("[Service]\n{}", line("{").repeat(25)),
        format!("[Service]\n{}", line("rm ; ").repeat(25)),
        format!("[Service]\n{}", line("docker run -d --name %p a ; docker rm b c d ; ").repeat(25)),
        format!("[X-Fleet]\n{}", line("%I a ").replace("ExecStart", "Conflicts").repeat(25)),
        format!("[Service]\n{}", "ExecStrat=%\n".repeat(120)),
        format!("[Service]\n{}", "ExecStart=%\n".repeat(20_000)),
        "nonsense\n".repeat(25_000),
        "[a]\nb=\n".repeat(30_000),
    ];
    for text in texts {
        assert!(text.len() <= template::MAX_SOURCE_BYTES);
        assert!(text.len() <= template::MAX_SOURCE_BYTES);
        let report = report(&text, TEMPLATE, None);
        let start = text.get(..40).unwrap();
        assert!((1..=101).contains(&report.findings.len()), "{}: {start}", report.findings.len());
        let fixes = report.findings.iter().filter_map(|finding| finding.fix.as_ref());
        let bytes: usize = fixes.map(|fix| fix.source.len()).sum();
        assert!(bytes <= MOST_FIX_BYTES + 2 * template::MAX_SOURCE_BYTES, "{bytes}: {start}");
    }
    let many = report(&format!("[Service]\n{}", "ExecStrat=%\n".repeat(120)), TEMPLATE, None);
    assert!(many.findings.iter().any(|finding| finding.rule == "more-findings"));
    let long = report(&format!("[Service]\nExecStart={}\n", "% ".repeat(2_000)), TEMPLATE, None);
    assert!(rules(&long).iter().all(|(rule, ..)| matches!(*rule, "line-too-long" | "unreadable")));
}

#[test]
fn every_rule_of_templates_finds_its_example() {
    for rule in TemplateRule::ALL {
        let report = report(rule.example(), TEMPLATE, None);
        assert!(report.findings.iter().any(|finding| finding.rule == rule.as_str()), "{}", rule.as_str());
    }
    let names = Rule::ALL.iter().map(|rule| rule.as_str());
    assert!(names.into_iter().all(|name| TemplateRule::ALL.iter().all(|rule| rule.as_str() != name)));
}

/// Written anew with `UPDATE_DOCS=1`.
#[test]
fn the_document_lists_every_rule() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/LINT.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, document()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), document(), "run this test with UPDATE_DOCS=1");
}
