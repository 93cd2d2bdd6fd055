//! For whoever may begin no app of their own: the apps that are there and that they may deploy.

use fleet::AppName;
use leptos::prelude::*;
use shared::Verb;

use crate::paths;
use crate::state::memo::memo;
use crate::state::rights;
use crate::state::session::use_me;
use crate::state::templates::use_templates;
use crate::ui::button::Button;
use crate::ui::dialog::{Dialog, Shape};
use crate::ui::each::each;
use crate::ui::message::{Check, Tone};
use crate::ui::skeleton::Skeleton;

/// The panel that offers them.
#[component]
pub fn ChooseApp(
    /// Why no app can be begun.
    why_no_new: String,
    /// Closes it.
    on_close: Callback<()>,
) -> impl IntoView {
    let (templates, me) = (use_templates(), use_me());
    let ready = memo(move || templates.ready());
    let apps = memo(move || {
        let may = |app: &AppName| rights::why_not(me, Verb::Launch, Some(app.clone())).is_none();
        templates.names().into_iter().filter(may).collect::<Vec<_>>()
    });
    let none = memo(move || apps.with(Vec::is_empty));
    let app = |app: AppName| {
        view! {
            <li>
                <a class="btn" href=paths::deploy(&app) data-noscroll="">
                    {say::deploy::title(&app)}
                    "…"
                </a>
            </li>
        }
        .into_any()
    };
    let body = move || match (ready.get(), none.get()) {
        (false, _) => view! { <Skeleton /> }.into_any(),
        (true, true) => view! { <p>{say::deploy::choose_none()}</p> }.into_any(),
        (true, false) => view! {
            <p>{say::deploy::choose_about()}</p>
            <ul class="stack" role="list">
                {each(move || apps.get(), ToString::to_string, app)}
            </ul>
        }
        .into_any(),
    };
    view! {
        <Dialog shape=Shape::Panel title=say::deploy::choose_title() on_close=on_close>
            <div class="panel-body">
                {body} <Check tone=Tone::Info text=say::deploy::choose_new(&why_no_new) />
            </div>
            <footer class="panel-foot">
                <Button on_press=on_close>{say::ui::cancel()}</Button>
            </footer>
        </Dialog>
    }
}
