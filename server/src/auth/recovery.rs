//! Recovery codes: each takes the place of the second factor once. 120 random bits, stored as SHA-256 only: there is
//! nothing to guess.

use rand::TryRng;
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};

use super::secret::hex;
use super::totp::base32;
use crate::error::{Error, Result};

/// How many somebody gets.
pub const HOW_MANY: usize = 10;
const BYTES: usize = 15;
const LETTERS: usize = 24;
const GROUP: usize = 4;

/// A new one: `abcd-efgh-ijkl-mnop-qrst-uvwx`.
pub fn random() -> Result<String> {
    let mut bytes = [0; BYTES];
    SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
    let letters: Vec<char> = base32(&bytes).to_ascii_lowercase().chars().collect();
    let groups: Vec<String> = letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}

/// What is stored in a code's place, however it was typed; none for what is no such code.
pub fn hash(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '-')
        .take(LETTERS + 1)
        .map(|sign| sign.to_ascii_lowercase())
        .collect();
    let fits = code.len() == LETTERS && code.bytes().all(|sign| matches!(sign, b'a'..=b'z' | b'2'..=b'7'));
    fits.then(|| hex(&Sha256::digest(code.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_back_however_it_is_typed() {
        let code = random().unwrap();
        assert_eq!(code.len(), LETTERS + 5);
        let stored = hash(&code).unwrap();
        for typed in
            [code.to_uppercase(), code.replace('-', ""), code.replace('-', " "), format!(" {code}\n")]
        {
            assert_eq!(hash(&typed).as_ref(), Some(&stored), "{typed}");
        }
        assert_ne!(hash(&random().unwrap()), Some(stored));
        for wrong in
            ["", "123456", &code[1..], &format!("{code}a"), &code.replace('-', "1"), &"a".repeat(9_999)]
        {
            assert_eq!(hash(wrong), None, "{wrong}");
        }
    }
}
