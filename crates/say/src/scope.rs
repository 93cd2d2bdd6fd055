//! Several languages in one program: in which one is spoken at the moment, and sentences that are kept until it is known
//! who reads them.
//!
//! A page speaks one language; the server answers each in theirs. What it says is made long before that: a deployment's
//! notes are stored, a unit's reason stands in a snapshot that all see. So within [`keeping`] a message is not said but
//! *kept*: a text that holds the message's key and its parts, between signs that no text has. Kept sentences are put
//! together, stored and sent like any other text, and are said where it goes out, by [`tell`]. A text without them stays
//! as it is.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::fmt::{Display, Write};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::LazyLock;

use crate::language::Language;
use crate::shape::{CAPITAL, CLIPPED, clip, raise};
use crate::spoken::filled;

/// Before a kept sentence: its key, the number that chooses its form, its parts. Noncharacters of Unicode, which are
/// meant for a program's own use.
pub const KEPT: char = '\u{fdd0}';
const BETWEEN: char = '\u{fdd1}';
const END: char = '\u{fdd2}';
/// How deep sentences stand within sentences; what is deeper was made by nobody here.
const DEEPEST: usize = 8;

impl Language {
    fn messages(self) -> &'static [&'static str] {
        match self {
            Self::English => &ENGLISH,
            Self::German => &GERMAN,
        }
    }
}

/// In which language is spoken, and whether what is said is kept for later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scope {
    /// Whoever hears it.
    pub language: Language,
    /// Whether messages are kept; [`tell`] says them.
    pub keeps: bool,
}

thread_local! {
    static SCOPE: Cell<Option<Scope>> = const { Cell::new(None) };
}

/// Puts the scope back, also if what was done in it panicked.
struct Back(Option<Scope>);

impl Drop for Back {
    fn drop(&mut self) {
        SCOPE.set(self.0);
    }
}

impl Scope {
    /// Of work that is done for nobody in particular: all that it says is kept.
    pub const KEEPING: Self = Self { language: Language::English, keeps: true };

    /// The one that holds here.
    pub fn current() -> Self {
        SCOPE.get().unwrap_or_default()
    }

    /// Does something in it.
    pub fn within<T>(self, work: impl FnOnce() -> T) -> T {
        let _back = Back(SCOPE.replace(Some(self)));
        work()
    }

    /// The same of work that waits in between.
    pub async fn during<F: Future>(self, work: F) -> F::Output {
        let mut work = pin!(work);
        poll_fn(|context| self.within(|| work.as_mut().poll(context))).await
    }
}

/// Says everything in this language while that is done.
pub fn in_language<T>(language: Language, work: impl FnOnce() -> T) -> T {
    Scope { language, keeps: false }.within(work)
}

/// Keeps what is said meanwhile, for [`tell`].
pub fn keeping<T>(work: impl FnOnce() -> T) -> T {
    Scope { keeps: true, ..Scope::current() }.within(work)
}

/// The text with the kept sentences in it said, in the language that is spoken here.
pub fn tell(text: &str) -> Cow<'_, str> {
    if !text.contains(KEPT) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(told(text, Scope::current().language.messages(), 0))
}

/// The same in English: for the record and the log.
pub fn tell_in_english(text: &str) -> Cow<'_, str> {
    in_language(Language::English, || tell(text))
}

/// The message of this number as it is said in this scope; none if there is no scope.
pub(crate) fn scoped(number: usize) -> Option<&'static str> {
    let scope = SCOPE.get()?;
    if scope.keeps {
        return BARE.get(number).map(String::as_str);
    }
    scope.language.messages().get(number).copied()
}

/// The message of this number with its parts, if what is said is kept here.
pub(crate) fn kept(number: usize, count: usize, parts: &[&dyn Display]) -> Option<String> {
    if !SCOPE.get()?.keeps {
        return None;
    }
    let mut text = format!("{KEPT}{}{BETWEEN}{count}", KEYS.get(number)?);
    for part in parts {
        text.push(BETWEEN);
        let from = text.len();
        // Writing to a String can't fail.
        let _ = write!(text, "{part}");
        settle(&mut text, from);
    }
    text.push(END);
    Some(text)
}

/// Whether only kept sentences have this sign: nobody outside has a reason to send it.
pub fn is_sign_of_kept(sign: char) -> bool {
    matches!(sign, KEPT | BETWEEN | END)
}

