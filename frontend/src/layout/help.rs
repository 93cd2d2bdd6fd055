//! The list of keys.

use leptos::prelude::*;

use super::bar::places;
use crate::state::session::use_me;
use crate::ui::button::Button;
use crate::ui::dialog::{Dialog, Shape};

/// What can be done with keys alone.
#[component]
pub fn HelpSheet(
    /// Closes it.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let me = use_me();
    let line = |keys: &[&'static str], words: &'static str| {
        let keys = keys.iter().map(|key| view! { <kbd class="kbd">{*key}</kbd> " " }).collect_view();
        view! {
            <dt>{keys}</dt>
            <dd>{words}</dd>
        }
    };
    view! {
        <Dialog shape=Shape::Middle title=say::frame::keyboard() on_close=on_close>
            <div class="panel-body">
                <dl class="keys">
                    {line(&["/"], say::frame::key_slash_does())}
                    {line(&[say::frame::key_ctrl(), "K"], say::frame::key_palette_does())}
                    {line(&["d"], say::frame::key_deploy_does())}
                    {places().into_iter().filter(|place| untrack(|| place.is_for(me))).map(|place| line(&["g", place.key], place.name)).collect_view()}
                    {line(&["?"], say::frame::key_help_does())}
                    {line(&[say::frame::key_tab()], say::frame::key_tab_does())}
                    {line(&["↵"], say::frame::key_enter_does())}
                    {line(&["↑", "↓"], say::frame::key_arrows_do())}
                    {line(&[say::frame::key_esc()], say::frame::key_esc_does())}
                </dl>
            </div>
            <footer class="panel-foot">
                <Button on_press=on_close>{say::frame::close()}</Button>
            </footer>
        </Dialog>
    }
}
