//! Numbers that look random and are not: the same seed and the same text give the same number, in any order of calls.

use std::time::Duration;

/// 64 well-mixed bits for a seed and a text.
pub(crate) fn bits(seed: u64, text: &str) -> u64 {
    // FNV-1a to read the text, the finaliser of SplitMix64 to spread it over all bits.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ seed;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// A time from `shortest` up to `longest`, in whole milliseconds.
pub(crate) fn between(seed: u64, text: &str, shortest: Duration, longest: Duration) -> Duration {
    let span = longest.saturating_sub(shortest).as_millis() as u64 + 1;
    shortest + Duration::from_millis(bits(seed, text) % span)
}
