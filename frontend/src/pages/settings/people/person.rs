//! One person: what they may do, where they are signed in, and what can be done about it.

use std::sync::Arc;

use leptos::prelude::*;
use shared::people::{INVITATION_HOURS, NewInvitation, PatchUser, UserView};

use super::link::Handed;
use super::ways_in::WaysIn;
use crate::api::{self, Answer};
use crate::pages::settings::access::scope::scope_words;
use crate::pages::settings::account::browser;
use crate::pages::settings::sure::{Doing, Sure};
use crate::state::loaded::Loaded;
use crate::state::session::use_me;
use crate::ui::button::{Button, Kind};
use crate::ui::dialog::{Dialog, Shape};
use crate::ui::time::Ago;
use crate::ui::toast::use_toasts;

/// What can be done about somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Link,
    SignOut,
    FactorOff,
    Disable,
    Enable,
    Remove,
}

/// The panel of one person.
#[component]
pub fn PersonPanel(
    /// Who.
    name: String,
    /// Whose panel is open.
    opened: RwSignal<Option<String>>,
    /// The link that was made last.
    handed: RwSignal<Option<Handed>>,
    /// People are to be read again.
    #[prop(into)]
    on_change: Callback<()>,
) -> impl IntoView {
    let person = Loaded::<UserView>::nothing();
    let read = {
        let name = StoredValue::new(name.clone());
        move || person.read(async move { api::users::get(&name.get_value()).await })
    };
    read();
    let asked = RwSignal::new(None::<Deed>);
    let close = move |()| opened.set(None);
    let done = Callback::new(move |deed: Deed| {
        on_change.run(());
        match deed {
            // The link stands in the page; a person who is gone has no panel.
            Deed::Link | Deed::Remove => opened.set(None),
            _ => read(),
        }
    });
    let title = name.clone();
    let who = StoredValue::new(name);
    view! {
        <Dialog shape=Shape::Panel title=title on_close=close>
            <div class="panel-body stack stack-wide">
                {person
                    .shown(
                        "This person could not be read",
                        read,
                        move |person: Arc<UserView>| view! { <Known person=person asked=asked /> }.into_any(),
                    )}
            </div>
            <footer class="panel-foot">
                <Button on_press=close>"Close"</Button>
            </footer>
        </Dialog>
        {move || {
            asked
                .get()
                .map(|deed| {
                    view! { <Question name=who.get_value() deed=deed asked=asked handed=handed on_done=move |()| done.run(deed) /> }
                })
        }}
    }
}

#[component]
fn Known(person: Arc<UserView>, asked: RwSignal<Option<Deed>>) -> impl IntoView {
    let me = use_me().view_now().user.clone();
    let is_me = person.user.name == me;
    let rights: Vec<String> = person
        .rights
        .iter()
        .map(|right| scope_words(&right.role, &right.cluster, &right.apps, &right.limits))
        .collect();
    let rights = if rights.is_empty() {
        view! { <p class="quiet">"Nothing: neither they nor their groups were given anything."</p> }
            .into_any()
    } else {
        view! { <ul class="plain">{rights.into_iter().map(|right| view! { <li>{right}</li> }).collect_view()}</ul> }.into_any()
    };
    let sessions = person
        .sessions
        .iter()
        .map(|session| {
            view! {
                <li>
                    {browser::name(&session.user_agent)} ", last seen " <Ago at_ms=session.seen_ms />
                </li>
            }
        })
        .collect_view();
    let sessions = if person.sessions.is_empty() {
        view! { <p class="quiet">"Nowhere."</p> }.into_any()
    } else {
        view! { <ul class="plain">{sessions}</ul> }.into_any()
    };
    let tokens: Vec<String> = person.tokens.iter().map(ToString::to_string).collect();
    let tokens = (!tokens.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h3 class="label">"Tokens they made"</h3>
                <p>{tokens.join(", ")}</p>
            </section>
        }
    });
    let name = person.user.name.to_string();
    let disabled = person.user.disabled_ms.is_some();
    let factor = if person.user.second_factor {
        format!("On; {} recovery codes left.", person.recovery_codes_left)
    } else {
        "Off.".to_owned()
    };
    let does = move |deed: Deed| move |()| asked.set(Some(deed));
    let oneself = Signal::stored(is_me.then(|| "This is you: somebody else has to do it.".to_owned()));
    let nowhere =
        Signal::stored(person.sessions.is_empty().then(|| "They are signed in nowhere.".to_owned()));
    let no_factor = Signal::stored((!person.user.second_factor).then(|| "It is off.".to_owned()));
    let link =
        if person.user.has_password { "Make a link for another password…" } else { "Make another link…" };
    let entry = if disabled {
        view! { <Button on_press=does(Deed::Enable)>"Let them in again…"</Button> }.into_any()
    } else {
        view! {
            <Button kind=Kind::Danger blocked=oneself on_press=does(Deed::Disable)>
                "Disable…"
            </Button>
        }
        .into_any()
    };
    view! {
        <section class="stack">
            <h3 class="label">"May"</h3>
            {rights}
        </section>
        <section class="stack">
            <h3 class="label">"Signed in"</h3>
            {sessions}
        </section>
        <section class="stack">
            <h3 class="label">"Second factor"</h3>
            <p>{factor}</p>
        </section>
        <WaysIn name=name />
        {tokens}
        <section class="stack">
            <h3 class="label">"Do"</h3>
            <div class="btns">
                <Button on_press=does(Deed::Link)>{link}</Button>
                <Button blocked=nowhere on_press=does(Deed::SignOut)>
                    "Sign out everywhere…"
                </Button>
                <Button blocked=no_factor on_press=does(Deed::FactorOff)>
                    "Turn the second factor off…"
                </Button>
                {entry}
                <Button kind=Kind::Danger blocked=oneself on_press=does(Deed::Remove)>
                    "Remove…"
                </Button>
            </div>
        </section>
    }
}

