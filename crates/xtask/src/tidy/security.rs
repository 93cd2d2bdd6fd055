//! docs/SECURITY.md names a test for each check: a test of that name must be where it says, and no check may be left out.

use super::Source;

const PAGE: &str = "docs/SECURITY.md";

pub(super) fn check(sources: &[Source], broken: &mut Vec<String>) {
    let Some(page) = sources.iter().find(|source| source.path == PAGE) else {
        broken.push(format!("{PAGE} is not there"));
        return;
    };
    let mut numbers: Vec<u32> = page.text.lines().filter_map(number).collect();
    numbers.sort_unstable();
    if numbers.iter().zip(1..).any(|(number, expected)| *number != expected) {
        broken.push(format!("{PAGE}: the checks are not numbered from 1 on, each once"));
    }
    for (index, line) in page.text.lines().enumerate() {
        let named: Vec<(&str, &str)> = references(line).collect();
        if named.is_empty() && number(line).is_some() {
            broken.push(format!("{PAGE}:{}: this check names no test", index + 1));
        }
        for (path, name) in named {
            if !holds(sources, path, name) {
                broken.push(format!("{PAGE}:{}: there is no test '{name}' in {path}", index + 1));
            }
        }
    }
}

/// A check's number: the first cell of its row in the table.
fn number(line: &str) -> Option<u32> {
    line.strip_prefix('|').and_then(|row| row.split('|').next())?.trim().parse().ok()
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
        return ['"', '`'].iter().any(|quote| source.text.contains(&format!("test({quote}{name}{quote}")));
    }
    let mut before = source.text.split(&format!("fn {name}(")).collect::<Vec<_>>();
    before.pop();
    before.iter().any(|before| is_marked_as_test(before))
}

/// Whether the attributes that end this text make a test of what follows.
fn is_marked_as_test(before: &str) -> bool {
    // Not the line of the function itself, on which `async` may stand.
    let (above, _) = before.rsplit_once('\n').unwrap_or_default();
    let mut attributes =
        above.lines().rev().map(str::trim).take_while(|line| line.starts_with('#') || line.starts_with("//"));
    attributes.any(|line| line.starts_with("#[test") || line.starts_with("#[tokio::test"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(page: &str) -> Vec<String> {
        let sources = [
            (PAGE, page),
            ("tests/a.rs", "#[tokio::test]\nasync fn holds() {}\n\n/// Helps.\nfn helps() {}\n\n#[test]\nfn plain() {}\n"),
            ("tests/b.spec.ts", "test(\"it is so\", async () => {});\ntest(`each ${one}`, () => {});\n"),
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
        assert_eq!(broken("Also `tests/b.spec.ts::each ${one}`.\n"), [""; 0]);
        assert_eq!(broken("Also `tests/a.rs::plain`.\n"), [""; 0]);
        assert_eq!(broken("`tests/a.rs::helps`\n").len(), 1, "what is no test shows nothing");
        assert_eq!(
            broken("| 1 | one | `tests/a.rs::holds` |\n| 3 | three | `tests/a.rs::holds` |\n").len(),
            1,
            "one is left out"
        );
        assert_eq!(broken("| 1 | one | none yet |\n"), ["docs/SECURITY.md:1: this check names no test"]);
        assert_eq!(broken("Also `tests/a.rs::gone`.\n").len(), 1);
        assert_eq!(broken("`tests/c.rs::holds` and `std::fmt`\n").len(), 1);
    }
}