/// Leaves these signs, in the part that begins there, in whole sentences only. A name from outside must neither end the
/// sentence that it stands in nor begin another part of it.
fn settle(text: &mut String, from: usize) {
    if !text.get(from..).is_some_and(|part| part.contains(is_sign_of_kept)) {
        return;
    }
    let part = text.split_off(from);
    let mut rest = part.as_str();
    while let Some((before, sign)) = rest.find(is_sign_of_kept).map(|at| rest.split_at(at)) {
        text.push_str(before);
        match sign.strip_prefix(KEPT).and_then(whole) {
            Some((inner, after)) => {
                text.push(KEPT);
                text.push_str(inner);
                text.push(END);
                rest = after;
            }
            None => {
                text.push(char::REPLACEMENT_CHARACTER);
                // All three are as long as one another.
                rest = sign.get(KEPT.len_utf8()..).unwrap_or_default();
            }
        }
    }
    text.push_str(rest);
}

/// A text with kept sentences in it, to be brought into shape once it is said; none if there are none in it.
pub(crate) fn shaped(how: &str, number: usize, text: &str) -> Option<String> {
    text.contains(KEPT).then(|| {
        let mut kept = format!("{KEPT}{how}{BETWEEN}{number}{BETWEEN}");
        let from = kept.len();
        kept.push_str(text);
        settle(&mut kept, from);
        kept.push(END);
        kept
    })
}

fn told(text: &str, messages: &[&'static str], depth: usize) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once(KEPT) {
        said.push_str(before);
        let Some((inner, after)) = whole(from).filter(|_| depth < DEEPEST) else {
            // Begun and not ended: nothing that was kept here.
            said.push_str(&from.replace([KEPT, BETWEEN, END], ""));
            return said;
        };
        said.push_str(&sentence(inner, messages, depth + 1));
        rest = after;
    }
    said.push_str(rest);
    said
}

/// What stands before the end of the sentence that has begun, and what stands behind it.
fn whole(text: &str) -> Option<(&str, &str)> {
    let mut open = 1_usize;
    for (at, sign) in text.char_indices() {
        match sign {
            KEPT => open += 1,
            END => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some((text.get(..at)?, text.get(at + END.len_utf8()..)?));
        }
    }
    None
}

fn sentence(inner: &str, messages: &[&'static str], depth: usize) -> String {
    let mut parts = pieces(inner).into_iter();
    let key = parts.next().unwrap_or_default();
    let count = parts.next().and_then(|count| count.parse().ok()).unwrap_or_default();
    let parts: Vec<String> = parts.map(|part| told(part, messages, depth)).collect();
    match key {
        CLIPPED => return clip(&parts.concat(), count),
        CAPITAL => return raise(&parts.concat()),
        _ => {}
    }
    match NUMBERS.get(key).and_then(|number| messages.get(*number)) {
        Some(message) => {
            let parts: Vec<&dyn Display> = parts.iter().map(|part| part as &dyn Display).collect();
            filled(message, count, &parts)
        }
        // Of another version, which had more to say: what it was about, at least.
        None => parts.join(", "),
    }
}

/// The pieces between the signs of this sentence, and not of those within it.
fn pieces(inner: &str) -> Vec<&str> {
    let (mut open, mut start, mut pieces) = (0_usize, 0, Vec::new());
    for (at, sign) in inner.char_indices() {
        match sign {
            KEPT => open += 1,
            END => open = open.saturating_sub(1),
            BETWEEN if open == 0 => {
                pieces.extend(inner.get(start..at));
                start = at + BETWEEN.len_utf8();
            }
            _ => {}
        }
    }
    pieces.extend(inner.get(start..));
    pieces
}

macro_rules! written {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name))
    };
}

static KEYS: LazyLock<Vec<&str>> = LazyLock::new(|| written!("keys.txt").lines().collect());
static NUMBERS: LazyLock<HashMap<&str, usize>> =
    LazyLock::new(|| KEYS.iter().enumerate().map(|(number, key)| (*key, number)).collect());
static ENGLISH: LazyLock<Vec<&str>> = LazyLock::new(|| both(written!("en.txt"), written!("en-server.txt")));
static GERMAN: LazyLock<Vec<&str>> = LazyLock::new(|| both(written!("de.txt"), written!("de-server.txt")));
/// Messages without parts, as they are kept.
static BARE: LazyLock<Vec<String>> =
    LazyLock::new(|| KEYS.iter().map(|key| format!("{KEPT}{key}{BETWEEN}0{END}")).collect());

