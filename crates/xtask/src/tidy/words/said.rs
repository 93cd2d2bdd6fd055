//! Each message of the catalogues is said somewhere: what nobody says would be translated for nobody.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Source;
use super::tokens::{Token, tokens};

/// The original: another language has the same messages, or the build fails.
const ENGLISH: &str = "crates/say/en/";

/// A message: its area as in `server/plan`, and its key.
type Message = (String, String);

pub(super) fn check(sources: &[Source], broken: &mut Vec<String>) {
    let mut said = BTreeSet::new();
    for source in sources.iter().filter(|source| source.path.ends_with(".rs")) {
        collect(super::without_tests(&source.text), &mut said);
    }
    for source in sources {
        let Some(area) = source.path.strip_prefix(ENGLISH).and_then(|path| path.strip_suffix(".ftl")) else {
            continue;
        };
        for (number, line) in source.text.lines().enumerate() {
            let Some(key) = key(line) else { continue };
            if !said.contains(&(area.to_owned(), key.to_owned())) {
                broken.push(format!("{}:{}: nobody says {key}; remove it", source.path, number + 1));
            }
        }
    }
}

/// The key of a message that begins in this line.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(" =")?;
    let is_key = key.starts_with(|sign: char| sign.is_ascii_alphabetic())
        && key.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-');
    is_key.then_some(key)
}

/// All messages that a source names: `say::area::key`, also where it calls the area otherwise.
fn collect(text: &str, said: &mut BTreeSet<Message>) {
    // What an error says stands in an attribute.
    let text = text.replace("#[", "[");
    let tokens: Vec<Token> = tokens(&text).into_iter().map(|(_, token)| token).collect();
    let paths = paths(&tokens);
    let mut names = BTreeMap::from([("say", &[] as &[String])]);
    for path in paths.iter().filter(|path| path.is_used) {
        if let [first, area @ ..] = path.parts.as_slice()
            && first == "say"
            && let Some(last) = area.last()
        {
            names.insert(path.called.as_ref().unwrap_or(last), area);
        }
    }
    for path in &paths {
        let [first, rest @ ..] = path.parts.as_slice() else { continue };
        let Some(before) = names.get(first.as_str()) else { continue };
        let whole: Vec<&str> = before.iter().chain(rest).map(String::as_str).collect();
        if let [area @ .., key] = whole.as_slice() {
            said.insert((area.join("/").replace('_', "-"), key.replace('_', "-")));
        }
    }
}

/// `a::b::c`.
struct Path {
    parts: Vec<String>,
    /// Whether `use` makes a name of it.
    is_used: bool,
    /// That name, if it is another than its last part.
    called: Option<String>,
}

/// All paths; a group `a::{b, c as d}` is several.
fn paths(tokens: &[Token]) -> Vec<Path> {
    let (mut found, mut at, mut is_used) = (Vec::new(), 0, false);
    while let Some(token) = tokens.get(at) {
        is_used = token.is_word("use") || is_used && !token.is_sign(';');
        let begins = if token.is_word("use") { at + 1 } else { at };
        at = path(tokens, begins, is_used, &[], &mut found).max(at + 1);
    }
    found
}

/// The path that begins here, behind the parts before it. Gives where it ends.
fn path(tokens: &[Token], start: usize, is_used: bool, before: &[String], found: &mut Vec<Path>) -> usize {
    let (mut at, mut parts) = (start, before.to_vec());
    let sign = |at: usize, sign: char| tokens.get(at).is_some_and(|token| token.is_sign(sign));
    while let Some(token) = tokens.get(at) {
        match token {
            // `r#move` is three tokens.
            Token::Word(word) if word == "r" && sign(at + 1, '#') => at += 2,
            Token::Word(word) => {
                parts.push(word.clone());
                at += 1;
                if !(sign(at, ':') && sign(at + 1, ':')) {
                    break;
                }
                at += 2;
            }
            Token::Sign('{') if is_used && !parts.is_empty() => {
                at += 1;
                while at < tokens.len() && !sign(at, '}') {
                    at = path(tokens, at, is_used, &parts, found).max(at + 1);
                }
                return at + 1;
            }
            _ => break,
        }
    }
    let called = match (tokens.get(at), tokens.get(at + 1)) {
        (Some(word), Some(Token::Word(called))) if word.is_word("as") => Some(called.clone()),
        _ => None,
    };
    let end = at + if called.is_some() { 2 } else { 0 };
    if parts.len() > 1 {
        found.push(Path { parts, is_used, called });
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unsaid(rust: &str, catalogue: &str) -> Vec<String> {
        let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        let sources = [
            source("frontend/src/a.rs", rust),
            source("crates/say/en/apps.ftl", catalogue),
            source("crates/say/en/server/plan.ftl", "to-do = Do it\n"),
            source("crates/say/de/apps.ftl", "other = Anderes\n"),
        ];
        let mut broken = Vec::new();
        check(&sources, &mut broken);
        broken
    }

    #[test]
    fn what_nobody_says_is_named() {
        let catalogue = "# About.\none = One { $x ->\n    [one] = x\n }\ntwo-more = Two\n";
        let all = "say::apps::one(1); f(say::apps::two_more); say::server::plan::to_do()";
        assert_eq!(unsaid(all, catalogue), Vec::<String>::new());
        assert_eq!(
            unsaid("say::apps::one(1); say::server::plan::to_do() // say::apps::two_more()", catalogue),
            ["crates/say/en/apps.ftl:5: nobody says two-more; remove it"]
        );
        assert_eq!(unsaid("say::units::one(); x::apps::two_more()", catalogue).len(), 3);
    }

    #[test]
    fn an_area_may_be_called_otherwise() {
        let catalogue = "one = One\nmove = Move\n";
        for uses in [
            "use say::apps as words; use ::say::server::plan; words::one(); words::r#move(); plan::to_do()",
            "use say::{apps as words, server::plan as p}; words::one(); words::r#move(); p::to_do()",
            "use say::server; use say::apps; server::plan::to_do(); apps::one(); apps::r#move()",
        ] {
            assert_eq!(unsaid(uses, catalogue), Vec::<String>::new(), "{uses}");
        }
    }

    #[test]
    fn errors_say_it_in_an_attribute() {
        let rust = "use say::apps as words;\n#[error(\"{}\", words::one(app))]\nstruct E;\nsay::server::plan::to_do()";
        assert_eq!(unsaid(rust, "one = One\n"), Vec::<String>::new());
    }

    #[test]
    fn tests_alone_say_nothing() {
        let rust = "say::server::plan::to_do();\n#[cfg(test)]\nmod tests {\n    say::apps::one();\n}";
        assert_eq!(unsaid(rust, "one = One\n").len(), 1);
    }
}
