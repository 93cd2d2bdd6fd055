//! A one-time link to an account with a second factor: the code that it takes as well.

use leptos::prelude::*;
use shared::session::SignInWithCode;

use super::{Brand, CodeField, link};
use crate::api;
use crate::layout::announcer::PageTitle;
use crate::state::call::Call;
use crate::state::session::use_session;
use crate::ui::message::ErrorLine;

/// The page behind the link.
#[component]
pub fn Linked(
    /// The code of the link, which is not used up yet.
    code: String,
) -> impl IntoView {
    let session = use_session();
    let factor = RwSignal::new(String::new());
    let call = Call::idle();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let input = SignInWithCode {
            code: code.clone(),
            second_factor: Some(factor.get_untracked().trim().to_owned()),
        };
        call.make_or(
            async move { api::session::sign_in_with_code(&input).await },
            move |view| session.begin(view),
            move |failure| {
                // The link itself can have ended meanwhile: then there is nothing to type a code for.
                let ended = failure.code() == Some(shared::ErrorCode::NotSignedIn);
                if ended {
                    session.refuse(link::refusal(failure));
                }
                ended
            },
        );
    };
    view! {
        <main class="signin" id="main">
            <Brand />
            <PageTitle title=say::sign_in::one_more_step() />
            <p class="quiet">{say::sign_in::link_needs_code()}</p>
            <form class="form" method="post" on:submit=submit>
                <ErrorLine error=call.error />
                <CodeField code=factor />
                <button class="btn btn-primary" type="submit" aria-busy=move || call.busy.get().then_some("true")>
                    {say::sign_in::button()}
                </button>
            </form>
        </main>
    }
}
