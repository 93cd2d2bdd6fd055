//! What the wasm offers to the script, without what nobody calls.
//!
//! Leptos brings streams along that JavaScript reads from or writes to. The page has none, but each of their methods is
//! exported, and what is exported is kept with all that it reaches.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::module::{self, Reader, put_name, put_number};
use crate::files;

/// Part of the name of each method of these streams (crate `wasm-streams`).
const UNUSED: &str = "intounderlying";

/// The id of the section of exports in a wasm module.
const EXPORTS: u8 = 7;

/// Takes the exports that nobody calls out of the wasm. What they alone reach goes when it is optimised.
pub(super) fn drop_unused(wasm: &Path) -> Result<()> {
    let module = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let module =
        module::with_section(&module, EXPORTS, exports).with_context(|| format!("in {}", wasm.display()))?;
    files::write(wasm, module)
}

fn exports(section: &[u8]) -> Result<Vec<u8>> {
    let mut reader = Reader::of(section);
    let (mut kept, mut count) = (Vec::with_capacity(section.len()), 0);
    for _ in 0..reader.number()? {
        let (name, kind, index) = (reader.name()?, reader.byte()?, reader.number()?);
        if !name.contains(UNUSED) {
            put_name(&mut kept, name);
            kept.push(kind);
            put_number(&mut kept, index);
            count += 1;
        }
    }
    let mut out = Vec::with_capacity(kept.len() + 2);
    put_number(&mut out, count);
    out.extend(kept);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that exports these functions, numbered from 200.
    fn module(names: &[&str], first: usize) -> Vec<u8> {
        let mut body = Vec::new();
        put_number(&mut body, names.len());
        for (number, name) in names.iter().enumerate() {
            put_name(&mut body, name);
            body.push(0);
            put_number(&mut body, first + number);
        }
        let mut module = b"\0asm\x01\0\0\0\x01\x01\0\x07".to_vec();
        put_number(&mut module, body.len());
        module.extend(body);
        module.extend(b"\x0a\x01\0");
        module
    }

    #[test]
    fn what_nobody_calls_is_exported_no_longer() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let wasm = folder.path().join("a.wasm");
        files::write(
            &wasm,
            module(&["__wbg_intounderlyingsink_free", "intounderlyingsource_pull", "main"], 200),
        )?;
        drop_unused(&wasm)?;
        assert_eq!(fs::read(&wasm)?, module(&["main"], 202));
        Ok(())
    }
}
