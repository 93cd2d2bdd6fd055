//! The page's sources hold no text that a person reads: neither a sentence anywhere, nor a word in a view.
//!
//! What looks like one and is none: classes (the style sheets know them), what stands in markup of its own, selectors
//! of the DOM, and what is named in [`ALLOWED`].

use std::collections::BTreeSet;

use super::super::Source;
use super::tokens::{Token, tokens};

const PAGE: &str = "frontend/src/";

/// Files with lines for a shell, with what browsers call themselves, and with words that the record is written in.
const ALLOWED: [&str; 3] = [
    "frontend/src/pages/settings/clusters/commands.rs",
    "frontend/src/pages/settings/account/browser.rs",
    "frontend/src/pages/activity/line.rs",
];

/// Names and units of measure, in every language the same.
const NAMES: [&str; 4] = ["Quarterdeck", "systemd", "UTC", "ms"];

/// Values of attributes of which an `if` chooses one.
const VALUES: [&str; 8] = ["true", "false", "alert", "status", "start", "begin", "ok", "bad"];

/// Attributes and properties whose text people read or hear.
const READ: [&str; 16] = [
    "alt",
    "aria-description",
    "aria-label",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
    "data-label",
    "heading",
    "hint",
    "label",
    "placeholder",
    "question",
    "summary",
    "text",
    "title",
    "verb",
];

/// What takes a text that nobody reads on the page.
const UNREAD: [&str; 12] = [
    "assert",
    "assert_eq",
    "closest",
    "debug_assert",
    "debug_assert_eq",
    "error",
    "expect",
    "panic",
    "query_selector",
    "query_selector_all",
    "unreachable",
    "warn",
];

pub(super) fn check(sources: &[Source], broken: &mut Vec<String>) {
    let classes = classes(sources);
    for source in sources {
        let Source { path, text } = source;
        let is_test = path.ends_with("/tests.rs") || path.contains("/tests/");
        if !path.starts_with(PAGE) || !path.ends_with(".rs") || is_test || ALLOWED.contains(&path.as_str()) {
            continue;
        }
        for (line, text) in texts(super::without_tests(text), &classes) {
            broken.push(format!("{path}:{line}: a text that is read; say it from a catalogue: {text:?}"));
        }
    }
}

/// All texts of a source that are read, each with its line.
fn texts(source: &str, classes: &BTreeSet<String>) -> Vec<(usize, String)> {
    let tokens = tokens(source);
    let mut depth = 0_usize;
    // How deep the braces of the outermost view are.
    let mut view = None;
    let mut found = Vec::new();
    for (at, (line, token)) in tokens.iter().enumerate() {
        let place = Place { tokens: &tokens, at };
        match token {
            Token::Sign('{') => {
                if view.is_none() && place.begins_a_view() {
                    view = Some(depth);
                }
                depth += 1;
            }
            Token::Sign('}') => {
                depth = depth.saturating_sub(1);
                view = view.filter(|outside| *outside < depth);
            }
            Token::Text(text) => {
                let said = words(text);
                let is_read = match view.and(place.is_shown()) {
                    Some(is_shown) => is_shown && !said.is_empty(),
                    None => is_sentence(text) && !place.is_unread(),
                };
                let is_other =
                    |word: &&str| classes.contains(*word) || NAMES.contains(word) || VALUES.contains(word);
                if is_read && !said.iter().all(is_other) {
                    found.push((*line, text.clone()));
                }
            }
            _ => {}
        }
    }
    found
}

/// Where a text stands.
struct Place<'a> {
    tokens: &'a [(usize, Token)],
    at: usize,
}

impl Place<'_> {
    fn before(&self, back: usize) -> Option<&Token> {
        self.at.checked_sub(back).and_then(|at| self.tokens.get(at)).map(|(_, token)| token)
    }

    fn after(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead).map(|(_, token)| token)
    }

    fn begins_a_view(&self) -> bool {
        self.before(1).is_some_and(|token| token.is_sign('!'))
            && self.before(2).is_some_and(|token| token.is_word("view"))
    }

    /// Whether a view shows it: as a child of its own, or in an attribute that is read. Absent where that is not to be
    /// seen: within an expression.
    fn is_shown(&self) -> Option<bool> {
        let is = |token: Option<&Token>, sign: char| token.is_some_and(|token| token.is_sign(sign));
        if let Some(attribute) = self.attribute() {
            return Some(READ.contains(&attribute.as_str()));
        }
        let is_made_a_view = is(self.after(1), '.')
            && self.after(2).is_some_and(|token| token.is_word("into_any") || token.is_word("into_view"));
        let is_alone = is(self.before(1), '{') && is(self.after(1), '}');
        let is_behind_a_tag = is(self.before(1), '>') && !is(self.before(2), '=') && !is(self.before(2), '-');
        let is_behind_a_block = is(self.before(1), '}') || matches!(self.before(1), Some(Token::Text(_)));
        (is_made_a_view || is_alone || is_behind_a_tag || is_behind_a_block).then_some(true)
    }

    /// The name of the attribute whose value begins here: `aria-label`. A variable is none.
    fn attribute(&self) -> Option<String> {
        if !self.before(1)?.is_sign('=') {
            return None;
        }
        let mut name = String::new();
        let mut was_word = false;
        for back in 2.. {
            match self.before(back) {
                Some(Token::Word(word)) if was_word => {
                    if matches!(word.as_str(), "let" | "mut" | "const") {
                        return None;
                    }
                    break;
                }
                Some(Token::Word(word)) => {
                    name.insert_str(0, word);
                    was_word = true;
                }
                Some(Token::Sign(sign @ ('-' | ':'))) => {
                    name.insert(0, *sign);
                    was_word = false;
                }
                _ => break,
            }
        }
        (!name.is_empty()).then(|| name.trim_start_matches("attr:").to_owned())
    }

    /// Said to nobody who looks at the page.
    fn is_unread(&self) -> bool {
        let called = match (self.before(1), self.before(2)) {
            (Some(Token::Sign('(')), Some(Token::Sign('!'))) => self.before(3),
            (Some(Token::Sign('(')), called) => called,
            _ => None,
        };
        matches!(called, Some(Token::Word(word)) if UNREAD.contains(&word.as_str()))
    }
}

