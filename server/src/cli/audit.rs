//! `quarterdeck audit`: the record, checked and written out on the store itself, with the server running or not.

use std::io::{ErrorKind, Write};

use futures_util::TryStreamExt;

use super::args::Audit;
use super::run::{Failed, say};
use crate::config::Config;
use crate::error::Error;
use crate::service::audit;
use crate::store::{AuditFilter, Head, Store};

pub(super) async fn run(config: &Config, what: Audit) -> Result<(), Failed> {
    match what {
        Audit::Verify { noted } => verify(config, noted).await,
        Audit::Export { after, actor, app, verb, outcome, from: from_ms, to: to_ms, text } => {
            let app = app.map(|app| app.to_string());
            let filter =
                AuditFilter { after, actor, app, verb, outcome, from_ms, to_ms, text, ..Default::default() };
            export(config, filter).await
        }
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

async fn export(config: &Config, filter: AuditFilter) -> Result<(), Failed> {
    let store = Store::open(&config.database).await?;
    let lines = audit::export(store.clone(), filter).await.map_err(Error::from)?;
    let mut lines = std::pin::pin!(lines);
    while let Some(some) = lines.try_next().await.map_err(Error::from)? {
        match std::io::stdout().lock().write_all(&some) {
            // Whoever stopped reading has what they wanted.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => break,
            written => written?,
        }
    }
    store.close().await;
    Ok(())
}
