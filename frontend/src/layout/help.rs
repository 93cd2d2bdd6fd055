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
                    {line(&["/"], "Search, or filter this page")} {line(&["Ctrl", "K"], "Search everything")} {line(&["d"], "Deploy")}
                    {places().map(|place| line(&["g", place.key], place.name)).collect_view()}
                    {line(&["?"], "This list")} {line(&["Esc"], "Close")}
                </dl>
            </div>
            <footer class="panel-foot">
                <Button on_press=on_close>"Close"</Button>
            </footer>
        </Dialog>
    }
}
