//! Wall displays and read-only links: made, listed, changed, told something, revoked.
//!
//! Owns who may become a screen and what each of them shows. A screen shows what its view says, also after whoever confirmed
//! it has left: it has none of their rights. Its streams are made in [`picture`].

mod orders;
mod pairing;
pub mod picture;

use shared::Permit;
use shared::error::FieldError;
use shared::screen::{
    CreatedLink, Kind, LONGEST_LINK_DAYS, NewLink, OpenLink, PatchScreen, ScreenRow, ScreenSelf, ScreenView,
    wrong_name,
};

use super::{audit, undivided};
use crate::app::{App, AppState};
use crate::auth::secret::Secret;
use crate::auth::session::DAY_MS;
use crate::auth::{SignedIn, Via};
use crate::error::{Error, Result};
use crate::extract::Peer;
use crate::store::Store;

pub use orders::{Ears, Order, Screens};
pub use pairing::{ask, confirm, look, now};

/// The record's word for what is about screens.
const VERB: &str = "screens";

/// All screens, by name.
pub async fn list(app: &App, _permit: &Permit) -> Result<Vec<ScreenRow>> {
    Ok(app.store.screens().await?)
}

/// What a screen is told of itself.
pub fn own(app: &App, screen: ScreenRow) -> ScreenSelf {
    let ScreenRow { name, kind, view, expires_ms, .. } = screen;
    ScreenSelf { name, kind, view, expires_ms, build: app.page.build().to_owned(), now_ms: app.now_ms() }
}

/// Gives a screen another name or another view; it shows that at once.
pub async fn change(
    app: &AppState,
    permit: &Permit,
    who: &SignedIn,
    id: &str,
    patch: PatchScreen,
) -> Result<ScreenRow> {
    let before = find(&app.store, id).await?;
    let after = ScreenRow {
        name: patch.name.unwrap_or_else(|| before.name.clone()),
        view: patch.view.unwrap_or_else(|| before.view.clone()),
        ..before.clone()
    };
    check(&after.name, &after.view)?;
    may_show(who, &after.view).await?;
    let summary = match before.name == after.name {
        true => say::server::record::change_screen(&after.name, &after.view.words()),
        false => say::server::record::rename_screen(&before.name, &after.name, &after.view.words()),
    };
    let entry = who.entry(summary).verb(VERB).detail([say::server::record::was(&before.view.words())]);
    let (state, id) = (app.clone(), id.to_owned());
    audit::recorded(app, permit, entry, async move {
        if !state.store.change_screen(&id, &after.name, &after.view).await? {
            return Err(gone());
        }
        state.screens.tell(&id, Order::LookAgain);
        Ok(after)
    })
    .await
}

/// Revokes a screen: it is refused from the next request on, and its stream ends.
pub async fn revoke(app: &AppState, permit: &Permit, who: &SignedIn, id: &str) -> Result<()> {
    let screen = find(&app.store, id).await?;
    let entry = who.entry(revoking(&screen)).verb(VERB);
    let (state, id) = (app.clone(), id.to_owned());
    audit::recorded(app, permit, entry, async move {
        let done = state.store.delete_screen(&id).await?;
        state.screens.tell(&id, Order::LookAgain);
        if done { Ok(()) } else { Err(gone()) }
    })
    .await
}

/// The record's line about that.
pub(in crate::service) fn revoking(screen: &ScreenRow) -> String {
    match screen.kind {
        Kind::Display => say::server::record::revoke_screen(&screen.name),
        Kind::Link => say::server::record::revoke_link(&screen.name),
    }
}

/// Has a screen say its name, or load its page again.
pub async fn tell(app: &AppState, permit: &Permit, who: &SignedIn, id: &str, order: Order) -> Result<()> {
    let screen = find(&app.store, id).await?;
    let summary = match order {
        Order::Identify => say::server::record::identify_screen(&screen.name),
        _ => say::server::record::reload_screen(&screen.name),
    };
    let (state, id) = (app.clone(), id.to_owned());
    audit::recorded(app, permit, who.entry(summary).verb(VERB), async move {
        state.screens.tell(&id, order);
        Ok(())
    })
    .await
}

