//! The list of rules as a document, so that it is never behind the rules.

use std::fmt::Write;

use fleet::lint::Rule;

use super::TemplateRule;

const HEAD: &str = "# The rules of the lint

What `quarterdeck lint`, the editor of templates and `POST /api/v1/lint` find in unit files, by the names that they use.
An **error** will not work or is dangerous, a **warning** will bite one day, a **hint** is worth knowing. This list is
written by the program's own tests from the rules themselves.
";

/// The text of `docs/LINT.md`.
pub fn document() -> String {
    let mut text = HEAD.to_owned();
    text.push_str("\n## Fleet, systemd and Docker\n");
    for rule in Rule::ALL {
        entry(&mut text, rule.as_str(), rule.severity().as_str(), rule.about(), rule.example());
    }
    text.push_str("\n## Templates\n");
    for rule in TemplateRule::ALL {
        entry(&mut text, rule.as_str(), rule.severity().as_str(), rule.about(), rule.example());
    }
    text
}

fn entry(text: &mut String, name: &str, severity: &str, about: &str, example: &str) {
    // Writing to a string cannot fail.
    let _ = write!(text, "\n### `{name}` ({severity})\n\n{about}\n");
    if !example.is_empty() {
        let _ = write!(text, "\n```ini\n{example}\n```\n");
    }
}
