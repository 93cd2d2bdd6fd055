//! The second factor: on by a picture and a first code, recovery codes shown once.

use std::sync::Arc;

use leptos::prelude::*;
use shared::account::{ConfirmSecondFactor, NewSecondFactor, RecoveryCodes, SecondFactor};

use crate::api::{self, Answer};
use crate::pages::settings::sure::{Doing, Sure};
use crate::state::call::Call;
use crate::state::loaded::Loaded;
use crate::state::session::use_session;
use crate::ui::button::{Button, Kind};
use crate::ui::copy::CopyButton;
use crate::ui::field::TextField;
use crate::ui::icon::{Icon, IconView};
use crate::ui::message::ErrorLine;

/// The section.
#[component]
pub fn SecondFactorSection() -> impl IntoView {
    let factor = Loaded::<SecondFactor>::nothing();
    let read = move || factor.read(api::account::second_factor());
    read();
    let session = use_session();
    let again = Callback::new(move |()| {
        read();
        // How one confirms that it is oneself follows from it.
        session.look_again();
    });
    let codes = RwSignal::new(None::<RecoveryCodes>);
    view! {
        <section class="setting" aria-labelledby="second-factor">
            <header>
                <h2 id="second-factor">"Second factor"</h2>
                <p>"A code from an app on your phone, besides the password. Who learns the password alone does not get in."</p>
            </header>
            <div class="stack stack-wide">
                {move || codes.get().map(|codes| view! { <Codes codes=codes /> })}
                {factor
                    .shown(
                        "It could not be read",
                        read,
                        move |factor: Arc<SecondFactor>| {
                            if factor.on {
                                view! { <On factor=factor codes=codes on_change=again /> }.into_any()
                            } else {
                                view! { <Off codes=codes on_change=again /> }.into_any()
                            }
                        },
                    )}
            </div>
        </section>
    }
}

/// Turning it on: the picture, then the first code.
#[component]
fn Off(codes: RwSignal<Option<RecoveryCodes>>, on_change: Callback<()>) -> impl IntoView {
    let new = RwSignal::new(None::<NewSecondFactor>);
    let call = Call::idle();
    let begin =
        move |()| call.make(api::account::begin_second_factor(), move |begun| drop(new.try_set(Some(begun))));
    view! {
        {move || match new.get() {
            Some(begun) => {
                view! { <First new=begun codes=codes on_change=on_change on_cancel=move |()| new.set(None) /> }.into_any()
            }
            None => {
                view! {
                    <p>"It is off."</p>
                    <div>
                        <Button busy=call.busy on_press=begin>
                            "Turn it on…"
                        </Button>
                    </div>
                }
                    .into_any()
            }
        }}
        <ErrorLine error=call.error />
    }
}

#[component]
fn First(
    new: NewSecondFactor,
    codes: RwSignal<Option<RecoveryCodes>>,
    on_change: Callback<()>,
    #[prop(into)] on_cancel: Callback<()>,
) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let call = Call::idle();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let input = ConfirmSecondFactor { code: code.get_untracked().trim().to_owned() };
        call.make(async move { api::account::confirm_second_factor(&input).await }, move |made| {
            codes.try_set(Some(made));
            on_change.run(());
        });
    };
    let secret = new.secret.clone();
    view! {
        <form class="form" on:submit=submit>
            <p>"Scan this with an authenticator app, then type the code that it shows."</p>
            <img class="qr" src=new.picture alt="The picture for the authenticator app" width="192" height="192" />
            <details class="fold">
                <summary>
                    <IconView icon=Icon::Chevron class="chev" />
                    "It can't be scanned"
                </summary>
                <div class="fold-body stack">
                    <p class="hint">"On this device, open it in the app; or type the secret into it."</p>
                    <p>
                        <a href=new.uri>"Open in the app"</a>
                    </p>
                    <div class="secret">
                        <code>{secret.clone()}</code>
                        <CopyButton text=secret label="Copy the secret" />
                    </div>
                </div>
            </details>
            <TextField label="Code" value=code error=call.error autocomplete="one-time-code" autofocus=true />
            <div class="form-end">
                <Button on_press=on_cancel>"Cancel"</Button>
                <button class="btn btn-primary" type="submit" aria-busy=move || call.busy.get().then_some("true")>
                    "Turn it on"
                </button>
            </div>
        </form>
    }
}

/// What is asked before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Off,
    NewCodes,
}

#[component]
fn On(
    factor: Arc<SecondFactor>,
    codes: RwSignal<Option<RecoveryCodes>>,
    on_change: Callback<()>,
) -> impl IntoView {
    let asked = RwSignal::new(None::<Asked>);
    let left = factor.recovery_codes_left;
    let words = match left {
        0 => "It is on. There are no recovery codes left: make new ones, or losing the phone locks you out."
            .to_owned(),
        1 => "It is on. One recovery code is left.".to_owned(),
        left => format!("It is on. {left} recovery codes are left."),
    };
    view! {
        <p>{words}</p>
        <div class="btns">
            <Button on_press=move |()| asked.set(Some(Asked::NewCodes))>"New recovery codes…"</Button>
            <Button kind=Kind::Danger on_press=move |()| asked.set(Some(Asked::Off))>
                "Turn it off…"
            </Button>
        </div>
        {move || {
            asked.get().map(|what| view! { <Question what=what asked=asked codes=codes on_change=on_change /> })
        }}
    }
}

#[component]
fn Question(
    what: Asked,
    asked: RwSignal<Option<Asked>>,
    codes: RwSignal<Option<RecoveryCodes>>,
    on_change: Callback<()>,
) -> impl IntoView {
    let (title, text, verb) = match what {
        Asked::Off => (
            "Turn the second factor off?",
            "From then on the password alone lets somebody in. Other browsers are signed out.",
            "Turn it off",
        ),
        Asked::NewCodes => (
            "Make new recovery codes?",
            "The ones that you have no longer work. The new ones are shown once.",
            "Make new ones",
        ),
    };
    let doing = move |()| {
        let work = async move {
            codes.try_set(carry_out(what).await?);
            Ok(())
        };
        Box::pin(work) as Doing
    };
    let done = move |()| {
        asked.try_set(None);
        on_change.run(());
    };
    view! { <Sure title=title text=text verb=verb doing=doing on_done=done on_close=move |()| asked.set(None) /> }
}

async fn carry_out(what: Asked) -> Answer<Option<RecoveryCodes>> {
    match what {
        Asked::Off => api::account::second_factor_off().await.map(|()| None),
        Asked::NewCodes => api::account::new_recovery_codes().await.map(Some),
    }
}

/// The codes, the one time that they can be seen.
#[component]
fn Codes(codes: RecoveryCodes) -> impl IntoView {
    let all = codes.codes.join("\n");
    view! {
        <section class="stack" aria-labelledby="recovery">
            <h3 id="recovery">"Recovery codes"</h3>
            <p class="quiet">
                "Each takes the place of the app's code once. Keep them where you find them without your phone; they cannot be shown again."
            </p>
            <pre class="code codes">{all.clone()}</pre>
            <div>
                <CopyButton text=all label="Copy the codes" />
            </div>
        </section>
    }
}
