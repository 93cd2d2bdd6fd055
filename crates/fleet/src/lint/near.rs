//! Words that look like another one: "did you mean".
//!
//! Owns only the measure; which words there are stands elsewhere.

/// The word that was probably meant: the same but for letter case, or one with few slips.
pub fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let written = letters(written);
    // A slip for every four letters: shorter words look like each other too easily.
    let most = (written.len() / 4).min(2);
    known.filter_map(|word| Some((slips(&written, word, most)?, word))).min().map(|(_, word)| word)
}

/// Whether two words, letter case apart, are the same but for so many slips.
pub(super) fn is_near(a: &str, b: &str, most: usize) -> bool {
    slips(&letters(a), b, most).is_some()
}

fn letters(text: &str) -> Vec<char> {
    text.chars().map(|sign| sign.to_ascii_lowercase()).collect()
}

/// How many signs must be added, dropped, changed, or swapped with their neighbour; nothing if they are more than `most`.
/// Looks at no more of the words than it takes to know that.
fn slips(a: &[char], word: &str, most: usize) -> Option<usize> {
    // No sign has more than four bytes, and each of these words is tried for each that is not known.
    if word.len() + most < a.len() || word.len() > (a.len() + most) * 4 {
        return None;
    }
    let b = letters(word);
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row: Vec<usize> = vec![0; b.len() + 1];
    for (i, left) in a.iter().enumerate() {
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let mut least = (last[j] + usize::from(left != right)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *left == b[j - 1] && a[i - 1] == *right {
                least = least.min(before[j - 1] + 1);
            }
            row[j + 1] = least;
        }
        // A swap reaches two rows back.
        if row.iter().chain(&last).min().is_none_or(|least| *least > most) {
            return None;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last.last().copied().filter(|slips| *slips <= most)
}

#[cfg(test)]
mod tests {
    use super::{is_near, nearest};

    #[test]
    fn finds_what_was_meant() {
        let known = ["ExecStart", "ExecStartPre", "Restart", "RestartSec", "User", "Slice"];
        for (written, meant) in [
            ("ExecStrat", Some("ExecStart")),
            ("execstart", Some("ExecStart")),
            ("ExecStartPre ", Some("ExecStartPre")),
            ("Restrat", Some("Restart")),
            ("RestartSecs", Some("RestartSec")),
            ("user", Some("User")),
            ("Use", None),
            ("Completely", None),
            ("ExecSatrtPre", Some("ExecStartPre")),
            ("RestartSecond", None),
            ("Üser", Some("User")),
            ("", None),
        ] {
            assert_eq!(nearest(written, known.into_iter()), meant, "{written}");
        }
    }

    #[test]
    fn words_are_near_up_to_so_many_slips() {
        assert!(is_near("abc", "ABC", 0) && is_near("abcd", "abc", 1) && is_near("acb", "abc", 1));
        assert!(!is_near("abcde", "abc", 1) && !is_near("axbx", "ab", 1) && !is_near("ab", "äöü", 1));
        assert!(is_near("", "", 0) && is_near("äöü", "äöü", 0) && is_near("", "a", 1));
    }
}
