//! Who may do what: apps apart, limits, roles and verbs, and that it takes effect at once.

mod apart;
mod behind;
mod companions;
mod coverage;
mod effect;
mod giving;
mod hidden;
mod limits;
mod managing;
mod matrix;

use crate::harness::{ANYWHERE, Client, Setup, TestApp, quick, running};

/// What runs when a test begins.
const UNITS: [&str; 4] = ["web-a:1@1.service", "web-a:1@2.service", "checkout:1@1.service", "other.service"];

/// A cluster with two apps and a unit that belongs to none, and an administrator.
async fn two_apps() -> (TestApp, Client) {
    two_apps_by(Setup::new()).await
}

/// The same with other settings.
async fn two_apps_by(setup: Setup) -> (TestApp, Client) {
    let app = setup.over(running(quick(), ANYWHERE, &UNITS)).start().await;
    let ada = app.admin("ada").await;
    for name in ["web-a", "checkout"] {
        ada.write_app(name, ANYWHERE).await;
    }
    (app, ada)
}
