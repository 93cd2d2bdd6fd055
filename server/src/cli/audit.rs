//! `quarterdeck audit`: the record, checked and written out on the store itself, with the server running or not.

use super::args::Audit;
use super::run::{Failed, say};
use crate::config::Config;
use crate::service::audit;
use crate::store::{Head, Store};

pub(super) async fn run(config: &Config, what: Audit) -> Result<(), Failed> {
    match what {
        Audit::Verify { noted } => verify(config, noted).await,
    }
}

async fn verify(config: &Config, noted: Option<Head>) -> Result<(), Failed> {
    let store = Store::open(&config.database).await?;
    let check = audit::check(&store, noted).await?;
    store.close().await;
    match check.flaw {
        Some(flaw) => Err(Failed::Altered(flaw)),
        None => say(&format!(
            "All {} lines are as they were written. The last entry: {}:{}",
            check.lines, check.entries, check.hash
        )),
    }
}
