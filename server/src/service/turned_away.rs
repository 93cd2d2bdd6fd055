//! Writes into the record that somebody tried to sign in too often, and that credentials were refused which are good no more
//! or never were: the first of a while at once, so that an attack is seen while it goes on, and how many it were at the
//! while's end, so that it can't fill the disk.

use std::net::IpAddr;

use say::server::record;

use super::audit;
use crate::app::{App, AppState};
use crate::auth::limit::{Count, TurnedAway};

/// How long is counted until the number is written.
const COUNTED_MS: u64 = 10 * 60_000;

/// What is counted.
#[derive(Debug, Clone, Copy)]
pub enum Counted {
    /// Tries to sign in beyond what there may be.
    TooOften,
    /// Tokens, certificates, links and a proxy's words by which nobody comes in.
    BadCredentials,
}

impl Counted {
    fn counts(self, app: &App) -> &TurnedAway {
        match self {
            Self::TooOften => app.tries.turned_away(),
            Self::BadCredentials => app.tries.bad_credentials(),
        }
    }
}

/// Goes on until the server ends, and writes then what was counted.
pub async fn keep_recorded(app: AppState, what: Counted) {
    let counts = what.counts(&app);
    loop {
        tokio::select! {
            () = counts.news() => {}
            () = app.shutdown.cancelled() => return,
        }
        let end_ms = app.now_ms().saturating_add(COUNTED_MS);
        loop {
            for (network, count) in counts.untold() {
                tell_first(&app, what, network, &count).await;
            }
            tokio::select! {
                () = counts.news() => {}
                () = app.clock.sleep_until(end_ms) => break,
                () = app.shutdown.cancelled() => break,
            }
        }
        for (network, count) in counts.take() {
            tell_number(&app, what, network, &count).await;
        }
        if app.shutdown.is_cancelled() {
            return;
        }
    }
}

async fn tell_first(app: &AppState, what: Counted, network: Option<IpAddr>, count: &Count) {
    match what {
        Counted::TooOften => {
            let note = match network {
                Some(_) => record::too_many_here(),
                None => record::too_many_networks(),
            };
            audit::turned_away(app, network, &count.name, record::sign_in_too_often(), note).await;
        }
        Counted::BadCredentials => {
            let note = match network {
                Some(_) => record::nobody_by_here(&by(count)),
                None => record::nobody_by_networks(&by(count)),
            };
            audit::turned_away(app, network, "", record::bad_credentials(), &note).await;
        }
    }
}

async fn tell_number(app: &AppState, what: Counted, network: Option<IpAddr>, count: &Count) {
    if count.tries < 2 {
        // The first line has said it all.
        return;
    }
    let number = count.tries;
    let noted = |what: &str| match network {
        Some(_) => what.to_owned(),
        None => format!("{what} {}", record::more_networks()),
    };
    match what {
        Counted::TooOften => {
            let summary = record::sign_in_times(&number);
            let note = noted(record::turned_away());
            audit::turned_away(app, network, &count.name, &summary, &note).await;
        }
        Counted::BadCredentials => {
            let summary = record::bad_credentials_times(&number);
            let note = noted(&record::by_what(&by(count)));
            audit::turned_away(app, network, "", &summary, &note).await;
        }
    }
}

/// What the credentials were.
fn by(count: &Count) -> &str {
    if count.name.is_empty() { record::several_credentials() } else { &count.name }
}
