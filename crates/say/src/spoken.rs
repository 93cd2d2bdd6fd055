//! Finds a message in the language that is spoken, and fills it.
//!
//! One function fills all messages: what is copied for each of them is a number and its English.

use std::error::Error;
use std::fmt::{self, Display, Write};
use std::sync::OnceLock;

use crate::FINGERPRINT;

/// Stands for what a view draws within a sentence; see [`around`].
pub const HERE: &str = "\u{fffc}";

/// Before each form of a message that has several.
pub(crate) const FORM: char = '\u{f}';

static SPOKEN: OnceLock<Vec<&'static str>> = OnceLock::new();

/// Says everything from now on as this catalogue has it. To be called before anything is said; the first call counts.
///
/// # Errors
///
/// The catalogue belongs to another build: its messages would not be those that are meant.
pub fn speak(catalogue: String) -> Result<(), Unfit> {
    let lines: &'static str = catalogue.leak();
    let (fingerprint, messages) = lines.split_once('\n').ok_or(Unfit)?;
    if fingerprint != FINGERPRINT {
        return Err(Unfit);
    }
    // Whoever called first is heard already.
    let _ = SPOKEN.set(messages.lines().collect());
    Ok(())
}

/// A catalogue of another build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfit;

impl Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this catalogue of words belongs to another build")
    }
}

impl Error for Unfit {}

/// What stands before and after [`HERE`], for a sentence with a name in bold or a link in it:
/// `around(say::x(&HERE))`.
pub fn around(sentence: String) -> (String, String) {
    match sentence.split_once(HERE) {
        Some((before, after)) => (before.to_owned(), after.to_owned()),
        None => (sentence, String::new()),
    }
}

/// The message of this number as it is spoken.
pub(crate) fn say(number: usize, english: &'static str) -> &'static str {
    #[cfg(not(target_family = "wasm"))]
    if let Some(said) = crate::scope::scoped(number) {
        return said;
    }
    let spoken = SPOKEN.get().and_then(|messages| messages.get(number));
    spoken.copied().unwrap_or(english)
}

/// Fills the message of this number: `count` chooses its form, `parts` are what it names.
pub(crate) fn fill(number: usize, english: &'static str, count: usize, parts: &[&dyn Display]) -> String {
    #[cfg(not(target_family = "wasm"))]
    if let Some(kept) = crate::scope::kept(number, count, parts) {
        return kept;
    }
    filled(say(number, english), count, parts)
}

/// In a message U+0001 and the following stand for its parts.
pub(crate) fn filled(message: &str, count: usize, parts: &[&dyn Display]) -> String {
    let message = form(message, count);
    let mut said = String::with_capacity(message.len() + 16);
    for sign in message.chars() {
        match (sign as usize).checked_sub(1).and_then(|place| parts.get(place)) {
            // Writing to a String can't fail.
            Some(part) => drop(write!(said, "{part}")),
            None => said.push(sign),
        }
    }
    said
}

/// Of a message with forms, that of this number: each begins with its sign, `0` for none, `1` for one, `n` for any.
fn form(message: &str, count: usize) -> &str {
    let Some(forms) = message.strip_prefix(FORM) else { return message };
    let of = |sign: char| forms.split(FORM).find_map(|form| form.strip_prefix(sign));
    let exact = match count {
        0 => of('0'),
        1 => of('1'),
        _ => None,
    };
    exact.or_else(|| of('n')).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_where_the_message_has_them() {
        assert_eq!(filled("\u{1} of \u{2}", 0, &[&2, &"five"]), "2 of five");
        assert_eq!(filled("\u{2} hat \u{1}", 0, &[&2, &"a"]), "a hat 2");
    }

    #[test]
    fn a_part_is_never_read_as_a_message() {
        assert_eq!(filled("\u{1}, \u{2}", 0, &[&"\u{2}", &"b"]), "\u{2}, b");
    }

    #[test]
    fn the_number_chooses_the_form() {
        let message = "\u{f}0no unit\u{f}1\u{1} unit\u{f}n\u{1} units";
        let said = |count: usize| filled(message, count, &[&count]);
        assert_eq!([said(0), said(1), said(2)], ["no unit", "1 unit", "2 units"]);
        assert_eq!(filled("\u{f}1a\u{f}nb", 0, &[]), "b");
    }

    #[test]
    fn a_sentence_is_cut_where_a_view_stands() {
        assert_eq!(around(format!("a {HERE} b")), ("a ".to_owned(), " b".to_owned()));
        assert_eq!(around("a".to_owned()), ("a".to_owned(), String::new()));
    }

    #[test]
    fn a_catalogue_of_another_build_is_refused() {
        assert_eq!(speak("other\na\n".to_owned()), Err(Unfit));
        assert_eq!(say(0, "english"), "english");
    }
}
