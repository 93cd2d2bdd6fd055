//! Names of other units within a sentence, so that the same sentence can be told to somebody who may not know of them.
//!
//! A sentence is worked out once for everybody. Where it names a unit, and where it tells what is so of one, signs stand
//! that no name holds; they are taken out before anybody reads it, with what stands between them if need be.

use fleet::{AppName, UnitName};

use super::words::{LONGEST, clip, short};
use crate::spec;

/// Here a unit is named: its whole name, `BETWEEN`, its name as it is shown, `END`.
const NAME: char = '\u{1}';
/// What stands here is about a unit: its whole name, `BETWEEN`, the text, `END`. Within it there may be more of these.
const ABOUT: char = '\u{2}';
const BETWEEN: char = '\u{3}';
const END: char = '\u{4}';

/// The unit's name within a sentence.
pub(crate) fn name(unit: &str) -> String {
    shown_as(unit, unit)
}

/// The same where it is called by something else that tells as much of it.
pub(super) fn shown_as(unit: &str, text: &str) -> String {
    format!("{NAME}{}{BETWEEN}{}{END}", plain(unit), short(text))
}

/// A part of a sentence that tells what is so of a unit.
pub(super) fn about(unit: &str, text: &str) -> String {
    format!("{ABOUT}{}{BETWEEN}{text}{END}", plain(unit))
}

/// Outside text without the signs that mean something here.
pub(super) fn plain(text: &str) -> String {
    text.replace(|sign| matches!(sign, NAME | ABOUT | BETWEEN | END), " ")
}

/// Whether the sentence names anybody.
pub(super) fn names_somebody(text: &str) -> bool {
    text.contains([NAME, ABOUT])
}

/// The app of the unit of this name, by which it is known who sees it.
pub(super) fn app_of(unit: &str) -> Option<AppName> {
    UnitName::parse(unit).ok().and_then(|name| spec::app_of(&name))
}

/// A sentence as it was worked out, for somebody who sees these apps: at most as long as a row has room for.
pub fn as_seen(text: &str, sees: impl Fn(Option<&AppName>) -> bool) -> String {
    clip(&rendered(text, |unit| sees(app_of(unit).as_ref())), LONGEST)
}

/// The same where there is room for all of it.
pub fn in_full(text: &str, sees: impl Fn(Option<&AppName>) -> bool) -> String {
    rendered(text, |unit| sees(app_of(unit).as_ref()))
}

/// The same for somebody who sees everything.
pub(super) fn whole(text: &str) -> String {
    rendered(text, |_| true)
}

fn rendered(text: &str, sees: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    // What is open, and whether it is hidden by itself.
    let mut open: Vec<bool> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find([NAME, ABOUT, BETWEEN, END]) {
        let (before, sign_on) = rest.split_at(at);
        let is_hidden = open.contains(&true);
        if !is_hidden {
            out.push_str(before);
        }
        let mut signs = sign_on.chars();
        let sign = signs.next();
        rest = signs.as_str();
        match sign {
            Some(NAME | ABOUT) => {
                let (unit, behind) = rest.split_once(BETWEEN).unwrap_or((rest, ""));
                let hides = !sees(unit);
                if hides && !is_hidden && sign == Some(NAME) {
                    out.push_str(say::server::why::somebody());
                }
                open.push(hides);
                rest = behind;
            }
            Some(END) => drop(open.pop()),
            _ => {}
        }
    }
    if !open.contains(&true) {
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_may_not_know_is_left_out() {
        let text = format!(
            "waits for {}{}",
            name("db@1.service"),
            about("db@1.service", &format!(", which waits for {}", name("cache@1.service")))
        );
        let seen = |apps: &[&str]| as_seen(&text, |app| app.is_some_and(|app| apps.contains(&app.as_str())));
        assert_eq!(seen(&["db", "cache"]), "waits for db@1.service, which waits for cache@1.service");
        assert_eq!(seen(&["db"]), "waits for db@1.service, which waits for a unit of another app");
        assert_eq!(seen(&["cache"]), "waits for a unit of another app");
        assert_eq!(whole(&text), seen(&["db", "cache"]));
        assert!(names_somebody(&text));
    }

    #[test]
    fn outside_text_cannot_show_what_is_hidden() {
        let text = about("db@1.service", &format!("{} secret", short("a\u{4}b\u{1}c")));
        assert_eq!(as_seen(&format!("x {text} y"), |_| false), "x  y");
    }

    #[test]
    fn broken_sentences_hide_what_they_might_tell() {
        for text in ["\u{1}db@1.service", "\u{2}db\u{3}x", "\u{4}\u{4}", "\u{3}", "a\u{1}b\u{3}c"] {
            assert!(!as_seen(text, |_| false).contains("db"), "{text:?}");
        }
    }
}