/// Makes a read-only link. Its secret is in this answer and nowhere else.
pub async fn make_link(app: &AppState, permit: &Permit, who: &SignedIn, new: NewLink) -> Result<CreatedLink> {
    check(&new.name, &new.view)?;
    if !(1..=LONGEST_LINK_DAYS).contains(&new.days) {
        let message = say::server::screens::link_days(&LONGEST_LINK_DAYS, &new.days);
        return Err(Error::bad_field("days", message));
    }
    may_show(who, &new.view).await?;
    let words = new.view.words();
    let entry = who.entry(say::server::record::make_link(new.days as usize, &new.name, &words)).verb(VERB);
    let (state, now_ms, by) = (app.clone(), app.wall_ms(), permit.actor().name.to_string());
    audit::recorded(app, permit, entry, async move {
        let secret = Secret::random()?;
        let expires_ms = Some(now_ms + u64::from(new.days) * DAY_MS);
        let screen = ScreenRow { expires_ms, ..row(Kind::Link, new.name, new.view, by, now_ms) };
        state.store.insert_link(&screen, &secret.hash()).await?;
        // Behind the `#`: browsers never send that part to anybody.
        let link = format!("{}/screen#link={}", state.config.url(), secret.reveal());
        Ok(CreatedLink { screen, link })
    })
    .await
}

/// Opens a read-only link in a browser, which gets a secret of its own; the link's is used up with that.
pub async fn open_link(app: &AppState, body: OpenLink, peer: Peer) -> Result<(ScreenRow, Secret)> {
    let over = || Error::NotSignedIn(say::server::screens::link_over());
    app.screens.limits.ask(peer.network())?;
    let link = Secret::parse(body.secret.trim()).ok_or_else(over)?;
    let state = app.clone();
    undivided(app, async move {
        // Of a secret that is none, or of a link that was opened before, nothing is known.
        let (summary, detail) = match state.store.unopened_link(&link.hash()).await? {
            Some(found) => (
                say::server::record::open_link(&found.name),
                vec![say::server::record::link_made_by(&found.created_by, &found.id)],
            ),
            None => (say::server::record::open_unknown_link().to_owned(), Vec::new()),
        };
        let line = audit::begin_unasked_with(&state, "", Via::Nobody, VERB, &summary, &detail).await?;
        let opened = async {
            let secret = Secret::random()?;
            let found = state.store.open_link(&link.hash(), &secret.hash(), state.wall_ms()).await?;
            Ok((found.ok_or_else(over)?, secret))
        };
        audit::finish_by(&state, line, opened.await).await
    })
    .await
}

fn row(kind: Kind, name: String, view: ScreenView, created_by: String, created_ms: u64) -> ScreenRow {
    ScreenRow {
        id: uuid::Uuid::now_v7().to_string(),
        kind,
        name,
        view,
        created_by,
        created_ms,
        seen_ms: None,
        seen_from: String::new(),
        expires_ms: None,
        is_open: false,
    }
}

fn check(name: &str, view: &ScreenView) -> Result<()> {
    let name = wrong_name(name).map(|message| FieldError { field: "name".into(), message });
    let of_view =
        view.check().into_iter().map(|wrong| FieldError { field: format!("view.{}", wrong.field), ..wrong });
    let fields: Vec<FieldError> = name.into_iter().chain(of_view).collect();
    match fields.first() {
        None => Ok(()),
        Some(first) => Err(Error::BadRequest { message: first.message.clone(), fields }),
    }
}

/// Nobody puts on a wall what they don't see themselves.
async fn may_show(who: &SignedIn, view: &ScreenView) -> Result<()> {
    for right in view.rights().iter() {
        who.may_give(right).await?;
    }
    Ok(())
}

/// The screen of that id.
pub(in crate::service) async fn find(store: &Store, id: &str) -> Result<ScreenRow> {
    store.screen(id).await?.ok_or_else(gone)
}

fn gone() -> Error {
    Error::not_found(say::server::screens::this_screen())
}
