//! "Confirm that it is you": before access, tokens and templates change.

use leptos::prelude::*;
use shared::session::{ConfirmBy, StepUp};

use crate::api;
use crate::state::call::Call;
use crate::state::session::use_me;
use crate::state::step_up::use_step_up;
use crate::ui::button::Button;
use crate::ui::dialog::{Dialog, Shape};
use crate::ui::field::TextField;
use crate::ui::panel_form::PanelForm;

/// The dialog. Mount it only while the question stands.
#[component]
pub fn ConfirmSelf() -> impl IntoView {
    let step_up = use_step_up();
    let by = use_me().view_now().confirm_by.unwrap_or(ConfirmBy::SigningIn);
    let typed = RwSignal::new(String::new());
    let call = Call::idle();
    let submit = move |()| {
        let typed = typed.get_untracked().trim().to_owned();
        let input = match by {
            ConfirmBy::Code => StepUp { password: None, code: Some(typed) },
            ConfirmBy::Password | ConfirmBy::SigningIn => StepUp { password: Some(typed), code: None },
        };
        call.make(async move { api::session::step_up(&input).await }, move |()| step_up.answer(true));
    };
    let cancel = move |()| step_up.answer(false);
    let field = match by {
        ConfirmBy::Password => view! {
            <TextField label=say::sign_in::password() value=typed kind="password" autocomplete="current-password" error=call.error autofocus=true />
        }
        .into_any(),
        ConfirmBy::Code => view! {
            <TextField
                label=say::sign_in::code()
                value=typed
                autocomplete="one-time-code"
                error=call.error
                autofocus=true
                hint=Signal::stored(say::sign_in::code_hint().to_owned())
            />
        }
        .into_any(),
        ConfirmBy::SigningIn => return view! { <Neither on_close=cancel /> }.into_any(),
    };
    view! {
        <PanelForm shape=Shape::Middle title=say::confirm::title() verb=say::confirm::button() busy=call.busy on_submit=submit on_close=cancel>
            <p class="quiet">{say::confirm::why()}</p>
            {field}
        </PanelForm>
    }
    .into_any()
}

/// For who has nothing to confirm with.
#[component]
fn Neither(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let view = use_me().view_now();
    let again = match view.confirm_at.clone() {
        Some(at) => {
            let address = window().location();
            let page = address.pathname().unwrap_or_default() + &address.search().unwrap_or_default();
            let href = format!("{at}&to={}", api::encoded(&page));
            view! {
                <p>{say::confirm::neither_sign_in()}</p>
                <p><a href=href rel="external">{say::confirm::sign_in_again()}</a></p>
                <p class="quiet">{say::confirm::asked_again()}</p>
            }
            .into_any()
        }
        None => view! {
            <p>{say::confirm::neither_sign_out(&view.user)}</p>
        }
        .into_any(),
    };
    view! {
        <Dialog shape=Shape::Middle title=say::confirm::title() on_close=on_close>
            <div class="panel-body stack">
                <p class="quiet">{say::confirm::why()}</p>
                {again}
            </div>
            <footer class="panel-foot">
                <Button on_press=on_close>{say::ui::cancel()}</Button>
            </footer>
        </Dialog>
    }
}
