//! Versions that must agree: `wasm-bindgen` the crate and its command-line tool.

use super::Source;
use crate::tools::WASM_BINDGEN;

pub(super) fn check(sources: &[Source], broken: &mut Vec<String>) {
    let tool = WASM_BINDGEN.version;
    let text = |path: &str| {
        sources.iter().find(|source| source.path == path).map_or("", |source| source.text.as_str())
    };
    if !text("Cargo.toml").contains(&format!("wasm-bindgen = \"={tool}\"")) {
        broken.push(format!(
            "Cargo.toml: wasm-bindgen is not pinned to ={tool}, the version of its tool in crates/xtask"
        ));
    }
    if !text("Cargo.lock").contains(&format!("name = \"wasm-bindgen\"\nversion = \"{tool}\"\n")) {
        broken
            .push(format!("Cargo.lock: wasm-bindgen is not {tool}, the version of its tool in crates/xtask"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(manifest: &str, lock: &str) -> usize {
        let sources = [("Cargo.toml", manifest), ("Cargo.lock", lock)]
            .map(|(path, text)| Source { path: path.to_owned(), text: text.to_owned() });
        let mut broken = Vec::new();
        check(&sources, &mut broken);
        broken.len()
    }

    #[test]
    fn crate_and_tool_must_agree() {
        let version = WASM_BINDGEN.version;
        let manifest = format!("wasm-bindgen = \"={version}\"\n");
        let lock = format!("[[package]]\nname = \"wasm-bindgen\"\nversion = \"{version}\"\n");
        assert_eq!(broken(&manifest, &lock), 0);
        assert_eq!(broken("wasm-bindgen = \"0.2\"\n", &lock), 1);
        assert_eq!(broken("", ""), 2);
    }
}