/// The page's messages, behind the mark of the build, and the server's.
fn both(page: &'static str, server: &'static str) -> Vec<&'static str> {
    page.lines().skip(1).chain(server.lines()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{capital, clipped};

    /// A message without parts, one with, and one with forms.
    fn said() -> [String; 3] {
        use crate::{policy, spans};
        [policy::anybody().to_owned(), spans::list(&"a, b", &spans::seconds(&5)), spans::days(1)]
    }

    #[test]
    fn the_scope_says_which_language() {
        assert_eq!(said(), ["an administrator", "a, b and 5 s", "1 day"]);
        let german = in_language(Language::German, said);
        assert_eq!(german[1], "a, b und 5 s");
        assert_eq!(in_language(Language::German, || in_language(Language::English, said)), said());
        assert_eq!(Scope::current(), Scope::default());
    }

    #[test]
    fn what_is_kept_is_told_in_the_language_of_whoever_reads_it() {
        let kept = keeping(said);
        assert_ne!(kept, said());
        for language in Language::ALL {
            let direct = in_language(language, said);
            let told = in_language(language, || kept.clone().map(|text| tell(&text).into_owned()));
            assert_eq!(direct, told);
        }
        let sentence = format!("x {} y {}", kept[1], kept[0]);
        assert_eq!(tell(&sentence), "x a, b and 5 s y an administrator");
    }

    #[test]
    fn what_was_never_kept_stays_and_harms_nothing() {
        assert!(matches!(tell("as it is"), Cow::Borrowed("as it is")));
        let open = KEPT.to_string().repeat(100_000);
        let deep = format!("{open}{}", END.to_string().repeat(100_000));
        for text in [
            &open,
            &deep,
            "a\u{fdd0}b",
            "\u{fdd2}",
            "\u{fdd0}\u{fdd2}",
            "\u{fdd0}gone/key\u{fdd1}0\u{fdd1}p\u{fdd2}",
        ] {
            let told = tell(text);
            assert!(!told.contains("gone"), "{told}");
        }
        assert_eq!(tell("\u{fdd0}gone/key\u{fdd1}0\u{fdd1}p\u{fdd1}q\u{fdd2}"), "p, q");
    }

    #[test]
    fn a_part_from_outside_leaves_its_sentence_as_it_is() {
        use crate::spans::list;
        for (name, shown) in [
            ("a\u{fdd1}b", "a\u{fffd}b"),
            ("a\u{fdd2}\u{fdd1}b", "a\u{fffd}\u{fffd}b"),
            ("\u{fdd0}policy/anybody\u{fdd1}0", "\u{fffd}policy/anybody\u{fffd}0"),
            ("\u{fdd2}\u{fdd0}x", "\u{fffd}\u{fffd}x"),
        ] {
            let kept = keeping(|| list(&name, &list(&"c", &name)));
            assert_eq!(tell(&kept), list(&shown, &list(&"c", &shown)), "{name:?}");
            let cut = keeping(|| clipped(&format!("{}{name}", said()[1]), 80));
            assert_eq!(tell(&cut), format!("{}{shown}", said()[1]), "{name:?}");
        }
    }

    #[test]
    fn what_is_cut_is_cut_as_it_is_told() {
        let kept = keeping(|| clipped(&said()[1], 8));
        assert_eq!(tell(&kept), "a, b…");
        assert_eq!(clipped("short", 8), "short");
        assert_eq!(tell(&keeping(|| capital(&said()[1]))), "A, b and 5 s");
        assert_eq!(capital("short"), "Short");
    }

    #[test]
    fn every_message_has_its_line_in_every_language() {
        for language in Language::ALL {
            assert_eq!(language.messages().len(), KEYS.len());
        }
        assert_eq!(NUMBERS.len(), KEYS.len());
    }

    #[test]
    fn a_tag_names_a_language() {
        for (tag, language) in [
            ("de", Some(Language::German)),
            ("DE-at", Some(Language::German)),
            ("en-GB", Some(Language::English)),
        ] {
            assert_eq!(Language::of_tag(tag), language);
        }
        assert_eq!(Language::of_tag("fr"), None);
    }
}
