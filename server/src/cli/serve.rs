//! `quarterdeck serve`: starts the server, says where it is, and ends it when it is told to.

use shared::session::Engine;
use tokio::signal::unix::{SignalKind, signal};

use super::run::{Failed, say};
use crate::auth::secret::Secret;
use crate::config::Config;
use crate::error::Result;
use crate::serve::{Running, start};
use crate::service::command_line::CommandLine;
use crate::telemetry;

pub(super) async fn serve(config: Config, sign_in_link: bool) -> Result<(), Failed> {
    let _log = telemetry::log_to_stderr(&config);
    // Asked for before there is anything to end.
    let mut terminate = signal(SignalKind::terminate())?;
    let running = start(config).await?;
    let url = running.url();
    let fleet = &running.app.config.fleet;
    let over = match fleet.engine() {
        Engine::Demo => "the built-in demo (set FLEET_ENDPOINT for a real Fleet)".to_owned(),
        Engine::Fleet => format!("the Fleet at {}", fleet.shown()),
    };
    greet_with(&format!("Quarterdeck runs at {url}, over {over}. Ctrl-C ends it."));
    if fleet.is_in_the_clear() {
        tracing::warn!(
            fleet = %fleet.shown(),
            "Fleet is reached over the network without TLS: whoever stands in between owns every machine; use \
             https:// with FLEET_CA_FILE, a unix socket, or a tunnel"
        );
    }
    if running.app.config.behind_tls_proxy && running.app.config.trusted_proxies.is_empty() {
        tracing::warn!(
            "a proxy in front speaks TLS, but QUARTERDECK_TRUSTED_PROXIES does not say from which address: everybody \
             behind it counts as one, also for the limit on failed sign-ins"
        );
    }
    if let Err(error) = greet(&running, &url, sign_in_link).await {
        tracing::error!(%error, "who may sign in can't be read or written: the server runs all the same");
    }
    let shutdown = running.app.shutdown.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        // First of all: nothing that is said of it may keep it from ending.
        shutdown.cancel();
        tracing::info!("ending: no new requests, those under way are finished");
    });
    Ok(running.ended().await?)
}

/// The link of the one-time code. The code is behind the `#`: browsers never send that part to anybody.
pub(super) fn link(url: &str, code: &Secret) -> String {
    format!("{url}/sign-in#code={}", code.reveal())
}

/// Prints a line. What runs by now does not end because nobody can be told.
fn greet_with(line: &str) {
    if let Err(error) = say(line) {
        tracing::warn!(%error, "stdout can't be written");
    }
}

async fn greet(running: &Running, url: &str, sign_in_link: bool) -> Result<(), Failed> {
    let command_line = CommandLine::of(&running.app);
    if sign_in_link {
        let name = command_line.first_admin().await?;
        let code = command_line.create_code(&name).await?;
        let link = link(url, &code);
        greet_with(&format!("Open this link to sign in as {name} (works once, for 15 minutes): {link}"));
        return Ok(());
    }
    if !command_line.has_users().await? {
        tracing::warn!(
            "there is no user yet: make one with `quarterdeck user create --name NAME --role admin`, or start with \
             `quarterdeck serve --sign-in-link`"
        );
    }
    Ok(())
}
