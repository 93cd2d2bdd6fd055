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
                <h2 id="second-factor">{say::settings::second_factor()}</h2>
                <p>{say::settings_second_factor::about()}</p>
            </header>
            <div class="stack stack-wide">
                {move || codes.get().map(|codes| view! { <Codes codes=codes /> })}
                {factor
                    .shown(
                        say::settings_second_factor::unread(),
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
                    <p>{say::settings_second_factor::off()}</p>
                    <div>
                        <Button busy=call.busy on_press=begin>
                            {say::settings_second_factor::turn_on()}
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
            <p>{say::settings_second_factor::scan()}</p>
            <img class="qr" src=new.picture alt=say::settings_second_factor::picture() width="192" height="192" />
            <details class="fold">
                <summary>
                    <IconView icon=Icon::Chevron class="chev" />
                    {say::settings_second_factor::no_scan()}
                </summary>
                <div class="fold-body stack">
                    <p class="hint">{say::settings_second_factor::by_hand()}</p>
                    <p>
                        <a href=new.uri>{say::settings_second_factor::open()}</a>
                    </p>
                    <div class="secret">
                        <code>{secret.clone()}</code>
                        <CopyButton text=secret label=say::settings_second_factor::copy_secret() />
                    </div>
                </div>
            </details>
            <TextField label=say::sign_in::code() value=code error=call.error autocomplete="one-time-code" autofocus=true />
            <div class="form-end">
                <Button on_press=on_cancel>{say::ui::cancel()}</Button>
                <button class="btn btn-primary" type="submit" aria-busy=move || call.busy.get().then_some("true")>
                    {say::settings_second_factor::confirm()}
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
    let left = usize::try_from(factor.recovery_codes_left).unwrap_or(usize::MAX);
    let words = say::settings_second_factor::on(left);
    view! {
        <p>{words}</p>
        <div class="btns">
            <Button on_press=move |()| asked.set(Some(Asked::NewCodes))>{say::settings_second_factor::new_codes()}</Button>
            <Button kind=Kind::Danger on_press=move |()| asked.set(Some(Asked::Off))>
                {say::settings_second_factor::turn_off()}
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
            say::settings_second_factor::turn_off_title(),
            say::settings_second_factor::turn_off_text(),
            say::settings_second_factor::turn_off_button(),
        ),
        Asked::NewCodes => (
            say::settings_second_factor::new_codes_title(),
            say::settings_second_factor::new_codes_text(),
            say::settings_second_factor::new_codes_button(),
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
            <h3 id="recovery">{say::settings_second_factor::codes()}</h3>
            <p class="quiet">{say::settings_second_factor::codes_about()}</p>
            <pre class="code codes">{all.clone()}</pre>
            <div>
                <CopyButton text=all label=say::settings_second_factor::copy_codes() />
            </div>
        </section>
    }
}
