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
use crate::state::rights::may_not_give;
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
                        say::settings_person::unread(),
                        read,
                        move |person: Arc<UserView>| view! { <Known person=person asked=asked /> }.into_any(),
                    )}
            </div>
            <footer class="panel-foot">
                <Button on_press=close>{say::settings_person::close()}</Button>
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
        view! { <p class="quiet">{say::settings_person::may_nothing()}</p> }.into_any()
    } else {
        view! { <ul class="plain">{rights.into_iter().map(|right| view! { <li>{right}</li> }).collect_view()}</ul> }.into_any()
    };
    let sessions = person
        .sessions
        .iter()
        .map(|session| {
            let browser = browser::name(&session.user_agent);
            let (before, after) = say::around(say::settings_person::session(&browser, &say::HERE));
            view! {
                <li>
                    {before} <Ago at_ms=session.seen_ms /> {after}
                </li>
            }
        })
        .collect_view();
    let sessions = if person.sessions.is_empty() {
        view! { <p class="quiet">{say::settings_person::signed_in_nowhere()}</p> }.into_any()
    } else {
        view! { <ul class="plain">{sessions}</ul> }.into_any()
    };
    let tokens: Vec<String> = person.tokens.iter().map(ToString::to_string).collect();
    let tokens = (!tokens.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h3 class="label">{say::settings_person::tokens()}</h3>
                <p>{tokens.join(", ")}</p>
            </section>
        }
    });
    let name = person.user.name.to_string();
    let disabled = person.user.disabled_ms.is_some();
    let factor = if person.user.second_factor {
        say::settings_person::factor_on(usize::try_from(person.recovery_codes_left).unwrap_or(usize::MAX))
    } else {
        say::settings_person::factor_off().to_owned()
    };
    let does = move |deed: Deed| move |()| asked.set(Some(deed));
    // Nobody manages somebody who may more than they do themselves.
    let managed = may_not_give(person.rights.iter().cloned().collect());
    let blocked = move |own: Option<&'static str>| {
        Signal::derive(move || own.map(str::to_owned).or_else(|| managed.get()))
    };
    let oneself = blocked(is_me.then(say::settings_person::blocked_oneself));
    let nowhere = blocked(person.sessions.is_empty().then(say::settings_person::blocked_nowhere));
    let no_factor = blocked((!person.user.second_factor).then(say::settings_person::blocked_factor));
    let link = if person.user.has_password {
        say::settings_person::link_password()
    } else {
        say::settings_person::link_another()
    };
    let entry = if disabled {
        view! { <Button blocked=managed on_press=does(Deed::Enable)>{say::settings_person::enable()}</Button> }.into_any()
    } else {
        view! {
            <Button kind=Kind::Danger blocked=oneself on_press=does(Deed::Disable)>
                {say::settings_person::disable()}
            </Button>
        }
        .into_any()
    };
    view! {
        <section class="stack">
            <h3 class="label">{say::settings::may()}</h3>
            {rights}
        </section>
        <section class="stack">
            <h3 class="label">{say::settings_person::signed_in()}</h3>
            {sessions}
        </section>
        <section class="stack">
            <h3 class="label">{say::settings::second_factor()}</h3>
            <p>{factor}</p>
        </section>
        <WaysIn name=name managed=managed />
        {tokens}
        <section class="stack">
            <h3 class="label">{say::settings_person::deeds()}</h3>
            <div class="btns">
                <Button blocked=managed on_press=does(Deed::Link)>{link}</Button>
                <Button blocked=nowhere on_press=does(Deed::SignOut)>
                    {say::settings_person::sign_out()}
                </Button>
                <Button blocked=no_factor on_press=does(Deed::FactorOff)>
                    {say::settings_person::factor_turn_off()}
                </Button>
                {entry}
                <Button kind=Kind::Danger blocked=oneself on_press=does(Deed::Remove)>
                    {say::settings_person::remove()}
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
            say::settings_person::link_title(&name),
            say::settings_person::link_text(),
            say::settings_person::link_button().to_owned(),
        ),
        Deed::SignOut => (
            say::settings_person::sign_out_title(&name),
            say::settings_person::sign_out_text(),
            say::settings_person::sign_out_button(&name),
        ),
        Deed::FactorOff => (
            say::settings_person::factor_title(&name),
            say::settings_person::factor_text(),
            say::settings_person::factor_button().to_owned(),
        ),
        Deed::Disable => (
            say::settings_person::disable_title(&name),
            say::settings_person::disable_text(),
            say::settings_person::disable_button(&name),
        ),
        Deed::Enable => (
            say::settings_person::enable_title(&name),
            say::settings_person::enable_text(),
            say::settings_person::enable_button(&name),
        ),
        Deed::Remove => (
            say::settings_person::remove_title(&name),
            say::settings_person::remove_text(),
            say::settings::remove_name(&name),
        ),
    }
}

fn told(deed: Deed, name: &str) -> String {
    match deed {
        Deed::Link => say::settings_person::link_done(&name),
        Deed::SignOut => say::settings_person::sign_out_done(&name),
        Deed::FactorOff => say::settings_person::factor_done(&name),
        Deed::Disable => say::settings_person::disable_done(&name),
        Deed::Enable => say::settings_person::enable_done(&name),
        Deed::Remove => say::settings_person::remove_done(&name),
    }
}
