//! Looks: colours have names in tokens.css, and no markup carries style of its own (the content security policy
//! would drop it).

use super::Source;

pub(super) fn check(source: &Source, broken: &mut Vec<String>) {
    let Source { path, text } = source;
    if !path.starts_with("frontend/") {
        return;
    }
    let report = |finds: fn(&str) -> bool, rule: &str, broken: &mut Vec<String>| {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| finds(line)) {
            broken.push(format!("{path}:{}: {rule}: {}", number + 1, line.trim()));
        }
    };
    if path.ends_with(".css") && !path.ends_with("/tokens.css") {
        report(has_colour, "a colour outside tokens.css", broken);
    }
    if path.ends_with(".rs") || path.ends_with(".html") {
        report(has_style_attribute, "a style attribute; use a class or `style:property`", broken);
    }
}

/// A colour in the value of a declaration. Comments that quote one stand in lines without a declaration.
fn has_colour(line: &str) -> bool {
    let Some((_, value)) = line.split_once(':') else { return false };
    // `::after` and `:has(#abc)` are selectors; their lines open a block or go on.
    if line.trim_end().ends_with(['{', ',']) {
        return false;
    }
    let starts = ["#", "rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab("];
    let mut found = starts.iter().flat_map(|start| value.match_indices(start));
    found.any(|(at, start)| {
        let is_colour = start != "#" || is_hex_colour(&value[at + 1..]);
        is_colour && !is_fallback(&value[..at])
    })
}

fn is_hex_colour(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_hexdigit).count();
    matches!(digits, 3 | 4 | 6 | 8) && !word[digits..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
}

/// Within `var(--name, …)`, for where the name is not inherited: a backdrop, in older browsers.
fn is_fallback(before: &str) -> bool {
    before.rsplit_once("var(--").is_some_and(|(_, name)| name.ends_with(", ") && !name.contains(')'))
}

/// `style="…"` in a view. `style:width=…` and `style=("--name", …)` set one property through the DOM and are allowed.
fn has_style_attribute(line: &str) -> bool {
    line.match_indices("style=").any(|(at, attribute)| {
        line[..at].ends_with([' ', '\t']) && !line[at + attribute.len()..].starts_with('(')
    })
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn colours_live_in_tokens() {
        for line in ["  color: #fff;", "  border: 1px solid #0b0f14;", "  background: rgb(0 0 0 / 50%);"] {
            assert_eq!(said(check, "frontend/styles/base.css", line).len(), 1, "{line}");
            assert_eq!(said(check, "frontend/styles/tokens.css", line).len(), 0, "{line}");
        }
        for line in [
            "  color: var(--text);",
            "a:has(#add) {",
            " * about #fff",
            "  top: var(--x, #fff);",
            "  mask: url(a.svg#face-up);",
        ] {
            assert_eq!(said(check, "frontend/styles/base.css", line).len(), 0, "{line}");
        }
    }

    #[test]
    fn markup_carries_no_style() {
        assert_eq!(said(check, "frontend/src/a.rs", "    <p style=\"color: red\">").len(), 1);
        assert_eq!(
            said(check, "frontend/src/a.rs", "    <p style:width=width style=(\"--at\", at)>").len(),
            0
        );
        assert_eq!(said(check, "server/src/a.rs", "    <p style=\"color: red\">").len(), 0);
    }
}
