//! Wall displays and read-only links: what a display itself asks, and what is done to it from the settings.

use gloo_net::http::Method;
use shared::screen::{
    ConfirmPairing, CreatedLink, NewLink, OpenLink, Pairing, PairingAsked, PairingNow, PatchScreen,
    ScreenRow, ScreenSelf,
};

use super::{Answer, encoded};
use crate::state::language::spoken;

const PATH: &str = "/api/v1/screens";

/// What this browser is told of itself, if it is a screen.
pub async fn own() -> Answer<ScreenSelf> {
    super::get(&format!("{PATH}/self")).await
}

/// The address of its stream.
pub fn own_events_url() -> String {
    format!("{PATH}/self/events?language={}", spoken())
}

/// Asks for a code to show.
pub async fn ask() -> Answer<Pairing> {
    super::post(&format!("{PATH}/pairings"), &()).await
}

/// Whether somebody has confirmed it.
pub async fn now() -> Answer<PairingNow> {
    super::get(&format!("{PATH}/pairings/mine")).await
}

/// Opens a read-only link in this browser.
pub async fn open(secret: String) -> Answer<ScreenSelf> {
    super::post(&format!("{PATH}/links/open"), &OpenLink { secret }).await
}

/// All screens.
pub async fn list() -> Answer<Vec<ScreenRow>> {
    super::get(PATH).await
}

/// Who shows this code.
pub async fn look(code: &str) -> Answer<PairingAsked> {
    super::get(&format!("{PATH}/pairings/{}", encoded(code))).await
}

/// Makes the display that shows this code a screen.
pub async fn confirm(code: &str, input: &ConfirmPairing) -> Answer<ScreenRow> {
    super::post(&format!("{PATH}/pairings/{}", encoded(code)), input).await
}

/// Gives a screen another name or view.
pub async fn change(id: &str, input: &PatchScreen) -> Answer<ScreenRow> {
    super::decode(&super::with_body(Method::PATCH, &one(id), input, None).await?)
}

/// Has it say its name.
pub async fn identify(id: &str) -> Answer<()> {
    super::post_nothing(&format!("{}/identify", one(id))).await
}

/// Has it load its page again.
pub async fn reload(id: &str) -> Answer<()> {
    super::post_nothing(&format!("{}/reload", one(id))).await
}

/// Revokes it at once.
pub async fn revoke(id: &str) -> Answer<()> {
    super::delete(&one(id)).await
}

/// Makes a read-only link. Its secret is in this answer and nowhere else.
pub async fn make_link(input: &NewLink) -> Answer<CreatedLink> {
    super::post(&format!("{PATH}/links"), input).await
}

fn one(id: &str) -> String {
    format!("{PATH}/{}", encoded(id))
}
