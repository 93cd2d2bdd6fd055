//! The signs of JSON, as Go's scanner takes them, and its words about those it does not take.

use super::Json;

/// Why a body is no JSON. The texts are Go's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum JsonError {
    /// There is nothing.
    #[error("EOF")]
    Empty,
    /// It ends too early.
    #[error("unexpected EOF")]
    Cut,
    /// A sign where it may not stand.
    #[error("invalid character {0} {1}")]
    Sign(String, &'static str),
    /// Nested too deep.
    #[error("exceeded max depth")]
    TooDeep,
}

pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn is_at_end(&mut self) -> bool {
        self.skip_blanks();
        self.at == self.text.len()
    }

    /// The next sign that is no blank.
    pub(super) fn peek(&mut self) -> Result<u8, JsonError> {
        self.skip_blanks();
        self.byte().ok_or(JsonError::Cut)
    }

    pub(super) fn expect(&mut self, sign: u8) -> Result<(), JsonError> {
        if self.take_if(sign)? { Ok(()) } else { Err(self.unexpected("looking for beginning of value")) }
    }

    pub(super) fn take_if(&mut self, sign: u8) -> Result<bool, JsonError> {
        let is_it = self.peek()? == sign;
        self.at += usize::from(is_it);
        Ok(is_it)
    }

    /// After an element: whether there are more of them, or the closing sign came.
    pub(super) fn more_or(&mut self, closing: u8, context: &'static str) -> Result<bool, JsonError> {
        if self.take_if(b',')? {
            return Ok(true);
        }
        if self.take_if(closing)? { Ok(false) } else { Err(self.unexpected(context)) }
    }

    /// A member's name and the colon after it.
    pub(super) fn key(&mut self) -> Result<String, JsonError> {
        if self.peek()? != b'"' {
            return Err(self.unexpected("looking for beginning of object key string"));
        }
        let key = self.string()?;
        if self.take_if(b':')? { Ok(key) } else { Err(self.unexpected("after object key")) }
    }

    /// A string, with its quotes.
    pub(super) fn string(&mut self) -> Result<String, JsonError> {
        self.at += 1;
        let mut value = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain =
                rest.find(|sign: char| sign == '"' || sign == '\\' || sign < ' ').ok_or(JsonError::Cut)?;
            value.push_str(&rest[..plain]);
            self.at += plain;
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(value);
                }
                Some(b'\\') => value.push(self.escape()?),
                _ => return Err(self.unexpected("in string literal")),
            }
        }
    }

    /// A number, `true`, `false` or `null`.
    pub(super) fn scalar(&mut self) -> Result<Json, JsonError> {
        match self.peek()? {
            b't' => self.literal("true", "in literal true (expecting 'r')").map(|()| Json::Bool),
            b'f' => self.literal("false", "in literal false (expecting 'a')").map(|()| Json::Bool),
            b'n' => self.literal("null", "in literal null (expecting 'u')").map(|()| Json::Null),
            b'-' | b'0'..=b'9' => self.number().map(|()| Json::Number),
            _ => Err(self.unexpected("looking for beginning of value")),
        }
    }

    /// An array or object with all that is in it, checked but not kept, in a loop instead of by recursion.
    pub(super) fn skip_nested(&mut self, max_depth: usize) -> Result<(), JsonError> {
        let mut open: Vec<u8> = Vec::new();
        loop {
            let first = self.peek()?;
            if first == b'{' || first == b'[' {
                self.at += 1;
                open.push(first + 2);
                if open.len() > max_depth {
                    return Err(JsonError::TooDeep);
                }
                if !self.take_if(first + 2)? {
                    if first == b'{' {
                        self.key()?;
                    }
                    continue;
                }
                open.pop();
            } else if first == b'"' {
                self.string()?;
            } else {
                self.scalar()?;
            }
            // A value is complete: close what it completes.
            while let Some(&closing) = open.last() {
                let context =
                    if closing == b'}' { "after object key:value pair" } else { "after array element" };
                if self.more_or(closing, context)? {
                    if closing == b'}' {
                        self.key()?;
                    }
                    break;
                }
                open.pop();
            }
            if open.is_empty() {
                return Ok(());
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        self.at += 1;
        let sign = self.byte().ok_or(JsonError::Cut)?;
        let value = match sign {
            b'"' | b'\\' | b'/' => char::from(sign),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(self.unexpected("in string escape code")),
        };
        self.at += 1;
        Ok(value)
    }

    fn unicode(&mut self) -> Result<char, JsonError> {
        self.at += 1;
        let first = self.four_digits()?;
        if let Some(value) = char::from_u32(first) {
            return Ok(value);
        }
        // Half a pair: the other half has to follow at once, or it stands for nothing.
        if (0xd800..0xdc00).contains(&first) && self.text[self.at..].starts_with("\\u") {
            let before = self.at;
            self.at += 2;
            let second = self.four_digits()?;
            if (0xdc00..0xe000).contains(&second) {
                let pair = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = before;
        }
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn four_digits(&mut self) -> Result<u32, JsonError> {
        let mut value = 0;
        for _ in 0..4 {
            let sign = self.byte().ok_or(JsonError::Cut)?;
            let Some(digit) = char::from(sign).to_digit(16) else {
                return Err(self.unexpected("in \\u hexadecimal character escape"));
            };
            value = value * 16 + digit;
            self.at += 1;
        }
        Ok(value)
    }

    fn literal(&mut self, word: &str, context: &'static str) -> Result<(), JsonError> {
        for expected in word.bytes() {
            match self.byte() {
                Some(sign) if sign == expected => self.at += 1,
                Some(_) => return Err(self.unexpected(context)),
                None => return Err(JsonError::Cut),
            }
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), JsonError> {
        self.at += usize::from(self.byte() == Some(b'-'));
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits("in numeric literal")?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits("after decimal point in numeric literal")?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits("in exponent of numeric literal")?;
        }
        Ok(())
    }

    fn digits(&mut self, context: &'static str) -> Result<(), JsonError> {
        let count = self.text[self.at..].bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        match (count, self.byte()) {
            (0, None) => Err(JsonError::Cut),
            (0, Some(_)) => Err(self.unexpected(context)),
            _ => Ok(()),
        }
    }

    fn skip_blanks(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn unexpected(&self, context: &'static str) -> JsonError {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some('\'') => JsonError::Sign(r"'\''".to_owned(), context),
            Some('"') => JsonError::Sign("'\"'".to_owned(), context),
            Some(sign) => JsonError::Sign(format!("'{}'", sign.escape_default()), context),
            None => JsonError::Cut,
        }
    }
}
