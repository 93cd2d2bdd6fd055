//! Short names for what the wasm imports, and a script without what only people read.
//!
//! wasm-bindgen gives each import a name that ends with 16 digits of a hash, the same in script and wasm. Nothing reads
//! these but the two, and they compress badly: with the script's comments and indents they cost the first load 5 KB.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::module::{self, Reader, put_name, put_number};
use crate::files;

/// The first name of an import, which the script defines.
const PREFIX: &str = "__wbg_";

/// The id of the section of imports in a wasm module.
const IMPORTS: u8 = 2;

/// Shortens the names of imports in a script and its wasm, and the script besides.
pub(super) fn shorten(script: &Path, wasm: &Path) -> Result<()> {
    let text = fs::read_to_string(script).with_context(|| format!("cannot read {}", script.display()))?;
    let module = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let mut names = BTreeMap::new();
    let module = with_imports(&module, &mut names).with_context(|| format!("in {}", wasm.display()))?;
    files::write(script, renamed(&without_remarks(&text), &names))?;
    files::write(wasm, module)
}

/// The module with other names in its imports; `names` gets what became of each.
fn with_imports(module: &[u8], names: &mut BTreeMap<String, String>) -> Result<Vec<u8>> {
    module::with_section(module, IMPORTS, |section| imports(section, names))
}

fn imports(section: &[u8], names: &mut BTreeMap<String, String>) -> Result<Vec<u8>> {
    let mut reader = Reader::of(section);
    let mut out = Vec::with_capacity(section.len());
    let count = reader.number()?;
    put_number(&mut out, count);
    for _ in 0..count {
        let module = reader.name()?;
        let name = reader.name()?;
        put_name(&mut out, module);
        if name.starts_with(PREFIX) {
            let next = names.len();
            let short = names.entry(name.to_owned()).or_insert_with(|| format!("_{next:x}"));
            put_name(&mut out, short);
        } else {
            put_name(&mut out, name);
        }
        out.extend(reader.kind()?);
    }
    Ok(out)
}

/// The script with other names, wherever one stands as a whole word.
fn renamed(script: &str, names: &BTreeMap<String, String>) -> String {
    let is_of_word = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '$';
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(begin) = rest.find(is_of_word) {
        let (before, from) = rest.split_at(begin);
        let (word, after) = from.split_at(from.find(|sign| !is_of_word(sign)).unwrap_or(from.len()));
        out.push_str(before);
        out.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The script without indents, empty lines and comments that have lines of their own.
fn without_remarks(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        in_comment |= line.starts_with("/*");
        if !in_comment && !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
        in_comment &= !line.ends_with("*/");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with a type section, these imported functions and a memory, and a last section.
    fn module(names: &[&str]) -> Vec<u8> {
        let mut body = Vec::new();
        put_number(&mut body, names.len() + 1);
        for name in names {
            put_name(&mut body, "./page_bg.js");
            put_name(&mut body, name);
            body.extend([0, 3]);
        }
        put_name(&mut body, "env");
        put_name(&mut body, "memory");
        body.extend([2, 1, 17, 0x80, 2]);
        let mut module = b"\0asm\x01\0\0\0\x01\x01\0\x02".to_vec();
        put_number(&mut module, body.len());
        module.extend(body);
        module.extend(b"\x0a\x03code"[..5].iter());
        module
    }

    #[test]
    fn script_and_wasm_get_the_same_short_names() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let (script, wasm) = (folder.path().join("a.js"), folder.path().join("a.wasm"));
        let names = ["__wbg_open_0123456789abcdef", "__wbg_close_fedcba9876543210", "__wbindgen_init"];
        let text = format!(
            "/**\n * About it.\n */\nconst all = {{\n    {}: f,\n    // Next.\n    {}: g,\n    {}: h, {}_other: i\n}};\n",
            names[0], names[1], names[2], names[0]
        );
        files::write(&script, text)?;
        files::write(&wasm, module(&names))?;

        shorten(&script, &wasm)?;

        let text = fs::read_to_string(&script)?;
        assert_eq!(
            text,
            format!("const all = {{\n_0: f,\n_1: g,\n__wbindgen_init: h, {}_other: i\n}};\n", names[0])
        );
        assert_eq!(fs::read(&wasm)?, module(&["_0", "_1", "__wbindgen_init"]));
        Ok(())
    }

    #[test]
    fn what_is_no_wasm_is_an_error() {
        assert!(with_imports(b"\0asm", &mut BTreeMap::new()).is_err());
        assert!(with_imports(b"\0asm\x01\0\0\0\x02\x09\x01", &mut BTreeMap::new()).is_err());
    }
}
