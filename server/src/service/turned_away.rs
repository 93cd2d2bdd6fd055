//! Writes into the record that somebody tried to sign in too often: the first of a while at once, so that an attack is
//! seen while it goes on, and how many it were at the while's end, so that it can't fill the disk.

use std::net::IpAddr;

use super::audit;
use crate::app::AppState;
use crate::auth::limit::Count;

/// How long is counted until the number is written.
const COUNTED_MS: u64 = 10 * 60_000;

/// Goes on until the server ends, and writes then what was counted.
pub async fn keep_recorded(app: AppState) {
    let turned_away = app.tries.turned_away();
    loop {
        tokio::select! {
            () = turned_away.news() => {}
            () = app.shutdown.cancelled() => return,
        }
        let end_ms = app.now_ms().saturating_add(COUNTED_MS);
        loop {
            for (network, count) in turned_away.untold() {
                tell_first(&app, network, &count).await;
            }
            tokio::select! {
                () = turned_away.news() => {}
                () = app.clock.sleep_until(end_ms) => break,
                () = app.shutdown.cancelled() => break,
            }
        }
        for (network, count) in turned_away.take() {
            tell_number(&app, network, &count).await;
        }
        if app.shutdown.is_cancelled() {
            return;
        }
    }
}

async fn tell_first(app: &AppState, network: Option<IpAddr>, count: &Count) {
    let from = if network.is_some() { "here" } else { "many networks" };
    let note = format!(
        "There were too many tries from {from}, or for this name: from now on they are turned away without a look. How \
         many it were is written ten minutes after the first."
    );
    audit::turned_away(app, network, &count.name, "Sign in, too often", &note).await;
}

async fn tell_number(app: &AppState, network: Option<IpAddr>, count: &Count) {
    if count.tries < 2 {
        // The first line has said it all.
        return;
    }
    let summary = format!("Sign in {} times too often within ten minutes", count.tries);
    let note = match network {
        Some(_) => "They were turned away without a look.",
        None => "They were turned away without a look, and came from more networks than are told apart.",
    };
    audit::turned_away(app, network, &count.name, &summary, note).await;
}
