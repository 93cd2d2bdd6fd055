//! Changing seeds: the blind half of the cases.
//!
//! Owns what can be done to bytes. Knows no language but the words that a target gives it.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

/// The most bytes that changes make of a seed.
const MAX_BYTES: usize = 16 * 1024;
/// Lengths around the limits of names, tags, lines and tokens.
const LENGTHS: [usize; 12] = [2, 16, 64, 127, 128, 129, 255, 256, 257, 1024, 2040, 2048];
/// Signs that end, open, escape or hide something somewhere.
const SIGNS: &[u8] = b"\0\t\n\r\x1b\x1e\x1f \"#%&'*+-./:;<=>?@[\\]^_{|}~\x7f\x80\xc2\xe2\xff09azAZ";

/// A change: what kind, where, and with what.
type Change = (u8, u32, u32);

/// Seeds with up to eight changes each. Fewer changes are simpler, and so what a failure is reduced to.
pub(crate) fn changed(seeds: Vec<Vec<u8>>, words: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let seeds = Arc::new(seeds);
    (0..seeds.len(), vec(any::<Change>(), 0..8)).prop_map(move |(index, changes)| {
        let mut bytes = seeds.get(index).cloned().unwrap_or_default();
        for change in changes {
            apply(&mut bytes, change, &seeds, words);
            bytes.truncate(MAX_BYTES);
        }
        bytes
    })
}

fn apply(bytes: &mut Vec<u8>, (kind, place, with): Change, seeds: &[Vec<u8>], words: &[&str]) {
    let at = place as usize % (bytes.len() + 1);
    let with = with as usize;
    let end = (at + 1 + with % 16).min(bytes.len());
    match kind % 9 {
        0 => insert(bytes, at, &[(with & 0xff) as u8]),
        1 | 2 => insert(bytes, at, &[SIGNS[with % SIGNS.len()]]),
        3 if !words.is_empty() => insert(bytes, at, words[with % words.len()].as_bytes()),
        4 => drop(bytes.drain(at..end)),
        5 => {
            let piece = bytes[at..end].to_vec();
            insert(bytes, at, &piece);
        }
        6 => {
            // The rest of another seed, or its beginning before the rest of this one.
            let other = &seeds[with % seeds.len()];
            let cut = place as usize % (other.len() + 1);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[cut..]);
        }
        7 => {
            let sign = bytes.get(at).copied().unwrap_or(b'a');
            insert(bytes, at, &vec![sign; LENGTHS[with % LENGTHS.len()]]);
        }
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << (with % 8);
            }
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    bytes.splice(at..at, piece.iter().copied());
}
