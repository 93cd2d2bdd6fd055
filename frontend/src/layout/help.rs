//! The list of keys.

use leptos::prelude::*;

use super::bar::places;
use crate::ui::button::Button;
use crate::ui::dialog::{Dialog, Shape};

/// What can be done with keys alone.
#[component]
pub fn HelpSheet(
    /// Closes it.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let line = |keys: &[&'static str], words: &'static str| {
        let keys = keys.iter().map(|key| view! { <kbd class="kbd">{*key}</kbd> " " }).collect_view();
        view! {
            <dt>{keys}</dt>
            <dd>{words}</dd>
        }
    };
    view! {
        <Dialog shape=Shape::Middle title="Keyboard" on_close=on_close>
            <div class="panel-body">
                <dl class="keys">
                    {line(&["/"], "Search this page; where it has no search, everything")}
                    {line(&["Ctrl", "K"], "Search everything, or say what to do")}
                    {line(&["d"], "Deploy: the app of the row that is open or has the focus, else a new one")}
                    {places().map(|place| line(&["g", place.key], place.name)).collect_view()}
                    {line(&["?"], "This list")}
                    {line(&["Tab"], "To the next control; with Shift to the one before")}
                    {line(&["↵"], "Press the control, or choose what is marked")}
                    {line(&["↑", "↓"], "Move in menus, lists of choices and the search")}
                    {line(&["Esc"], "Close what is on top")}
                </dl>
            </div>
            <footer class="panel-foot">
                <Button on_press=on_close>"Close"</Button>
            </footer>
        </Dialog>
    }
}
