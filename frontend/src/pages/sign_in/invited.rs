//! An invitation: whose it is, and the password that they set.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::SHORTEST_PASSWORD;
use shared::session::{Invited as Whose, LookAtInvitation, TakeInvitation};

use super::{Brand, CodeField, OtherLanguage, link};
use crate::api;
use crate::layout::announcer::PageTitle;
use crate::paths;
use crate::state::language::Choice;
use crate::state::session::use_session;
use crate::ui::field::TextField;
use crate::ui::message::ErrorLine;

/// The page behind the link.
#[component]
pub fn Invited(
    /// The code of the link.
    code: String,
) -> impl IntoView {
    let whose = RwSignal::new(None::<Result<Whose, String>>);
    let look = LookAtInvitation { code: code.clone() };
    spawn_local(async move {
        let answer = api::session::look_at_invitation(&look).await;
        whose.try_set(Some(answer.map_err(|failure| failure.message())));
    });
    let other_language = {
        let code = code.clone();
        move |()| {
            link::put_back(&code);
            Choice::other().choose();
        }
    };
    let body = move || match whose.get() {
        None => view! { <p class="signin-note" role="status">{say::sign_in::one_moment()}</p> }.into_any(),
        Some(Err(reason)) => view! {
            <PageTitle title=say::sign_in::invitation_refused() />
            <p class="quiet" role="alert">{reason}</p>
            <p>
                <a href=paths::apps() rel="external">
                    {say::sign_in::button()}
                </a>
            </p>
        }
        .into_any(),
        Some(Ok(whose)) => view! { <SetPassword code=code.clone() whose=whose /> }.into_any(),
    };
    view! {
        <main class="signin" id="main">
            <Brand />
            {body}
            <OtherLanguage on_choose=other_language />
        </main>
    }
}

#[component]
fn SetPassword(code: String, whose: Whose) -> impl IntoView {
    let session = use_session();
    let name = whose.name.to_string();
    let password = RwSignal::new(String::new());
    let factor = RwSignal::new(String::new());
    let password_error = RwSignal::new(None::<String>);
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let factor = factor.get_untracked().trim().to_owned();
        let input = TakeInvitation {
            code: code.clone(),
            password: password.get_untracked(),
            second_factor: whose.second_factor.then_some(factor),
        };
        busy.set(true);
        error.set(None);
        password_error.set(None);
        spawn_local(async move {
            match api::session::take_invitation(&input).await {
                Ok(view) => session.begin(view),
                Err(failure) => {
                    password_error.set(failure.field("password"));
                    if failure.field("password").is_none() {
                        error.set(Some(failure.message()));
                    }
                    busy.set(false);
                }
            }
        });
    };
    let hint = say::sign_in::password_hint(&SHORTEST_PASSWORD);
    let (before, after) = say::around(say::sign_in::invited_as(&say::HERE));
    view! {
        <PageTitle title=say::sign_in::welcome() />
        <p class="quiet">
            {before} <b>{name.clone()}</b> {after}
        </p>
        <form class="form" method="post" on:submit=submit>
            <ErrorLine error=error />
            // For password managers: they file the password under this name.
            <input type="text" class="sr" name="username" autocomplete="username" value=name tabindex="-1" aria-hidden="true" readonly />
            <TextField
                label=say::sign_in::new_password()
                value=password
                kind="password"
                autocomplete="new-password"
                error=password_error
                hint=Signal::stored(hint)
                autofocus=true
            />
            {whose.second_factor.then(|| view! { <CodeField code=factor /> })}
            <button class="btn btn-primary" type="submit" aria-busy=move || busy.get().then_some("true")>
                {say::sign_in::set_password()}
            </button>
        </form>
    }
}
