//! docs/SECURITY.md names a test for each check: a test of that name must be where it says.

use super::Source;

const PAGE: &str = "docs/SECURITY.md";

pub(super) fn check(sources: &[Source], broken: &mut Vec<String>) {
    let Some(page) = sources.iter().find(|source| source.path == PAGE) else {
        broken.push(format!("{PAGE} is not there"));
        return;
    };
    for (index, line) in page.text.lines().enumerate() {
        let named: Vec<(&str, &str)> = references(line).collect();
        if named.is_empty() && is_check(line) {
            broken.push(format!("{PAGE}:{}: this check names no test", index + 1));
        }
        for (path, name) in named {
            if !holds(sources, path, name) {
                broken.push(format!("{PAGE}:{}: there is no test '{name}' in {path}", index + 1));
            }
        }
    }
}

/// A row of the table: its first cell is a number.
fn is_check(line: &str) -> bool {
    let first = line.strip_prefix('|').and_then(|row| row.split('|').next());
    first.is_some_and(|cell| cell.trim().parse::<u32>().is_ok())
}

/// What stands as `path::name` between back quotes. A name is a Rust function or a browser test's title.
fn references(line: &str) -> impl Iterator<Item = (&str, &str)> {
    line.split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|code| code.split_once("::"))
        .filter(|(path, _)| path.contains('/'))
}

fn holds(sources: &[Source], path: &str, name: &str) -> bool {
    let Some(source) = sources.iter().find(|source| source.path == path) else { return false };
    if path.ends_with(".ts") {
        return source.text.contains(&format!("test(\"{name}\""));
    }
    source.text.contains(&format!("fn {name}("))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(page: &str) -> Vec<String> {
        let sources = [
            (PAGE, page),
            ("tests/a.rs", "#[test]\nfn holds() {}\n"),
            ("tests/b.spec.ts", "test(\"it is so\", async () => {});\n"),
        ]
        .map(|(path, text)| Source { path: path.to_owned(), text: text.to_owned() });
        let mut broken = Vec::new();
        check(&sources, &mut broken);
        broken
    }

    #[test]
    fn a_check_needs_a_test_that_is_there() {
        assert_eq!(
            broken("| 1 | one | `tests/a.rs::holds` |\n| 2 | two | `tests/b.spec.ts::it is so` |\n"),
            [""; 0]
        );
        assert_eq!(broken("| 1 | one | none yet |\n"), ["docs/SECURITY.md:1: this check names no test"]);
        assert_eq!(broken("Also `tests/a.rs::gone`.\n").len(), 1);
        assert_eq!(broken("`tests/c.rs::holds` and `std::fmt`\n").len(), 1);
    }
}
