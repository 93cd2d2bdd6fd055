//! Traces of one machine: its paths, and the addresses that it downloads from.

use super::Source;

/// Written in two halves, so that this file does not break its own rule.
const TRACES: [(&str, &str); 4] = [
    (concat!("/ro", "ot/"), "a path of one machine"),
    (concat!("/wo", "rk/"), "a path of one machine"),
    (
        concat!("\"resolved\": ", "\"http"),
        "an address in a lock file (npm config set omit-lockfile-registry-resolved true)",
    ),
    (concat!("sparse", "+http"), "a registry's address"),
];

pub(super) fn check(source: &Source, broken: &mut Vec<String>) {
    for (number, line) in source.text.lines().enumerate() {
        for (trace, what) in TRACES {
            if starts_a_word(line, trace) {
                broken.push(format!("{}:{}: {what}: {}", source.path, number + 1, line.trim()));
            }
        }
    }
}

/// Absolute: the same words inside a relative path are another matter.
fn starts_a_word(line: &str, trace: &str) -> bool {
    line.match_indices(trace)
        .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-}>)".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn absolute_paths_of_a_machine_are_found() {
        let home = concat!("/ro", "ot/.cache");
        assert_eq!(said(check, "README.md", &format!("look in {home}")).len(), 1);
        assert_eq!(said(check, "README.md", &format!("look in docs{home}")).len(), 0);
        let lock = format!("  {}s://registry.example/a.tgz\"", concat!("\"resolved\": ", "\"http"));
        assert_eq!(said(check, "tests/e2e/package-lock.json", &lock).len(), 1);
    }
}
