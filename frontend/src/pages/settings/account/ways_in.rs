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
                <h2 id="ways-in">"Ways in"</h2>
                <p>"What lets you in as this account. Take away what you no longer use, or have lost."</p>
            </header>
            <div class="stack">
                {ways
                    .shown(
                        "These could not be read",
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
    let is_last = !ways.password
        && ways.now != CameBy::TrustedHeader
        && ways.identities.len() + certificates.len() == 1;
    let take = move |what: Taken| Some(move || taken.set(Some((what.clone(), is_last))));
    let by_password = plain(if ways.password { "Your name and password" } else { "No password is set" });
    let identities = ways.identities.iter().map(|row| {
        let what = format!("{} at {}", row.subject, row.issuer);
        line(
            what,
            format!("linked by {}", row.created_by),
            row.used_ms,
            "Unlink…",
            take(Taken::Identity(row.clone())),
        )
    });
    let now = ways.certificate_now.clone();
    let certificates = certificates.into_iter().map(|row| {
        let by = if now.as_ref() == Some(&row.fingerprint) {
            "this browser came with it"
        } else {
            "a client certificate"
        };
        let by = match row.created_by.as_str() {
            "" => format!("{by}; its name is yours"),
            who => format!("{by}; added by {who}"),
        };
        line(
            format!("Certificate {}", short(&row.fingerprint)),
            by,
            row.used_ms,
            "Revoke…",
            take(Taken::Certificate(row)),
        )
    });
    let by_header = (ways.now == CameBy::TrustedHeader)
        .then(|| plain("The proxy in front, which signed you in: it is set up on the server"));
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
            format!("Unlink {}?", row.subject),
            "You can no longer sign in there as this account. Where you are signed in you stay so.",
            "Unlink",
        ),
        Taken::Certificate(row) => (
            format!("Revoke the certificate {}?", short(&row.fingerprint)),
            "From the next request on it lets nobody in. A page that came with it ends.",
            "Revoke it",
        ),
    };
    let text = if is_last {
        format!(
            "This is your last way in: without it only a new link from an administrator lets you in again. Set a \
             password first, if you can. {text}"
        )
    } else {
        text.to_owned()
    };
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
