use super::*;

#[test]
fn every_example_has_what_its_rule_is_about() {
    for rule in Rule::ALL.iter().filter(|rule| !rule.example().is_empty()) {
        let findings = found(&options(&format!("{}\n", rule.example())));
        assert!(rules_of(&findings).contains(&rule.as_str()), "{rule}: {:?}", rules_of(&findings));
    }
}

#[test]
fn a_fix_takes_its_finding_away() {
    for rule in Rule::ALL.iter().filter(|rule| !rule.example().is_empty()) {
        let before = options(&format!("{}\n", rule.example()));
        let findings = found(&before);
        for finding in findings.iter().filter(|finding| finding.rule == *rule) {
            let Some(fix) = &finding.fix else { continue };
            let after = found(&apply(&before, fix));
            let count = |findings: &[Finding]| findings.iter().filter(|other| other.rule == *rule).count();
            assert!(count(&after) < count(&findings), "{rule}: {}", fix.label);
        }
    }
}

#[test]
fn names_are_kebab_case_and_unique() {
    let mut names: Vec<&str> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    assert!(names.iter().all(|name| name.chars().all(|sign| sign.is_ascii_lowercase() || sign == '-')));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Rule::ALL.len());
}
