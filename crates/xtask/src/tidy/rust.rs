//! Rust files: what they own stands at the top, and none grows beyond what one reads in a sitting.

use super::Source;

/// Lines of a file, without its tests.
const MAX_LINES: usize = 400;

pub(super) fn check(source: &Source, broken: &mut Vec<String>) {
    let Source { path, text } = source;
    if !path.ends_with(".rs") {
        return;
    }
    // A file of tests says by its name and place what it is about.
    if !text.starts_with("//!") && !is_test(path) {
        broken.push(format!("{path}: begins without a module doc (`//!`) that says what it owns"));
    }
    let lines = text.lines().take_while(|line| *line != "#[cfg(test)]").count();
    if lines > MAX_LINES && !is_test(path) {
        broken
            .push(format!("{path}: {lines} lines, at most {MAX_LINES} fit in one file; split it by concern"));
    }
}

fn is_test(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "tests" | "tests.rs" | "benches"))
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn a_file_says_what_it_owns() {
        assert_eq!(said(check, "server/src/a.rs", "//! Owns A.\n"), Vec::<String>::new());
        assert_eq!(said(check, "server/src/a.rs", "use b;\n//! late\n").len(), 1);
        assert_eq!(said(check, "README.md", "# Title"), Vec::<String>::new());
    }

    #[test]
    fn long_files_are_split_but_tests_may_be_long() {
        let long = "//! Long.\n".repeat(MAX_LINES + 1);
        assert_eq!(said(check, "server/src/a.rs", &long).len(), 1);
        assert_eq!(said(check, "tests/integration/a.rs", &long).len(), 0);
        let tested = format!("//! Short.\n#[cfg(test)]\n{long}");
        assert_eq!(said(check, "server/src/a.rs", &tested).len(), 0);
    }
}
