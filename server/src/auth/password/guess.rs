//! Whether a password is among the first that anybody would try.
//!
//! Of the passwords that people choose most, hardly any has twelve characters; those that have are made of a few short
//! ones put together. So no list of whole passwords is asked. A password is cut into pieces that everybody tries (common
//! passwords also in their spellings with digits, names, rows of keys, repetitions), each of which counts as much as one
//! sign that can't be foreseen; what is left must be worth enough. The list of pieces stands in `common.txt`.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Pieces that people choose, by their length at most.
static COMMON: LazyLock<HashSet<Vec<char>>> = LazyLock::new(|| {
    include_str!("common.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .map(folded)
        .collect()
});

/// What lies side by side on a keyboard or in the alphabet, read in both directions.
const ROWS: [&str; 9] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
    "qwertzuiopüasdfghjklöäyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "!@#$%^&*()_+",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
];

/// The shortest piece of a row, of a repetition, and of a name.
const SHORTEST: usize = 3;
/// The longest of the common pieces.
const LONGEST: usize = 16;
/// What a password must be worth, in signs that can't be foreseen.
const ENOUGH: usize = 6;

/// Whether it is soon guessed by somebody who knows the user's name.
pub(super) fn is_easy(password: &str, user: &str) -> bool {
    worth(password, user) < ENOUGH
}

fn worth(password: &str, user: &str) -> usize {
    let lower: Vec<char> = password.chars().flat_map(char::to_lowercase).collect();
    let plain: Vec<char> = lower.iter().copied().map(fold).collect();
    let names: Vec<Vec<char>> = user
        .split(|sign: char| !sign.is_alphanumeric())
        .map(folded)
        .filter(|name| name.len() >= SHORTEST)
        .collect();
    let (mut worth, mut at) = (0, 0);
    while at < lower.len() {
        let again = repeated(&lower, at);
        let piece = common(&plain[at..], &names).max(row(&lower[at..])).max(same(&lower[at..]));
        if again >= SHORTEST && again >= piece {
            // Nothing new.
            at += again;
        } else if piece > 0 {
            worth += 1;
            at += piece;
        } else if lower[at].is_ascii_digit() {
            // Dates and numbers: two digits are hardly more than one sign.
            let digits = lower[at..].iter().take_while(|sign| sign.is_ascii_digit()).take(2).count();
            worth += 1;
            at += digits;
        } else {
            worth += 1;
            at += 1;
        }
    }
    worth
}

/// How long the longest common piece or name is with which this begins.
fn common(text: &[char], names: &[Vec<char>]) -> usize {
    let name = names.iter().filter(|name| text.starts_with(name)).map(Vec::len).max().unwrap_or(0);
    let listed = (SHORTEST..=LONGEST.min(text.len())).rev().find(|length| COMMON.contains(&text[..*length]));
    name.max(listed.unwrap_or(0))
}

/// How long the row of keys is with which this begins.
fn row(text: &[char]) -> usize {
    let longest = |signs: &[char]| {
        (0..signs.len())
            .map(|start| signs[start..].iter().zip(text).take_while(|(one, other)| one == other).count())
            .max()
            .unwrap_or(0)
    };
    let found = ROWS
        .iter()
        .map(|row| {
            let mut signs: Vec<char> = row.chars().collect();
            let forward = longest(&signs);
            signs.reverse();
            forward.max(longest(&signs))
        })
        .max()
        .unwrap_or(0);
    if found >= SHORTEST { found } else { 0 }
}

/// How often the first sign stands there in a row, if more than once.
fn same(text: &[char]) -> usize {
    let run = text.iter().take_while(|sign| **sign == text[0]).count();
    if run > 1 { run } else { 0 }
}

/// How much of what begins here stood there before.
fn repeated(text: &[char], at: usize) -> usize {
    (0..at)
        .map(|from| text[from..].iter().zip(&text[at..]).take_while(|(one, other)| one == other).count())
        .max()
        .unwrap_or(0)
}

fn folded(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).map(fold).collect()
}

/// The letter that a digit or a sign stands for in a common spelling. What could stand for two becomes one.
fn fold(sign: char) -> char {
    match sign {
        '0' => 'o',
        '1' | '!' | '|' | 'l' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        '8' => 'b',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_is_easy() {
        for password in [
            "123456789012",
            "012345678901",
            "987654321098",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "abcdefghijkl",
            "qwertyuiop[]",
            "qwertzuiopasdf",
            "asdfghjkl;'asdfghjkl",
            "1q2w3e4r5t6y",
            "1qaz2wsx3edc",
            "zaq12wsxcde3",
            "passwordpassword",
            "Password1234",
            "Passw0rd2026!",
            "P@$$w0rd1234",
            "password!!!!!!!!!!!!",
            "iloveyou1234",
            "letmein12345",
            "LetMeInPlease",
            "welcome12345",
            "Summer2026!!",
            "administrator",
            "Administrator1",
            "quarterdeck1",
            "QuarterDeck2026!",
            "changeme1234",
            "adminadminadmin",
            "football1987",
            "dragonmaster1",
            "hunter2hunter2",
            "xyzzy-xyzzy-xyzzy",
            "monday2026!!",
            "fleet fleet fleet",
            "the first password",
        ] {
            assert!(is_easy(password, "ada"), "{password} is worth {}", worth(password, "ada"));
        }
    }

    #[test]
    fn ones_own_name_is_easy_for_oneself_only() {
        assert!(is_easy("lovelace2026", "ada.lovelace"));
        assert!(is_easy("Ada.Lovelace.99", "ada.lovelace@example.org"));
        assert!(!is_easy("lovelace2026", "grace"));
    }

    #[test]
    fn what_nobody_would_try_is_not() {
        for password in [
            "correct horse battery staple",
            "a long password",
            "v9!kQ2mZp4xw",
            "pinguine tanzen nachts",
            "839201475628",
            "Kaffee um halb zehn",
            "пароль из слов",
            "日本語でも大丈夫です",
            "password x7 q9 zw",
        ] {
            assert!(!is_easy(password, "ada"), "{password} is worth {}", worth(password, "ada"));
        }
    }

    #[test]
    fn any_text_is_measured() {
        for text in ["", " ", "\0\0\0", "ß", "İ", "🙂🙂🙂🙂", &"ab".repeat(64)] {
            worth(text, "");
            worth(text, "...");
        }
        assert!(COMMON.iter().all(|piece| (SHORTEST..=LONGEST).contains(&piece.len())));
        assert!(COMMON.len() > 600, "{}", COMMON.len());
    }
}
