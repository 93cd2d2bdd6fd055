//! Compressing the page once instead of at every request.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use super::PageProfile;
use crate::files;

/// The suffixes of the compressed forms.
pub(super) const FORMS: [&str; 2] = ["br", "gz"];

/// Formats that compress well. Others are served as they are.
const TEXTS: [&str; 7] = ["css", "html", "js", "json", "svg", "txt", "wasm"];

/// Writes `.br` and `.gz` beside every file that has none yet and gets smaller by it.
pub(super) fn precompress(folder: &Path, profile: PageProfile) -> Result<()> {
    for name in files::below(folder)? {
        if files::has_extension(&name, &TEXTS) {
            compress(&folder.join(&name), profile)
                .with_context(|| format!("cannot compress {}", name.display()))?;
        }
    }
    Ok(())
}

fn compress(file: &Path, profile: PageProfile) -> Result<()> {
    let targets = FORMS.map(|form| (form, files::suffixed(file, form)));
    // `publish` kept them beside a file that is the same as before.
    if targets.iter().all(|(_, target)| target.exists()) {
        return Ok(());
    }
    let content = fs::read(file)?;
    for (form, target) in targets {
        let encoded =
            if form == "br" { brotli(&content, quality(profile, content.len()))? } else { gzip(&content)? };
        if encoded.len() < content.len() {
            fs::write(target, encoded)?;
        }
    }
    Ok(())
}

/// As hard as it goes, except for what would take many seconds in a page that is not shipped. Small files are the same
/// in both profiles and keep their forms from one to the other.
fn quality(profile: PageProfile, bytes: usize) -> u32 {
    if profile == PageProfile::Quick && bytes > 500_000 { 5 } else { 11 }
}

fn brotli(content: &[u8], quality: u32) -> Result<Vec<u8>> {
    // A window of 4 MB, more than the page is large.
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, quality, 22);
    encoder.write_all(content)?;
    Ok(encoder.into_inner())
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_packed_unpacks_to_the_same() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let text = "body { color: var(--text); }\n".repeat(100);
        files::write(&folder.path().join("app.css"), &text)?;
        files::write(&folder.path().join("tiny.txt"), "x")?;
        precompress(folder.path(), PageProfile::Release)?;

        let mut unpacked = String::new();
        let packed = fs::read(folder.path().join("app.css.br"))?;
        brotli::Decompressor::new(packed.as_slice(), 4096).read_to_string(&mut unpacked)?;
        assert_eq!(unpacked, text);

        unpacked.clear();
        let packed = fs::read(folder.path().join("app.css.gz"))?;
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut unpacked)?;
        assert_eq!(unpacked, text);

        assert!(
            !folder.path().join("tiny.txt.br").exists(),
            "a form that is larger than the file helps nobody"
        );
        Ok(())
    }
}
