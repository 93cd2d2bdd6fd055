//! A question before something is taken away that is no part of a cluster: a token, a session, a template.

use leptos::prelude::*;

use super::button::{Button, Kind};
use super::dialog::{Dialog, Shape};
use super::message::ErrorLine;

/// Asks. Mount it only while the question stands.
#[component]
pub fn Ask(
    /// The question: "Revoke the token ci?"
    #[prop(into)]
    title: String,
    /// What it means.
    #[prop(into)]
    text: String,
    /// The verb with its object: "Revoke ci".
    #[prop(into)]
    verb: String,
    /// While it is being done.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why it did not work.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Does it.
    #[prop(into)]
    on_yes: Callback<()>,
    /// Leaves it.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog shape=Shape::Middle title=title on_close=on_close>
            <div class="panel-body">
                <p class="quiet">{text}</p>
                <ErrorLine error=error />
            </div>
            <footer class="panel-foot">
                <Button on_press=on_close autofocus=true>
                    {say::ui::cancel()}
                </Button>
                <Button kind=Kind::Danger busy=busy on_press=on_yes>
                    {verb}
                </Button>
            </footer>
        </Dialog>
    }
}
