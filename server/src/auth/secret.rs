//! Secrets that we make ourselves: 256 random bits, stored as SHA-256 only.
//!
//! No salt and no slow hash: there is nothing to guess in 256 random bits.

use rand::TryRng;
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

const BYTES: usize = 32;
const TOKEN_PREFIX: &str = "qd_";
/// Hexadecimal digits of a token's check sum.
const CHECK_DIGITS: usize = 8;
/// How many signs of a token's secret are kept to tell tokens apart.
const HINT_DIGITS: usize = 6;

/// A secret just made, or as somebody sent it. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// 256 random bits, as hexadecimal digits.
    pub fn random() -> Result<Self> {
        let mut bytes = [0; BYTES];
        SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
        Ok(Self(hex(&bytes)))
    }

    /// A new API token: `qd_`, 256 random bits and a check sum, by which leaked ones can be found and typing
    /// errors told without asking the database.
    pub fn random_token() -> Result<Self> {
        let Self(digits) = Self::random()?;
        let check = check_sum(&digits);
        Ok(Self(format!("{TOKEN_PREFIX}{digits}{check}")))
    }

    /// Takes a text that has the form of a session's secret or a one-time code.
    pub fn parse(text: &str) -> Option<Self> {
        is_hex(text, BYTES * 2).then(|| Self(text.to_owned()))
    }

    /// Takes a text that has the form of a token, with the right check sum.
    pub fn parse_token(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(TOKEN_PREFIX)?;
        let (digits, check) = rest.split_at_checked(BYTES * 2)?;
        (is_hex(digits, BYTES * 2) && check == check_sum(digits)).then(|| Self(text.to_owned()))
    }

    /// The secret itself: for the one answer that shows it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored in its place.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }

    /// Its first signs, to tell tokens apart; too few to be of use.
    pub fn hint(&self) -> String {
        self.0.chars().take(TOKEN_PREFIX.len() + HINT_DIGITS).collect()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

fn check_sum(digits: &str) -> String {
    let sum = Sha256::new().chain_update(TOKEN_PREFIX).chain_update(digits).finalize();
    hex(&sum[..CHECK_DIGITS / 2])
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'))
}

/// Every request with a token is hashed, so this is done without the machinery of formatting.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0xf])
        .map(|half| char::from(DIGITS[usize::from(half)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_two_small_digits_each() {
        assert_eq!(hex(&[0x00, 0x0f, 0xa5, 0xff]), "000fa5ff");
    }

    #[test]
    fn a_token_is_read_back() {
        let token = Secret::random_token().unwrap();
        assert_eq!(token.reveal().len(), 3 + 64 + 8);
        assert_eq!(Secret::parse_token(token.reveal()), Some(token.clone()));
        assert!(token.reveal().starts_with(&token.hint()));
        assert_ne!(Secret::random_token().unwrap(), token);
    }

    #[test]
    fn a_token_with_one_wrong_sign_is_none() {
        let token = Secret::random_token().unwrap();
        for at in 0..token.reveal().len() {
            let mut signs: Vec<char> = token.reveal().chars().collect();
            signs[at] = if signs[at] == '0' { '1' } else { '0' };
            let wrong: String = signs.into_iter().collect();
            assert_eq!(Secret::parse_token(&wrong), None, "sign {at}");
        }
        for wrong in ["", "qd_", "qd_ü", "nonsense", &token.reveal()[..70], &format!("{}0", token.reveal())]
        {
            assert_eq!(Secret::parse_token(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_stored_is_not_the_secret_and_debug_is_silent() {
        let secret = Secret::random().unwrap();
        assert_ne!(secret.hash(), secret.reveal());
        assert_eq!(format!("{secret:?}"), "Secret");
        assert_eq!(Secret::parse(secret.reveal()), Some(secret));
        assert_eq!(Secret::parse("ABC"), None);
    }
}
