//! "Confirm that it is you": before access, tokens and templates change.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::session::{ConfirmBy, StepUp};

use crate::api;
use crate::state::session::use_me;
use crate::state::step_up::use_step_up;
use crate::ui::button::Button;
use crate::ui::dialog::{Dialog, Shape};
use crate::ui::field::TextField;

const WHY: &str = "What you are about to change decides who may do what. For ten minutes from now on it is not asked again.";

/// The dialog. Mount it only while the question stands.
#[component]
pub fn ConfirmSelf() -> impl IntoView {
    let step_up = use_step_up();
    let by = use_me().0.confirm_by.unwrap_or(ConfirmBy::SigningIn);
    let typed = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let typed = typed.get_untracked().trim().to_owned();
        let input = match by {
            ConfirmBy::Code => StepUp { password: None, code: Some(typed) },
            ConfirmBy::Password | ConfirmBy::SigningIn => StepUp { password: Some(typed), code: None },
        };
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match api::session::step_up(&input).await {
                Ok(()) => step_up.answer(true),
                Err(failure) => drop(error.try_set(Some(failure.message()))),
            }
            busy.try_set(false);
        });
    };
    let cancel = move |()| step_up.answer(false);
    let field = match by {
        ConfirmBy::Password => view! {
            <TextField label="Password" value=typed kind="password" autocomplete="current-password" error=error autofocus=true />
        }
        .into_any(),
        ConfirmBy::Code => view! {
            <TextField
                label="Code"
                value=typed
                autocomplete="one-time-code"
                error=error
                autofocus=true
                hint=Signal::stored("The six digits of your authenticator app, or a recovery code.".to_owned())
            />
        }
        .into_any(),
        ConfirmBy::SigningIn => view! {
            <p>"You have neither a password nor a second factor here: sign out, sign in again, and then change it."</p>
        }
        .into_any(),
    };
    let can = by != ConfirmBy::SigningIn;
    view! {
        <Dialog shape=Shape::Middle title="Confirm that it is you".to_owned() on_close=cancel>
            <form class="panel-body form" id="confirm-self" on:submit=submit>
                <p class="quiet">{WHY}</p>
                {field}
            </form>
            <footer class="panel-foot">
                <Button on_press=cancel>"Cancel"</Button>
                {can
                    .then(|| {
                        view! {
                            <button
                                class="btn btn-primary"
                                type="submit"
                                form="confirm-self"
                                aria-busy=move || busy.get().then_some("true")
                            >
                                "Confirm"
                            </button>
                        }
                    })}
            </footer>
        </Dialog>
    }
}
