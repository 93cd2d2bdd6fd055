//! How one comes in oneself besides the password, and taking such a way away. The last one goes only after it was said so.

use std::sync::Arc;

use leptos::prelude::*;
use shared::sign_on::{CameBy, CertificateRow, OwnWaysIn};

use crate::api;
use crate::pages::settings::people::ways_in::{Taken, line, short};
use crate::pages::settings::sure::{Doing, Sure};
use crate::state::loaded::Loaded;

/// The section.
#[component]
pub fn OwnWays() -> impl IntoView {
    let ways = Loaded::<OwnWaysIn>::nothing();
    let read = move || ways.read(api::account::ways_in());
    read();
    let taken = RwSignal::new(None::<(Taken, bool)>);
    let done = move |()| {
        taken.set(None);
        read();
    };
    view! {
        <section class="setting" aria-labelledby="ways-in">
            <header>
                <h2 id="ways-in">{say::settings_ways_in::own()}</h2>
                <p>{say::settings_ways_in::own_about()}</p>
            </header>
            <div class="stack">
                {ways
                    .shown(
                        say::settings_ways_in::unread(),
                        read,
                        move |ways: Arc<OwnWaysIn>| list(&ways, taken),
                    )}
            </div>
        </section>
        {move || {
            taken
                .get()
                .map(|(what, is_last)| {
                    view! { <Question what=what is_last=is_last on_done=done on_close=move |()| taken.set(None) /> }
                })
        }}
    }
}

fn list(ways: &OwnWaysIn, taken: RwSignal<Option<(Taken, bool)>>) -> AnyView {
    // A certificate that is in no list, since its common name is the user's: it can be revoked all the same.
    let unlisted = ways
        .certificate_now
        .clone()
        .filter(|now| !ways.certificates.iter().any(|own| own.fingerprint == *now));
    let unlisted = unlisted.map(|fingerprint| CertificateRow {
        fingerprint,
        user: None,
        created_by: String::new(),
        created_ms: 0,
        used_ms: None,
        revoked_ms: None,
    });
    let certificates: Vec<CertificateRow> = ways.certificates.iter().cloned().chain(unlisted).collect();
    // One's own ways are one's own, whatever one may.
    let free = Signal::stored(None);
    let take = |what: Taken| {
        let id = match &what {
            Taken::Identity(row) => &row.id,
            Taken::Certificate(row) => &row.fingerprint,
        };
        let is_last = ways.last_ways.contains(id);
        Some(move || taken.set(Some((what.clone(), is_last))))
    };
    let by_password = plain(if ways.password {
        say::settings_ways_in::own_password()
    } else {
        say::settings_ways_in::own_no_password()
    });
    let identities = ways.identities.iter().map(|row| {
        let what = say::settings_ways_in::identity(&row.subject, &row.issuer);
        line(
            what,
            say::settings_ways_in::linked_by(&row.created_by),
            row.used_ms,
            say::settings_ways_in::unlink(),
            take(Taken::Identity(row.clone())),
            free,
        )
    });
    let now = ways.certificate_now.clone();
    let certificates = certificates.into_iter().map(|row| {
        let by = if now.as_ref() == Some(&row.fingerprint) {
            say::settings_ways_in::certificate_now()
        } else {
            say::settings_ways_in::certificate_other()
        };
        let by = match row.created_by.as_str() {
            "" => say::settings_ways_in::certificate_own_named(&by),
            who => say::settings_ways_in::certificate_own_added(&by, &who),
        };
        line(
            say::settings_ways_in::certificate(&short(&row.fingerprint)),
            by,
            row.used_ms,
            say::settings_ways_in::revoke(),
            take(Taken::Certificate(row)),
            free,
        )
    });
    let by_header = (ways.now == CameBy::TrustedHeader).then(|| plain(say::settings_ways_in::own_header()));
    let lines: Vec<AnyView> =
        std::iter::once(by_password).chain(identities).chain(certificates).chain(by_header).collect();
    view! { <ul class="ways" role="list">{lines}</ul> }.into_any()
}

fn plain(what: &'static str) -> AnyView {
    view! {
        <li>
            <span>{what}</span>
        </li>
    }
    .into_any()
}

#[component]
fn Question(
    what: Taken,
    is_last: bool,
    #[prop(into)] on_done: Callback<()>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let (title, text, verb) = match &what {
        Taken::Identity(row) => (
            say::settings_ways_in::unlink_own_title(&row.subject),
            say::settings_ways_in::unlink_own_text(),
            say::settings_ways_in::unlink_button(),
        ),
        Taken::Certificate(row) => (
            say::settings_ways_in::revoke_own_title(&short(&row.fingerprint)),
            say::settings_ways_in::revoke_own_text(),
            say::settings_ways_in::revoke_button(),
        ),
    };
    let text = if is_last { say::settings_ways_in::last_way(&text) } else { text.to_owned() };
    let doing = move |()| {
        let what = what.clone();
        let work = async move {
            match what {
                Taken::Identity(row) => api::account::unlink(&row.id, is_last).await,
                Taken::Certificate(row) => api::account::revoke_certificate(&row.fingerprint, is_last).await,
            }
        };
        Box::pin(work) as Doing
    };
    view! { <Sure title=title text=text verb=verb doing=doing on_done=on_done on_close=on_close /> }
}
