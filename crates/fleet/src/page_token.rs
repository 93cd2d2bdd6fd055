//! The tokens by which Fleet's lists go on.
//!
//! Owns their coding and Fleet's complaints about bad ones. A token is no secret and no promise: anyone can write
//! one, and Fleet remembers nothing.

use base64::{Engine, engine::general_purpose::URL_SAFE};

mod go_base64;

/// A window on a list: how many entities a page, and which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageToken {
    /// Entities a page.
    pub limit: u16,
    /// The page, counted from 1.
    pub page: u16,
}

/// Why Fleet refuses a token. Displays as Fleet's own message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageTokenError {
    /// Given more than once: for callers that read queries.
    #[error("too many values for page token")]
    Repeated,
    /// Not base64, by the first byte that is wrong.
    #[error("illegal base64 data at input byte {0}")]
    Base64(usize),
    /// Nothing in it.
    #[error("EOF")]
    Empty,
    /// Fewer than four bytes.
    #[error("unexpected EOF")]
    TooShort,
    /// A page size that is not the server's: the server's.
    #[error("token limit must be {0}")]
    Limit(u16),
    /// Page 0.
    #[error("token page must be greater than zero")]
    PageZero,
}

impl PageToken {
    /// Entities a page unless the server was configured otherwise.
    pub const DEFAULT_LIMIT: u16 = 100;

    /// The token as Fleet writes it: `ZAACAA==` for page 2 of 100 entities each.
    pub fn encode(&self) -> String {
        let [a, b] = self.limit.to_le_bytes();
        let [c, d] = self.page.to_le_bytes();
        URL_SAFE.encode([a, b, c, d])
    }

    /// Reads a token as a Fleet with 100 entities a page does.
    pub fn decode(text: &str) -> Result<Self, PageTokenError> {
        Self::decode_for(text, Self::DEFAULT_LIMIT)
    }

    /// Reads a token as a Fleet with another page size does.
    pub fn decode_for(text: &str, limit: u16) -> Result<Self, PageTokenError> {
        let bytes = go_base64::decode(text).map_err(PageTokenError::Base64)?;
        // More than four bytes are no error: the rest is ignored.
        let token = match bytes[..] {
            [a, b, c, d, ..] => Self { limit: u16::from_le_bytes([a, b]), page: u16::from_le_bytes([c, d]) },
            [] => return Err(PageTokenError::Empty),
            _ => return Err(PageTokenError::TooShort),
        };
        if token.limit != limit {
            return Err(PageTokenError::Limit(limit));
        }
        if token.page == 0 {
            return Err(PageTokenError::PageZero);
        }
        Ok(token)
    }
}

#[cfg(test)]
mod tests {
    use super::{PageToken, PageTokenError};

    #[test]
    fn writes_fleets_tokens() {
        assert_eq!(PageToken { limit: 100, page: 2 }.encode(), "ZAACAA==");
        assert_eq!(PageToken::decode("ZAACAA=="), Ok(PageToken { limit: 100, page: 2 }));
        assert_eq!(PageToken::decode("ZAACAP__"), Ok(PageToken { limit: 100, page: 2 }));
    }

    #[test]
    fn another_page_size_is_another_server() {
        let token = PageToken { limit: 25, page: 3 };
        assert_eq!(PageToken::decode_for(&token.encode(), 25), Ok(token));
        assert_eq!(PageToken::decode(&token.encode()), Err(PageTokenError::Limit(100)));
    }

    #[test]
    fn refuses_with_fleets_messages() {
        for (text, message) in [
            ("", "EOF"),
            ("ZAAC", "unexpected EOF"),
            ("ZAACAA", "illegal base64 data at input byte 4"),
            ("!", "illegal base64 data at input byte 0"),
            ("MgABAA==", "token limit must be 100"),
            ("ZAAAAA==", "token page must be greater than zero"),
        ] {
            assert_eq!(PageToken::decode(text).unwrap_err().to_string(), message, "{text}");
        }
        assert_eq!(PageTokenError::Repeated.to_string(), "too many values for page token");
    }
}
