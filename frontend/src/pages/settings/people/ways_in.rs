//! How one person comes in besides a name and a password: as somebody at the identity provider, or by a client certificate.

pub mod add;

use std::sync::Arc;

use leptos::prelude::*;
use shared::sign_on::{CertificateRow, IdentityRow};

use self::add::{Add, Adding};
use crate::api::{self, Answer};
use crate::pages::settings::sure::{Doing, Sure};
use crate::state::loaded::Loaded;
use crate::ui::button::{Button, Kind};
use crate::ui::time::Ago;

/// What there is, of everybody.
#[derive(Clone)]
struct Ways {
    identities: Vec<IdentityRow>,
    certificates: Vec<CertificateRow>,
    /// What the identity provider is called; absent if there is none.
    provider: Option<String>,
}

/// What is to be taken away.
#[derive(Clone, PartialEq)]
pub enum Taken {
    /// A link to the identity provider.
    Identity(IdentityRow),
    /// A client certificate.
    Certificate(CertificateRow),
}

/// The section of a person's panel.
#[component]
pub fn WaysIn(
    /// Whose.
    name: String,
    /// Why nothing can be done about them; absent if it can.
    managed: Signal<Option<String>>,
) -> impl IntoView {
    let ways = Loaded::<Ways>::nothing();
    let read = move || ways.read(all());
    read();
    let taken = RwSignal::new(None::<Taken>);
    let adding = RwSignal::new(None::<Adding>);
    let who = StoredValue::new(name);
    let done = move || {
        taken.set(None);
        adding.set(None);
        read();
    };
    view! {
        <section class="stack">
            <h3 class="label">{say::settings_ways_in::others()}</h3>
            {ways
                .shown(
                    say::settings_ways_in::unread(),
                    read,
                    move |ways: Arc<Ways>| {
                        view! { <Of name=who.get_value() managed=managed ways=ways taken=taken adding=adding /> }.into_any()
                    },
                )}
        </section>
        {move || {
            taken
                .get()
                .map(|what| {
                    view! { <Question name=who.get_value() what=what on_done=move |()| done() on_close=move |()| taken.set(None) /> }
                })
        }}
        {move || {
            adding
                .get()
                .map(|what| {
                    view! { <Add name=who.get_value() what=what on_done=move |()| done() on_close=move |()| adding.set(None) /> }
                })
        }}
    }
}

async fn all() -> Answer<Ways> {
    Ok(Ways {
        identities: api::users::identities().await?,
        certificates: api::users::certificates().await?,
        provider: api::session::ways("").await?.provider.map(|provider| provider.name),
    })
}

#[component]
fn Of(
    name: String,
    managed: Signal<Option<String>>,
    ways: Arc<Ways>,
    taken: RwSignal<Option<Taken>>,
    adding: RwSignal<Option<Adding>>,
) -> impl IntoView {
    let identity = |row: &IdentityRow| {
        let what = Taken::Identity(row.clone());
        line(
            say::settings_ways_in::identity(&row.subject, &row.issuer),
            say::settings_ways_in::linked_by(&row.created_by),
            row.used_ms,
            say::settings_ways_in::unlink(),
            Some(move || taken.set(Some(what.clone()))),
            managed,
        )
    };
    let certificate = |row: &CertificateRow| {
        let what = Taken::Certificate(row.clone());
        let by = match row.revoked_ms {
            Some(_) => say::settings_ways_in::certificate_revoked().to_owned(),
            None => say::settings_ways_in::certificate_added(&row.created_by),
        };
        let take = row.revoked_ms.is_none().then_some(move || taken.set(Some(what.clone())));
        line(
            say::settings_ways_in::certificate(&short(&row.fingerprint)),
            by,
            row.used_ms,
            say::settings_ways_in::revoke(),
            take,
            managed,
        )
    };
    let own = ways.identities.iter().filter(|row| row.user.as_str() == name).map(identity);
    let is_theirs = |row: &&CertificateRow| row.user.as_ref().is_some_and(|user| user.as_str() == name);
    let lines: Vec<AnyView> =
        own.chain(ways.certificates.iter().filter(is_theirs).map(certificate)).collect();
    let list = if lines.is_empty() {
        view! { <p class="quiet">{say::settings_ways_in::others_none()}</p> }.into_any()
    } else {
        view! { <ul class="ways" role="list">{lines}</ul> }.into_any()
    };
    let link = ways.provider.clone().map(|provider| {
        let words = say::settings_ways_in::link(&provider);
        view! { <Button blocked=managed on_press=move |()| adding.set(Some(Adding::Identity(provider.clone())))>{words}</Button> }
    });
    view! {
        {list}
        <div class="btns">
            {link}
            <Button blocked=managed on_press=move |()| adding.set(Some(Adding::Certificate))>{say::settings_ways_in::add_certificate()}</Button>
        </div>
    }
}

/// One way in, when it was used, and the button that takes it away; `blocked`: why it can't be.
pub fn line(
    what: String,
    by: String,
    used_ms: Option<u64>,
    verb: &'static str,
    take: Option<impl Fn() + Send + Sync + 'static>,
    blocked: Signal<Option<String>>,
) -> AnyView {
    let label = say::settings_ways_in::take_label(&verb, &what);
    let used = match used_ms {
        Some(used_ms) => {
            let (before, after) = say::around(say::settings_ways_in::used(&say::HERE));
            view! { {before} <Ago at_ms=used_ms /> {after} }.into_any()
        }
        None => say::settings_ways_in::never_used().into_any(),
    };
    let take = take.map(|take| {
        view! {
            <Button kind=Kind::BareDanger small=true label=label blocked=blocked tip_at="end" on_press=move |()| take()>
                {verb}
            </Button>
        }
    });
    view! {
        <li>
            <span>
                <span class="ways-what">{what}</span>
                <span class="quiet small">{by} ", " {used}</span>
            </span>
            {take}
        </li>
    }
    .into_any()
}

#[component]
fn Question(
    name: String,
    what: Taken,
    #[prop(into)] on_done: Callback<()>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let (title, text, verb) = match &what {
        Taken::Identity(row) => (
            say::settings_ways_in::unlink_title(&name, &row.subject),
            say::settings_ways_in::unlink_text(),
            say::settings_ways_in::unlink_button(),
        ),
        Taken::Certificate(row) => (
            say::settings_ways_in::revoke_title(&short(&row.fingerprint), &name),
            say::settings_ways_in::revoke_text(),
            say::settings_ways_in::revoke_button(),
        ),
    };
    let doing = move |()| {
        let what = what.clone();
        let work = async move {
            match what {
                Taken::Identity(row) => api::users::unlink(&row.id).await,
                Taken::Certificate(row) => api::users::revoke_certificate(&row.fingerprint).await,
            }
        };
        Box::pin(work) as Doing
    };
    view! { <Sure title=title text=text verb=verb doing=doing on_done=on_done on_close=on_close /> }
}

/// Enough of a fingerprint to tell certificates apart, as tools print it.
pub fn short(fingerprint: &str) -> String {
    let pairs: Vec<String> = fingerprint
        .as_bytes()
        .chunks(2)
        .take(6)
        .map(|pair| String::from_utf8_lossy(pair).to_uppercase())
        .collect();
    format!("{}…", pairs.join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_named_by_its_beginning() {
        assert_eq!(short(&"ab12".repeat(16)), "AB:12:AB:12:AB:12…");
        assert_eq!(short(""), "…");
    }
}
