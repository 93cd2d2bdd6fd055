//! Whether whoever is signed in comes in again once they are out.

use shared::sign_on::CameBy;

use super::session::Me;
use crate::api;

/// Whether nothing lets them in again but a new link: no password, nobody who vouches for them. What can't be read is taken
/// for no reason to worry anybody.
pub async fn is_missing(me: Me) -> bool {
    if me.view_now().has_password {
        return false;
    }
    let ways = api::account::ways_in().await;
    ways.is_ok_and(|ways| {
        !ways.password
            && ways.identities.is_empty()
            && ways.certificates.is_empty()
            && ways.now == CameBy::Session
    })
}