#[component]
fn Question(
    name: String,
    deed: Deed,
    asked: RwSignal<Option<Deed>>,
    handed: RwSignal<Option<Handed>>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let toasts = use_toasts();
    let (title, text, verb) = question(deed, &name);
    let doing = move |()| {
        let name = name.clone();
        let work = async move {
            match carry_out(deed, &name).await? {
                Some(link) => drop(handed.try_set(Some(link))),
                None => toasts.ok(told(deed, &name)),
            }
            Ok(())
        };
        Box::pin(work) as Doing
    };
    let done = move |()| {
        asked.try_set(None);
        on_done.run(());
    };
    view! { <Sure title=title text=text verb=verb doing=doing on_done=done on_close=move |()| asked.set(None) /> }
}

async fn carry_out(deed: Deed, name: &str) -> Answer<Option<Handed>> {
    match deed {
        Deed::Link => {
            let invitation = api::users::invite(name, &NewInvitation { hours: INVITATION_HOURS }).await?;
            return Ok(Some(Handed { name: name.to_owned(), invitation }));
        }
        Deed::SignOut => api::users::sign_out(name).await?,
        Deed::FactorOff => api::users::second_factor_off(name).await?,
        Deed::Disable => api::users::change(name, &PatchUser { disabled: true }).await?,
        Deed::Enable => api::users::change(name, &PatchUser { disabled: false }).await?,
        Deed::Remove => api::users::remove(name).await?,
    }
    Ok(None)
}

/// The question, what it means, and the button.
fn question(deed: Deed, name: &str) -> (String, &'static str, String) {
    match deed {
        Deed::Link => (
            format!("Make a link for {name}?"),
            "Who has it can set a new password for this account, once, within three days. Earlier links no longer work.",
            "Make the link".to_owned(),
        ),
        Deed::SignOut => (
            format!("Sign {name} out everywhere?"),
            "Their open pages end within seconds. They can sign in again.",
            format!("Sign {name} out"),
        ),
        Deed::FactorOff => (
            format!("Turn the second factor of {name} off?"),
            "For somebody who has lost their device. Until they turn it on again, the password alone lets them in.",
            "Turn it off".to_owned(),
        ),
        Deed::Disable => (
            format!("Disable {name}?"),
            "They are signed out within seconds, the tokens they made rest, and deployments that go on by their rights are paused. Nothing is lost: they can be let in again.",
            format!("Disable {name}"),
        ),
        Deed::Enable => (
            format!("Let {name} in again?"),
            "They can sign in as before, and the tokens they made work again.",
            format!("Let {name} in"),
        ),
        Deed::Remove => (
            format!("Remove {name}?"),
            "Their account, what they were given and the tokens they made are gone; what they did stays in the record. This cannot be taken back.",
            format!("Remove {name}"),
        ),
    }
}

fn told(deed: Deed, name: &str) -> String {
    match deed {
        Deed::Link => format!("A link for {name} is made."),
        Deed::SignOut => format!("{name} is signed out."),
        Deed::FactorOff => format!("The second factor of {name} is off."),
        Deed::Disable => format!("{name} is disabled."),
        Deed::Enable => format!("{name} can sign in again."),
        Deed::Remove => format!("{name} is removed."),
    }
}
