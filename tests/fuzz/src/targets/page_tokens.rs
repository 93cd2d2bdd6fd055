//! Page tokens: anybody can write one.

use anyhow::{Result, ensure};
use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
use fleet::{PageToken, PageTokenError};
use proptest::prelude::*;
use proptest::sample::select;

use super::write;
use crate::{Target, Verdict, case};

pub(crate) const TARGET: Target = Target {
    name: "page-tokens",
    about: "page tokens, forged",
    most_cases: u64::MAX,
    seeds: || {
        ["ZAACAA==", "ZAACAP__", "ZAD__w==", "MgABAA==", "ZAAAAA==", "ZAAC", ""]
            .map(|seed| seed.as_bytes().to_vec())
            .to_vec()
    },
    words: &["=", "==", "-", "_", "+", "/", "\n", "\r\n", "ZAAC", "AA", "é", "%3D"],
    grammar,
    check,
};

/// As Go reads it: padding must be there, bits that are left over are not looked at.
const GO: GeneralPurpose =
    GeneralPurpose::new(&URL_SAFE, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));

fn grammar() -> BoxedStrategy<Vec<u8>> {
    const WORDS: &[&str] =
        &["ZA", "AC", "AA", "A", "Z", "=", "==", "-", "_", "\n", "\r", "+", "/", " ", "AP__", "ZAACAA=="];
    let near = (
        prop_oneof![3 => Just(100_u16), 1 => any::<u16>()],
        any::<u16>(),
        select(&["", "\n", "=", "A", "AAAA"][..]),
    )
        .prop_map(|(limit, page, more)| PageToken { limit, page }.encode() + more);
    prop_oneof![write::bytes(near), write::bytes(write::sentence(WORDS, 8))].boxed()
}

fn check(input: &[u8]) -> Result<Verdict> {
    let text = case::text(input);
    let token = PageToken::decode(&text);
    // Line ends may stand anywhere.
    let bytes = GO.decode(text.replace(['\n', '\r'], ""));
    let expected = match bytes.as_deref() {
        Err(_) => None,
        Ok([]) => Some(Err(PageTokenError::Empty)),
        Ok([low, high, page_low, page_high, ..]) => Some(match (low, high, page_low, page_high) {
            (100, 0, 0, 0) => Err(PageTokenError::PageZero),
            (100, 0, low, high) => {
                Ok(PageToken { limit: 100, page: u16::from(*low) + 256 * u16::from(*high) })
            }
            _ => Err(PageTokenError::Limit(100)),
        }),
        Ok(_) => Some(Err(PageTokenError::TooShort)),
    };
    match (token, expected) {
        (Err(PageTokenError::Base64(at)), None) => {
            ensure!(at <= text.len(), "byte {at} lies outside of {text:?}")
        }
        (token, expected) => ensure!(Some(token) == expected, "{token:?}, and Fleet says {expected:?}"),
    }
    if let Ok(token) = token {
        ensure!(PageToken::decode(&token.encode()) == Ok(token), "{token:?} does not read back");
    }
    Ok(Verdict::of(token.is_ok()))
}
