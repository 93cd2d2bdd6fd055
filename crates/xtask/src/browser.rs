//! The browser that the tests drive: Chromium and its driver, from the system's packages.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::packages::{self, on_path};

/// Debian's. The last one brings letters: without a font the browser draws boxes.
const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-liberation"];

/// Where Chromium and its driver are.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Finds the browser. On Debian it is installed where that needs no password.
pub(crate) fn ensure() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    let need = "the tests need Chromium and ChromeDriver, on PATH or named in CHROMIUM_PATH and CHROMEDRIVER";
    packages::install(&PACKAGES, need, "about 1 min")?;
    find().context("apt-get installed Chromium and its driver, and yet they are not on PATH")
}

fn find() -> Option<Browser> {
    let chromium =
        named("CHROMIUM_PATH").or_else(|| on_path("chromium")).or_else(|| on_path("google-chrome"))?;
    let driver = named("CHROMEDRIVER").or_else(|| on_path("chromedriver"))?;
    Some(Browser { chromium, driver })
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from)
}
