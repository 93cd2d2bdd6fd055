//! Signing in: name and password, or the code of a one-time link.

pub mod invited;
pub mod link;
pub mod linked;
pub mod provider;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ErrorCode;
use shared::session::SignIn as Credentials;

use self::provider::Provider;
use crate::api;
use crate::layout::announcer::PageTitle;
use crate::state::language::Choice;
use crate::state::session::use_session;
use crate::ui::button::{Button, Kind};
use crate::ui::field::TextField;
use crate::ui::icon::{Icon, IconView};

/// While the server is asked who one is.
#[component]
pub fn SigningIn() -> impl IntoView {
    view! {
        <main class="signin" id="main">
            <Brand />
            <div class="signin-note" role="status" aria-busy="true">
                <p>{say::sign_in::one_moment()}</p>
            </div>
        </main>
    }
}

/// The form. It stands at whatever address one came to, and that page follows.
#[component]
pub fn SignIn(
    /// Why one has to sign in, if there is a reason to tell.
    reason: Option<String>,
) -> impl IntoView {
    let session = use_session();
    let name = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    // Asked for once the server says that this account has a second factor.
    let code = RwSignal::new(None::<RwSignal<String>>);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let credentials = Credentials {
            name: name.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
            code: code.get_untracked().map(|code| code.get_untracked().trim().to_owned()),
        };
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match api::session::sign_in(&credentials).await {
                Ok(view) => session.begin(view),
                Err(failure) => {
                    let asks = failure.code() == Some(ErrorCode::SecondFactorNeeded);
                    match code.get_untracked() {
                        None if asks => code.set(Some(RwSignal::new(String::new()))),
                        _ => error.set(Some(failure.message())),
                    }
                    busy.set(false);
                }
            }
        });
    };
    view! {
        <main class="signin" id="main">
            <Brand />
            <PageTitle title=say::sign_in::title() />
            {reason.map(|reason| view! { <p class="quiet" role="status">{reason}</p> })}
            <Provider />
            <form class="form" method="post" on:submit=submit>
                {move || {
                    error
                        .get()
                        .map(|error| {
                            view! {
                                <p class="error" role="alert">
                                    <IconView icon=Icon::Error />
                                    <span>{error}</span>
                                </p>
                            }
                        })
                }}
                <TextField label=say::sign_in::name() value=name autocomplete="username" autofocus=true />
                <TextField label=say::sign_in::password() value=password kind="password" autocomplete="current-password" />
                {move || code.get().map(|code| view! { <CodeField code=code /> })}
                <button class="btn btn-primary" type="submit" aria-busy=move || busy.get().then_some("true")>
                    {say::sign_in::button()}
                </button>
                <p class="hint">{say::sign_in::no_account()}</p>
            </form>
            <OtherLanguage on_choose=move |()| Choice::other().choose() />
        </main>
    }
}

/// Goes over to the other language, said in that one.
#[component]
fn OtherLanguage(
    /// Chooses it, and loads the page again.
    #[prop(into)]
    on_choose: Callback<()>,
) -> impl IntoView {
    let other = Choice::other();
    view! {
        <p class="signin-language">
            <Button kind=Kind::Bare icon=Icon::Language on_press=on_choose>
                <span lang=other.tag()>{other.word()}</span>
            </Button>
        </p>
    }
}

/// The code of a second factor.
#[component]
pub(super) fn CodeField(
    /// What is typed.
    code: RwSignal<String>,
) -> impl IntoView {
    view! {
        <TextField
            label=say::sign_in::code()
            value=code
            autocomplete="one-time-code"
            autofocus=true
            hint=Signal::stored(say::sign_in::code_hint().to_owned())
        />
    }
}

#[component]
fn Brand() -> impl IntoView {
    view! {
        <p class="brand">
            <IconView icon=Icon::Brand />
            "Quarterdeck"
        </p>
    }
}
