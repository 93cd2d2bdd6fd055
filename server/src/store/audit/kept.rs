//! From which messages the words of a line were said. The record is in English, whoever did something: it is evidence. So
//! that others read it in their language the sentences stand beside it as they were kept (`say::keeping`).
//!
//! These are no part of the chain and prove nothing. Each counts only where it says in English, to the letter, what is
//! written: a message that says something else by now, or a row that somebody changed, leaves the line in English.

use say::{Language, Scope};
use shared::audit::{AuditRow, AuditWords};
use sqlx::any::AnyRow;

use super::plain::{MOST_BYTES, english, plain};
use crate::store::Result;
use crate::store::column::{Columns, json};

/// How much longer a sentence is as it is kept than as it is said, at most: what is longer is not kept.
const MOST_KEPT_BYTES: usize = 4 * MOST_BYTES;

/// The text as it is stored beside its English, if it is more than that.
pub(super) fn kept(text: &str) -> Option<&str> {
    (text.contains(say::KEPT) && text.len() <= MOST_KEPT_BYTES).then_some(text)
}

/// The same of several lines, if one of them is more. What all of them have room for is given to the first ones; an empty
/// text stands for a line that is not kept, and says nothing that is written.
pub(super) fn kept_lines(lines: &[String]) -> Result<Option<String>> {
    let mut left = MOST_KEPT_BYTES;
    let fitting = |line: &String| {
        let line = kept(line).filter(|line| line.len() <= left).unwrap_or_default();
        left -= line.len();
        line.to_owned()
    };
    let lines: Vec<String> = lines.iter().map(fitting).collect();
    let any = lines.iter().any(|line| !line.is_empty());
    any.then(|| json(&lines)).transpose()
}

/// What the line says, in the language that is spoken here; nothing where that is English. What can't be read leaves its
/// text in English: nobody is to lose a page for it.
pub(super) fn said(row: &AnyRow, line: &AuditRow) -> Option<AuditWords> {
    let language = Scope::current().language;
    if language == Language::English {
        return None;
    }
    let unread = |error| tracing::warn!(line = line.id, %error, "what a line was said from can't be read; it is told in English");
    let text = |column| row.maybe_text(column).map_err(unread).ok().flatten();
    let detail = match row.maybe_json::<Vec<String>>("kept_detail").map_err(unread).ok().flatten() {
        Some(kept) if kept.len() == line.detail.len() => {
            let lines = kept.iter().zip(&line.detail);
            lines.map(|(kept, written)| in_words(language, Some(kept), written)).collect()
        }
        _ => Vec::new(),
    };
    Some(AuditWords {
        summary: in_words(language, text("kept_summary").as_deref(), &line.summary),
        detail,
        note: in_words(language, text("kept_note").as_deref(), &line.note),
    })
}

fn in_words(language: Language, kept: Option<&str>, written: &str) -> String {
    match kept.filter(|kept| english(kept) == written) {
        Some(kept) => plain(&say::in_language(language, || say::tell(kept))).into_owned(),
        None => written.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use say::server::{plan, record};

    use super::*;

    /// What a reader of German is shown of what is written by this.
    fn german(text: &str) -> String {
        in_words(Language::German, kept(text), &english(text))
    }

    fn said_of(name: &str) -> [String; 6] {
        [
            record::revoke_screen(&name),
            record::give(&record::right_on(&"operator", &name), &"bo"),
            record::pause(&plan::deploy(&plan::instances(3), &name)),
            format!("{} {}", record::nobody_by_here(&name), record::more_networks()),
            record::unlink(&"bo", &name),
            record::make_link(3, &name, &"x"),
        ]
    }

    #[test]
    fn what_was_written_is_said_in_another_language() {
        for (kept, german_one) in
            say::keeping(|| said_of("web")).iter().zip(say::in_language(Language::German, || said_of("web")))
        {
            assert_eq!(german(kept), german_one);
        }
        assert_eq!(german("What nobody here says"), "What nobody here says");
    }

    #[test]
    fn only_what_says_what_is_written_counts() {
        let other = say::keeping(|| record::remove_user(&"bo"));
        assert_eq!(in_words(Language::German, Some(&other), "Remove user al"), "Remove user al");
        assert_eq!(
            in_words(Language::German, Some("\u{fdd0}gone/key\u{fdd1}0\u{fdd2}"), "Sign out"),
            "Sign out"
        );
        assert_eq!(
            in_words(Language::German, Some("Konto bo entfernen"), "Remove user bo"),
            "Remove user bo"
        );
        let long = say::keeping(|| record::remove_user(&"x".repeat(MOST_KEPT_BYTES)));
        assert_eq!(kept(&long), None);
    }

    #[test]
    fn lines_without_room_take_no_others_along() {
        let line = |name: &str| say::keeping(|| record::remove_user(&name));
        let mut lines: Vec<String> =
            vec![line("bo"), "x".repeat(MOST_BYTES), line(&"x".repeat(MOST_KEPT_BYTES)), line("al")];
        lines.extend((0..2_000).map(|number| line(&format!("user-{number}"))));
        let stored = kept_lines(&lines).unwrap().unwrap();
        let stored: Vec<String> = serde_json::from_str(&stored).unwrap();
        assert_eq!(stored.len(), lines.len());
        assert_eq!(stored[..2], [lines[0].clone(), String::new()], "what is no sentence is not kept twice");
        assert_eq!(stored[2..5], [String::new(), lines[3].clone(), lines[4].clone()]);
        let kept: usize = stored.iter().map(String::len).sum();
        assert!(kept <= MOST_KEPT_BYTES && kept > MOST_KEPT_BYTES - 100, "{kept}");
        let said = |index: usize| in_words(Language::German, Some(&stored[index]), &english(&lines[index]));
        assert_eq!(said(0), "Konto bo entfernen");
        assert_eq!(said(1_000), english(&lines[1_000]), "no room was left for it");
        assert_eq!(kept_lines(&["x".to_owned()]).unwrap(), None);
    }

    proptest! {
        /// A name stays what it is, whatever sentence it looks like: it is never read.
        #[test]
        fn no_name_makes_a_line_say_something_else(
            name in prop_oneof![
                "\\PC{0,40}",
                "(a|b c|\u{fdd1}|\u{fdd2}){1,12}",
                "(policy/anybody|0|\u{fdd0}|\u{fdd1}){1,12}",
                "(bo to group ops|Sign out|web, desired state inactive|a; in ops|x\\)|\u{202e}y|\n|\\{ \\$name \\}){1,3}",
            ]
        ) {
            // Nor does one with the signs of kept sentences: it neither ends its own nor begins another.
            let shown: String =
                name.chars().map(|sign| if say::is_sign_of_kept(sign) { '\u{fffd}' } else { sign }).collect();
            let german_ones = say::in_language(Language::German, || said_of(&shown));
            for ((kept, english_one), german_one) in
                say::keeping(|| said_of(&name)).iter().zip(said_of(&shown)).zip(german_ones)
            {
                prop_assert_eq!(english(kept).into_owned(), plain(&english_one).into_owned());
                prop_assert_eq!(german(kept), plain(&german_one).into_owned());
            }
        }
    }
}
