//! A question before something is done by one call.

use std::pin::Pin;

use leptos::prelude::*;

use crate::api::Answer;
use crate::state::call::Call;
use crate::ui::ask::Ask;

/// What is done, once somebody said yes.
pub type Doing = Pin<Box<dyn Future<Output = Answer<()>>>>;

/// The question. Mount it only while it stands; `on_done` and `on_close` end it.
#[component]
pub fn Sure(
    /// The question: "Revoke the token ci?"
    #[prop(into)]
    title: String,
    /// What it means.
    #[prop(into)]
    text: String,
    /// The verb with its object: "Revoke ci".
    #[prop(into)]
    verb: String,
    /// Does it.
    #[prop(into)]
    doing: Callback<(), Doing>,
    /// It is done.
    #[prop(into)]
    on_done: Callback<()>,
    /// Leaves it.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let call = Call::idle();
    view! {
        <Ask
            title=title
            text=text
            verb=verb
            busy=call.busy
            error=call.error
            on_yes=move |()| call.make(doing.run(()), move |()| on_done.run(()))
            on_close=on_close
        />
    }
}
