//! The second factor: time-based one-time codes (RFC 6238), as every authenticator app makes them: SHA-1, 30 seconds,
//! six digits.

use ring::hmac;

use crate::error::{Error, Result};

/// The seed's length, which RFC 4226 recommends: as long as the hash.
const SEED_BYTES: usize = 20;
const STEP_MS: u64 = 30_000;
const DIGITS: usize = 6;
const MODULUS: u32 = 1_000_000;
/// How many steps a phone's clock may be off, before and behind.
const OFF_BY: u64 = 1;

/// What server and authenticator app share. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed([u8; SEED_BYTES]);

impl Seed {
    /// A new one.
    pub fn random() -> Result<Self> {
        use rand::TryRng;
        let mut bytes = [0; SEED_BYTES];
        rand::rngs::SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
        Ok(Self(bytes))
    }

    /// One that was stored.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// To be sealed and stored.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As people type it into an app that can't read the picture.
    pub fn base32(&self) -> String {
        base32(&self.0)
    }

    /// What the picture says: the address by which apps take a seed.
    pub fn uri(&self, account: &str) -> String {
        use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
        let account = utf8_percent_encode(account, NON_ALPHANUMERIC);
        let seed = self.base32();
        format!(
            "otpauth://totp/Quarterdeck:{account}?secret={seed}&issuer=Quarterdeck&algorithm=SHA1&digits={DIGITS}&period={}",
            STEP_MS / 1000
        )
    }

    /// The step at which the app showed this code, if it did just now and in none of the steps up to `last_step`: a
    /// code counts once.
    pub fn step_of(&self, code: &str, now_ms: u64, last_step: Option<u64>) -> Option<u64> {
        let code = parse(code)?;
        let now = now_ms / STEP_MS;
        // All of them are worked out, so that the time tells nothing.
        let mut found = None;
        for step in now.saturating_sub(OFF_BY)..=now + OFF_BY {
            if self.code_at(step) == code && last_step.is_none_or(|last| step > last) {
                found = Some(step);
            }
        }
        found
    }

    /// The code that an app shows at that time: for tests and for nobody else.
    pub fn code_now(&self, now_ms: u64) -> String {
        format!("{:0DIGITS$}", self.code_at(now_ms / STEP_MS))
    }

    fn code_at(&self, step: u64) -> u32 {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        truncate(tag.as_ref()) % MODULUS
    }
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed")
    }
}

/// Whether it has the form of such a code, and so is no recovery code.
pub fn is_code(text: &str) -> bool {
    parse(text).is_some()
}

/// Apps show it in two groups, and people type the gap.
fn parse(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(|sign| !sign.is_whitespace()).take(DIGITS + 1).collect();
    let six = digits.len() == DIGITS && digits.bytes().all(|sign| sign.is_ascii_digit());
    if six { digits.parse().ok() } else { None }
}

/// RFC 4226, "Generating an HOTP value": 31 bits from where the last half byte points to.
fn truncate(tag: &[u8]) -> u32 {
    let at = usize::from(tag.last().copied().unwrap_or(0) & 0xf);
    let bytes = tag.iter().skip(at).take(4);
    bytes.fold(0, |number: u32, byte| number << 8 | u32::from(*byte)) & 0x7fff_ffff
}

/// RFC 4648's alphabet, without padding.
pub(super) fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    (0..(bytes.len() * 8).div_ceil(5))
        .map(|group| (0..5).fold(0, |index, at| index << 1 | usize::from(bit(group * 5 + at))))
        .map(|index| char::from(ALPHABET[index]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rfc() -> Seed {
        Seed(*b"12345678901234567890")
    }

    #[test]
    fn gives_the_values_of_rfc_6238() {
        // Appendix B, SHA-1, its eight digits cut to six.
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(rfc().code_now(second * 1000), code, "{second}");
            assert_eq!(rfc().step_of(code, second * 1000, None), Some(second / 30), "{second}");
        }
    }

    #[test]
    fn gives_the_values_of_rfc_4226() {
        let codes =
            [755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871, 520_489];
        for (step, code) in (0..).zip(codes) {
            assert_eq!(rfc().code_at(step), code);
        }
    }

    #[test]
    fn a_clock_may_be_off_by_one_step_and_a_code_counts_once() {
        let seed = rfc();
        let shown_ms = 1_234_567_890_000;
        let code = seed.code_now(shown_ms);
        let step = shown_ms / STEP_MS;
        for (now_ms, fits) in [
            (shown_ms - 2 * STEP_MS, false),
            (shown_ms - STEP_MS, true),
            (shown_ms, true),
            (shown_ms + STEP_MS, true),
            (shown_ms + 2 * STEP_MS, false),
        ] {
            assert_eq!(seed.step_of(&code, now_ms, None).is_some(), fits, "{now_ms}");
        }
        assert_eq!(seed.step_of(&code, shown_ms, Some(step - 1)), Some(step));
        assert_eq!(seed.step_of(&code, shown_ms, Some(step)), None);
        assert_eq!(seed.step_of(&code, shown_ms, Some(step + 1)), None);
    }

    #[test]
    fn six_digits_are_a_code_with_or_without_a_gap() {
        for text in ["123456", "123 456", " 123456\n", "000000"] {
            assert!(is_code(text), "{text}");
        }
        for text in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "-12345", "+12345", &"1".repeat(10_000)]
        {
            assert!(!is_code(text), "{text}");
        }
    }

    #[test]
    fn base32_is_that_of_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn apps_are_told_everything() {
        assert_eq!(
            rfc().uri("ada@example.org"),
            "otpauth://totp/Quarterdeck:ada%40example%2Eorg?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Quarterdeck&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(format!("{:?}", rfc()), "Seed");
    }
}
