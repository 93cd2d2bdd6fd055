//! A form in a dialog: its fields, what went wrong with it, and its two buttons.

use leptos::prelude::*;

use super::button::Button;
use super::dialog::{Dialog, Shape};
use super::message::ErrorLine;
use super::unique::unique;

/// The form. Mount it only while it is open.
#[component]
pub fn PanelForm(
    /// Its title.
    #[prop(into)]
    title: String,
    /// The verb with its object, on the button that sends it.
    #[prop(into)]
    verb: String,
    /// Where it stands.
    #[prop(default = Shape::Panel)]
    shape: Shape,
    /// While it is sent.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why it did not work, where no field says so.
    #[prop(default = Signal::stored(None), into)]
    error: Signal<Option<String>>,
    /// Sends it.
    #[prop(into)]
    on_submit: Callback<()>,
    /// Leaves it.
    #[prop(into)]
    on_close: Callback<()>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let id = unique("form");
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            on_submit.run(());
        }
    };
    view! {
        <Dialog shape=shape title=title on_close=on_close>
            <form class="panel-body form" id=id.clone() on:submit=submit>
                {children()}
                <ErrorLine error=error />
            </form>
            <footer class="panel-foot">
                <Button on_press=on_close>{say::ui::cancel()}</Button>
                <button class="btn btn-primary" type="submit" form=id aria-busy=move || busy.get().then_some("true")>
                    {verb}
                </button>
            </footer>
        </Dialog>
    }
}
