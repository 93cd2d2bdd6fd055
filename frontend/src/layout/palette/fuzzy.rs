//! How well a text fits what was typed. Pure.
//!
//! Each typed word must be found in the text, its letters in order but not necessarily side by side. Letters that stand
//! together, and letters that begin a word of the text, count more; what was left out in between counts against it.

/// Each letter that was found.
const FOUND: i32 = 1;
/// A letter right after the one found before.
const TOGETHER: i32 = 5;
/// The first letter, where it begins a word of the text.
const BEGINS: i32 = 7;
/// A later letter that begins a word of the text.
const INITIAL: i32 = 4;
/// The word of the text is over where the typed one is.
const WHOLE: i32 = 4;
/// Each letter left out in between, up to `MOST_LEFT_OUT` of them.
const LEFT_OUT: i32 = 1;
const MOST_LEFT_OUT: usize = 6;
/// All of the text was typed.
const EQUAL: i32 = 20;

/// What was typed, taken apart once for many texts.
#[derive(Debug, Clone)]
pub struct Pattern {
    words: Vec<Vec<u8>>,
}

impl Pattern {
    /// Takes it apart at spaces; case counts for nothing.
    pub fn new(typed: &str) -> Self {
        let words = typed.split_whitespace().map(|word| word.to_lowercase().into_bytes());
        Self { words: words.collect() }
    }

    /// Whether nothing was typed: then everything fits equally well.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well a text fits: more is better. `None`: not at all.
    pub fn score(&self, text: &str) -> Option<i32> {
        let text = text.as_bytes();
        let mut sum = 0;
        for word in &self.words {
            sum += best(word, text)?;
        }
        if let [only] = self.words.as_slice()
            && only.eq_ignore_ascii_case(text)
        {
            sum += EQUAL;
        }
        // Of two that fit alike the shorter one is meant.
        let long = i32::try_from(text.len() / 8).unwrap_or(i32::MAX);
        Some(if self.is_empty() { 0 } else { sum - long })
    }
}

/// The best way to find a word in a text, whichever of its letters it begins at.
fn best(word: &[u8], text: &[u8]) -> Option<i32> {
    let first = *word.first()?;
    let starts = (0..text.len()).filter(|at| text[*at].eq_ignore_ascii_case(&first));
    // What does not fit from one letter on does not fit from a later one.
    let mut found = None;
    for start in starts {
        match from(word, text, start) {
            Some(score) => found = found.max(Some(score)),
            None => break,
        }
    }
    found
}

fn from(word: &[u8], text: &[u8], start: usize) -> Option<i32> {
    let begins = |at: usize| at == 0 || !text[at - 1].is_ascii_alphanumeric();
    let mut score = FOUND + if begins(start) { BEGINS } else { 0 };
    let mut last = start;
    for letter in &word[1..] {
        let next = last + 1;
        let gap = text.get(next..)?.iter().position(|own| own.eq_ignore_ascii_case(letter))?;
        let at = next + gap;
        score += FOUND;
        score += match gap {
            0 => TOGETHER,
            _ if begins(at) => INITIAL,
            _ => 0,
        };
        score -= LEFT_OUT * i32::try_from(gap.min(MOST_LEFT_OUT)).unwrap_or_default();
        last = at;
    }
    let is_over = text.get(last + 1).is_none_or(|next| !next.is_ascii_alphanumeric());
    Some(score + if is_over { WHOLE } else { 0 })
}

/// The best of many, at most so many of them; of those that fit alike the earlier ones first.
pub fn best_of<T>(all: impl Iterator<Item = (i32, T)>, most: usize) -> Vec<(i32, T)> {
    let mut best: Vec<(i32, T)> = Vec::with_capacity(most + 1);
    for (score, item) in all {
        if best.len() == most && best.last().is_some_and(|(least, _)| score <= *least) {
            continue;
        }
        let at = best.iter().position(|(other, _)| *other < score).unwrap_or(best.len());
        best.insert(at, (score, item));
        best.truncate(most);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranked<'a>(typed: &str, texts: &[&'a str]) -> Vec<&'a str> {
        let pattern = Pattern::new(typed);
        let fits = texts.iter().filter_map(|text| Some((pattern.score(text)?, *text)));
        best_of(fits, 10).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn letters_must_be_there_in_their_order() {
        assert_eq!(ranked("cko", &["checkout", "cook", "kiosk"]), ["checkout"]);
        assert_eq!(ranked("xyz", &["checkout"]), [""; 0]);
        assert_eq!(ranked("WEB", &["web", "Web-Shop"]), ["web", "Web-Shop"]);
    }

    #[test]
    fn whole_words_and_beginnings_come_first() {
        assert_eq!(
            ranked("web", &["cobweb", "webshop", "web", "w-e-b", "new-web"]),
            ["web", "new-web", "webshop", "w-e-b", "cobweb"]
        );
        assert_eq!(ranked("pg", &["campaign", "postgres", "page", "p-gate"])[0], "p-gate");
        assert_eq!(ranked("mail 2", &["mailer:0.9.4@1", "mailer:0.9.4@2"]), ["mailer:0.9.4@2"]);
    }

    #[test]
    fn every_word_must_be_found() {
        assert_eq!(ranked("dep web", &["Deploy web…", "Deploy search…"]), ["Deploy web…"]);
        assert_eq!(ranked("web dep", &["Deploy web…"]), ["Deploy web…"], "in any order");
    }

    #[test]
    fn the_best_are_kept_and_the_earlier_one_of_two_alike() {
        let scored = [(1, 'a'), (5, 'b'), (5, 'c'), (9, 'd'), (0, 'e')];
        let best: String = best_of(scored.into_iter(), 3).into_iter().map(|(_, letter)| letter).collect();
        assert_eq!(best, "dbc");
    }
}
