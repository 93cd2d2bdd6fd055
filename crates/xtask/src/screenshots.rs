//! Pictures of each page over the demo cluster: to look at after a change, and for the README.

use anyhow::{Context, Result};

use crate::lane::Lane;
use crate::page::{self, PageProfile};
use crate::process;
use crate::server::{self, FLEET_SIM, QUARTERDECK, ServerProfile};
use crate::test;
use crate::workspace::Workspace;

/// Takes them into docs/images.
pub(crate) fn screenshots(workspace: &Workspace) -> Result<()> {
    page::build(workspace, PageProfile::Release, &Lane::alone()).context("there is no page to look at")?;
    let programs = server::build(workspace, ServerProfile::Dev, &[QUARTERDECK, FLEET_SIM], &Lane::alone())?;
    let past = server::build_example(workspace, server::PAST, &Lane::alone())?;
    let images = workspace.root().join("docs/images");
    let mut command = test::playwright(workspace, &programs, Some("screenshots/playwright.config.ts"))?;
    process::run(command.env("PAST_BIN", past).env("SCREENSHOTS", &images))?;
    println!("They are in {}", images.display());
    Ok(())
}
