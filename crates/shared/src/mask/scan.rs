//! A text parted into words, quotes and blanks, as far as that can be done without knowing who will read it: systemd, a
//! shell inside of its quotes, or a shell inside of that one's.

use std::ops::Range;

/// A quotation mark with the backslashes before it: `"` within `\"` within `\\\"` are three different ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    backslashes: usize,
    sign: char,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    Quote(Quote),
    Text,
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

/// What stands between two blanks, quoted blanks too: `"two words"` are two of these.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Its tokens, by their numbers.
    tokens: Range<usize>,
    /// Where it stands without quotes around it.
    pub(super) bare: Range<usize>,
    /// Where it begins, quotes included.
    pub(super) start: usize,
    /// Where what counts as one word with it begins: behind the quotes of a shell's script, else where it begins.
    inner: usize,
}

/// A text and its parts.
pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    tokens: Vec<Token>,
    pub(super) words: Vec<Word>,
}

impl<'t> Scan<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let tokens = tokens(text);
        let words = words(text, &tokens);
        Self { text, tokens, words }
    }

    /// The word without quotes around it.
    pub(super) fn bare(&self, word: &Word) -> &'t str {
        self.text.get(word.bare.clone()).unwrap_or_default()
    }

    /// All of the text between two places.
    pub(super) fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// Where a value that begins at `start` in this word ends. In doubt it is longer.
    pub(super) fn value(&self, word: &Word, start: usize) -> Range<usize> {
        let begin = self.tokens.partition_point(|token| token.span.end <= start);
        let mut at = begin;
        if let Some(open) = self.open_before(word, start) {
            let Some(close) = self.find(at, open) else { return start..self.text.len() };
            if self.is_over(close) {
                return start..self.tokens.get(close).map_or(self.text.len(), |token| token.span.start);
            }
            at = close + 1;
        }
        while let Some(token) = self.tokens.get(at) {
            match token.kind {
                Kind::Blank => return start..token.span.start,
                Kind::Text => at += 1,
                Kind::Quote(_) if token.span.start > start && self.is_over(at) => {
                    return start..token.span.start;
                }
                Kind::Quote(quote) => match self.find(at + 1, quote) {
                    Some(close) => at = close + 1,
                    None => break,
                },
            }
        }
        start..self.text.len()
    }

    /// Behind the quotes and signs at this place; quotes alone may stand between a name and what it is of.
    pub(super) fn behind_quotes(&self, at: usize) -> usize {
        let mut at = at;
        let first = self.tokens.partition_point(|token| token.span.end <= at);
        for token in self.tokens.iter().skip(first) {
            match token.kind {
                Kind::Quote(_) if token.span.start == at => at = token.span.end,
                _ => break,
            }
        }
        at
    }

    /// Where the quotes begin that end at this place.
    pub(super) fn before_quotes(&self, at: usize) -> usize {
        let mut at = at;
        let behind = self.tokens.partition_point(|token| token.span.start < at);
        for token in self.tokens.iter().take(behind).rev() {
            match token.kind {
                Kind::Quote(_) if token.span.end == at => at = token.span.start,
                _ => break,
            }
        }
        at
    }

    /// The end of what the quote around this place holds; of the text if there is none.
    pub(super) fn end_of_quoted(&self, word: &Word, at: usize) -> usize {
        let begin = self.tokens.partition_point(|token| token.span.end <= at);
        let close = self.open_before(word, at).and_then(|open| self.find(begin, open));
        close.and_then(|close| self.tokens.get(close)).map_or(self.text.len(), |token| token.span.start)
    }

    /// The quote that was opened in this word before a place, and not closed.
    fn open_before(&self, word: &Word, before: usize) -> Option<Quote> {
        let mut open = None;
        let own = self.tokens.get(word.tokens.clone())?.iter();
        let own = own.skip_while(|token| token.span.start < word.inner);
        for token in own.take_while(|token| token.span.end <= before) {
            if let Kind::Quote(quote) = token.kind {
                open = match open {
                    None => Some(quote),
                    Some(opened) if opened == quote => None,
                    other => other,
                };
            }
        }
        open
    }

    fn find(&self, from: usize, wanted: Quote) -> Option<usize> {
        let behind = self.tokens.get(from..)?;
        behind.iter().position(|token| token.kind == Kind::Quote(wanted)).map(|found| from + found)
    }

    /// Whether the quotes from this one on have nothing behind them but a blank, or the end.
    fn is_over(&self, at: usize) -> bool {
        let mut behind = self.tokens.iter().skip(at).skip_while(|token| matches!(token.kind, Kind::Quote(_)));
        behind.next().is_none_or(|token| token.kind == Kind::Blank)
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut push = |kind: Kind, span: Range<usize>| match tokens.last_mut() {
        Some(last) if last.kind == kind && !matches!(kind, Kind::Quote(_)) => last.span.end = span.end,
        _ => tokens.push(Token { kind, span }),
    };
    let mut signs = text.char_indices().peekable();
    let mut backslashes = 0;
    let mut from = 0;
    while let Some((at, sign)) = signs.next() {
        let end = at + sign.len_utf8();
        let is_escaped = backslashes % 2 == 1;
        match sign {
            '\\' => {
                if backslashes == 0 {
                    from = at;
                }
                backslashes += 1;
                if signs.peek().is_none() {
                    push(Kind::Text, from..end);
                }
                continue;
            }
            '"' | '\'' => {
                let start = if backslashes > 0 { from } else { at };
                push(Kind::Quote(Quote { backslashes, sign }), start..end);
            }
            // A backslash at the end of a line joins the lines.
            '\n' | '\r' if is_escaped => {
                if backslashes > 1 {
                    push(Kind::Text, from..at - 1);
                }
                push(Kind::Blank, at - 1..end);
            }
            _ if sign.is_whitespace() && !is_escaped => {
                if backslashes > 0 {
                    push(Kind::Text, from..at);
                }
                push(Kind::Blank, at..end);
            }
            _ => push(Kind::Text, if backslashes > 0 { from..end } else { at..end }),
        }
        backslashes = 0;
    }
    tokens
}

fn words(text: &str, tokens: &[Token]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let length = tokens.iter().skip(at).take_while(|token| token.kind != Kind::Blank).count();
        if let Some(own) = tokens.get(at..at + length).filter(|own| !own.is_empty()) {
            let (start, end) =
                (own.first().map_or(0, |t| t.span.start), own.last().map_or(0, |t| t.span.end));
            let is_quote = |token: &&Token| matches!(token.kind, Kind::Quote(_));
            let first = own.iter().find(|token| !is_quote(token)).map_or(end, |token| token.span.start);
            let last = own.iter().rfind(|token| !is_quote(token)).map_or(end, |token| token.span.end);
            let before = words.last().and_then(|word| text.get(word.bare.clone())).unwrap_or_default();
            let inner = if is_script_flag(before) { first } else { start };
            words.push(Word { tokens: at..at + length, bare: first..last.max(first), start, inner });
        }
        at += length + 1;
    }
    words
}

/// `-c`, `-xc`, `-lc`: what follows in quotes is a script, and its words are words of their own.
fn is_script_flag(text: &str) -> bool {
    let letters = text.strip_prefix('-').and_then(|rest| rest.strip_suffix('c'));
    letters.is_some_and(|letters| letters.len() < 5 && letters.chars().all(|sign| sign.is_ascii_alphabetic()))
}
