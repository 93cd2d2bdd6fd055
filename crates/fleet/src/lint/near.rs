//! Words that look like another one: "did you mean".
//!
//! Owns only the measure; which words there are stands elsewhere.

/// The word that was probably meant: the same but for letter case, or one with few slips.
pub fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_ascii_lowercase();
    // A slip for every four letters: shorter words look like each other too easily.
    let most = (written.chars().count() / 4).min(2);
    known
        .filter_map(|word| {
            let slips = distance(&lower, &word.to_ascii_lowercase());
            (slips <= most).then_some((slips, word))
        })
        .min()
        .map(|(_, word)| word)
}

/// How many signs must be added, dropped, changed, or swapped with their neighbour.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let mut least = (last[j] + usize::from(left != right)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *left == b[j - 1] && a[i - 1] == *right {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::nearest;

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
            ("", None),
        ] {
            assert_eq!(nearest(written, known.into_iter()), meant, "{written}");
        }
    }
}
