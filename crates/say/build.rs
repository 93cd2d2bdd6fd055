//! Writes a function for each message of the English catalogue, and the other catalogues as the page fetches them.
//! Fails where a catalogue lacks a message, has one too many, or names other parts than English does.

#[path = "build/catalogue.rs"]
mod catalogue;
#[path = "build/message.rs"]
mod message;
#[path = "build/write.rs"]
mod write;

use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context, Result};

use crate::catalogue::Catalogue;

fn main() -> Result<()> {
    let root =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").context("cargo names the folder of the crate")?);
    let out = PathBuf::from(env::var_os("OUT_DIR").context("cargo names the folder for what is written")?);
    let english = Catalogue::read(&root.join("en"))?;
    let german = Catalogue::read(&root.join("de"))?;
    fs::write(out.join("messages.rs"), write::functions(&english)?)?;
    fs::write(out.join("keys.txt"), write::keys(&english))?;
    for (name, catalogue) in [("en", &english), ("de", &german)] {
        let lines = write::translation(&english, catalogue)?;
        fs::write(out.join(format!("{name}.txt")), lines.page)?;
        fs::write(out.join(format!("{name}-server.txt")), lines.server)?;
    }
    // Cargo reads these from the output of a build script.
    for folder in ["en", "de", "build"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    Ok(())
}