/// A placeholder stands for a word or a number.
fn filled(text: &str) -> String {
    let mut filled = String::new();
    let mut is_inside = false;
    for sign in text.chars() {
        match sign {
            '{' => is_inside = true,
            '}' if is_inside => {
                is_inside = false;
                filled.push('0');
            }
            _ if !is_inside => filled.push(sign),
            _ => {}
        }
    }
    filled
}

/// The words of a text: two letters at least, and nothing else but a hyphen between.
fn words(text: &str) -> Vec<&str> {
    let is_word = |word: &&str| {
        word.chars().filter(|sign| sign.is_alphabetic()).count() > 1
            && word.chars().all(|sign| sign.is_alphabetic() || matches!(sign, '-' | '\'' | '’'))
    };
    text.split_whitespace()
        .map(|part| part.trim_matches(|sign: char| ".,:;!?…“”„()".contains(sign)))
        .filter(is_word)
        .collect()
}

/// Two things side by side of which one is a word: "by ada", "Last 24 h". Markup is none.
fn is_sentence(text: &str) -> bool {
    let filled = filled(text);
    !filled.trim_start().starts_with('<')
        && !words(&filled).is_empty()
        && filled.split_whitespace().count() > 1
}

/// All classes that the style sheets know.
fn classes(sources: &[Source]) -> BTreeSet<String> {
    let sheets = sources
        .iter()
        .filter(|source| source.path.starts_with("frontend/styles/") && source.path.ends_with(".css"));
    let names = sheets.flat_map(|sheet| sheet.text.split('.').skip(1));
    let names = names.map(|after| {
        let end = after.find(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '-'));
        after[..end.unwrap_or(after.len())].to_owned()
    });
    names.filter(|name| name.starts_with(|sign: char| sign.is_ascii_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rust: &str) -> Vec<String> {
        let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        let styles = ".btn { color: red }\n.btn-small, a:hover .is-bad { top: 0 }";
        let mut broken = Vec::new();
        check(&[source("frontend/src/a.rs", rust), source("frontend/styles/a.css", styles)], &mut broken);
        broken
    }

    #[test]
    fn words_in_a_view_are_found() {
        for rust in [
            r#"view! { <p>"never"</p> }"#,
            r#"view! { <p>{name} " by"</p> }"#,
            r#"view! { <p>{if one { "machine" } else { "machines" }}</p> }"#,
            r#"view! { <p aria-label="Close"></p> }"#,
            r#"view! { <p attr:aria-label="Close"></p> }"#,
            r#"view! { <Zone id="x" title="History"> }"#,
            r#"view! { <b>{match x { None => "never".into_any(), Some(x) => x }}</b> }"#,
            r#"view! { <p>{format!("Page {at} of {all}")}</p> }"#,
        ] {
            assert!(!found(rust).is_empty(), "{rust}");
        }
    }

    #[test]
    fn sentences_are_found_wherever_they_stand() {
        for rust in [
            r#"let said = format!("of {name}");"#,
            r#"let said = "Last 24 h";"#,
            r#"Err("Say both, or none.".to_owned())"#,
            "const A: &str = \"as now\";",
        ] {
            assert_eq!(found(rust).len(), 1, "{rust}");
        }
    }

    #[test]
    fn what_nobody_reads_is_none() {
        for rust in [
            r#"view! { <p class="btn other" id="the-id" data-x="words">{say::apps::title()}</p> }"#,
            r#"let class = if small { "btn btn-small" } else { "btn is-bad" };"#,
            r#"view! { <p class:is-bad=x aria-current=y.then_some("page")>"·" {format!("{a} – {b}")} "Quarterdeck"</p> }"#,
            r#"view! { <p>{x == "words"}</p> <path d=format!("M0 {y}H{x}") /> }"#,
            r#"view! { <p aria-busy=if x { "true" } else { "false" }>{format!("{time} UTC")}</p> }"#,
            r#"let x = y.expect("a list has a first");"#,
            r#"document().query_selector("dialog[open] input")"#,
            r#"set_title(&format!("{title} · Quarterdeck"))"#,
            r#"format!("<path d='M1 1z' fill='{colour}'/>")"#,
            "fn a() {}\n#[cfg(test)]\nmod tests {\n    const A: &str = \"as now\";\n}",
        ] {
            assert_eq!(found(rust), Vec::<String>::new(), "{rust}");
        }
    }

    #[test]
    fn a_text_is_told_with_its_line() {
        let said = found("fn a() {\n    let b = \"as now\";\n}\n");
        assert_eq!(said, ["frontend/src/a.rs:2: a text that is read; say it from a catalogue: \"as now\""]);
    }
}
