//! Numbers instead of hashes in the names of what the wasm imports.
//!
//! wasm-bindgen ends each name with 16 digits of a hash, the same in script and wasm. Nothing reads them but the two, and
//! digits without a pattern do not compress: they cost the first load 3.5 KB.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::files;

const PREFIX: &[u8] = b"__wbg_";
const DIGITS: usize = 16;

/// Numbers the imports in a script and its wasm. Their names keep their length, so that nothing in the wasm moves.
pub(super) fn number(script: &Path, wasm: &Path) -> Result<()> {
    let mut numbers = BTreeMap::new();
    // The script names all of them; what looks like such a name in the wasm alone is none.
    let script_bytes = read(script)?;
    for name in names(&script_bytes) {
        let next = numbers.len();
        numbers.entry(script_bytes[name.0..name.1].to_vec()).or_insert(next);
    }
    for file in [script, wasm] {
        let mut bytes = read(file)?;
        for (from, to) in names(&bytes) {
            if let Some(number) = numbers.get(&bytes[from..to]) {
                let digits = format!("{number:0DIGITS$}");
                bytes[to - DIGITS..to].copy_from_slice(digits.as_bytes());
            }
        }
        files::write(file, bytes)?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Where names with a hash begin and end.
fn names(bytes: &[u8]) -> Vec<(usize, usize)> {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = bytes[from..].windows(PREFIX.len()).position(|window| window == PREFIX) {
        let begin = from + at;
        let length = bytes[begin..].iter().take_while(|byte| is_of_name(byte)).count();
        let end = begin + length;
        if ends_with_hash(&bytes[begin..end]) {
            found.push((begin, end));
        }
        from = end;
    }
    found
}

fn ends_with_hash(name: &[u8]) -> bool {
    name.len() > PREFIX.len() + DIGITS
        && name[name.len() - DIGITS..].iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_and_wasm_get_the_same_names_of_the_same_length() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let (script, wasm) = (folder.path().join("a.js"), folder.path().join("a.wasm"));
        let names = ["__wbg_open_0123456789abcdef", "__wbg_close_fedcba9876543210"];
        files::write(&script, format!("{}: f, {}: g, __wbg_plain: h", names[0], names[1]))?;
        files::write(&wasm, format!("\u{1b}{}\u{1c}{}\0__wbg_other_0123456789abcdef", names[1], names[0]))?;

        number(&script, &wasm)?;

        assert_eq!(
            fs::read_to_string(&script)?,
            "__wbg_open_0000000000000000: f, __wbg_close_0000000000000001: g, __wbg_plain: h"
        );
        assert_eq!(
            fs::read_to_string(&wasm)?,
            "\u{1b}__wbg_close_0000000000000001\u{1c}__wbg_open_0000000000000000\0__wbg_other_0123456789abcdef"
        );
        Ok(())
    }
}
