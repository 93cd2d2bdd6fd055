//! The deploy panel: beside the apps, at an address of its own. For an app that has a template, or for a new one.

pub mod choose;
pub mod count;
pub mod form;
pub mod held;
pub mod how;
pub mod lint;
pub mod new_app;
pub mod preview;
pub mod source;
pub mod strategy;
pub mod suggestions;

use fleet::AppName;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::Verb;

use self::choose::ChooseApp;
use self::form::DeployForm;
use self::new_app::NewApp;
use crate::pages::apps::stay;
use crate::paths::{self, AppsQuery, Deploy, Source};
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::rights;
use crate::state::session::use_me;
use crate::state::templates::use_templates;
use crate::ui::button::Button;
use crate::ui::dialog::{Dialog, Shape};
use crate::ui::message::{Check, Tone};
use crate::ui::skeleton::Skeleton;

/// The panel that the address asks for, if it asks for one.
#[component]
pub fn DeployPanel(
    /// The state of the page.
    query: Memo<AppsQuery>,
) -> impl IntoView {
    let deploy = memo(move || query.with(|query| query.deploy.clone()));
    let navigate = use_navigate();
    let close = Callback::new(move |()| {
        let next = AppsQuery {
            deploy: None,
            version: String::new(),
            count: None,
            from: None,
            ..query.get_untracked()
        };
        navigate(&next.path(), stay());
    });
    // Not anew with each change of the rights: what was typed would be gone.
    let me = use_me();
    let why_no_new = memo(move || rights::why_no_new_app(me));
    view! { {move || match deploy.get() {
        None => ().into_any(),
        Some(Deploy::App(app)) => view! { <DeployApp app=app query=query on_close=close /> }.into_any(),
        Some(Deploy::New(source)) => {
            if let Some(why_no_new) = why_no_new.get() {
                return view! { <ChooseApp why_no_new=why_no_new on_close=close /> }.into_any();
            }
            let from = query.get_untracked().from;
            view! { <NewApp source=source from=from on_close=close /> }.into_any()
        }
    }} }
}

#[component]
fn DeployApp(app: AppName, query: Memo<AppsQuery>, on_close: Callback<()>) -> impl IntoView {
    let templates = use_templates();
    let ready = memo(move || templates.ready());
    let known = memo({
        let app = app.clone();
        move || templates.get(&app).is_some()
    });
    let title = say::deploy::title(&app);
    let body = move || match (ready.get(), known.get()) {
        (false, _) => view! {
            <div class="panel-body">
                <Skeleton />
            </div>
        }
        .into_any(),
        (true, true) => view! { <DeployForm app=app.clone() query=query on_close=on_close /> }.into_any(),
        (true, false) => view! { <NoTemplate app=app.clone() on_close=on_close /> }.into_any(),
    };
    view! {
        <Dialog shape=Shape::Panel title=title on_close=on_close>
            {move || body()}
        </Dialog>
    }
}

/// Units of the app exist, but nothing says what new ones should look like.
#[component]
fn NoTemplate(app: AppName, on_close: Callback<()>) -> impl IntoView {
    let refusal = rights::refusal(Verb::Template, Some(app.clone()));
    let live = use_live();
    let newest = live.with_untracked(|cluster| {
        let units = cluster.apps().get(&app)?;
        units.units().next().cloned()
    });
    let take_over = newest.map(|unit| {
        view! {
            <a class="btn btn-primary" href=paths::deploy_from(&unit.row.name)>
                {say::deploy::take_over_from(&unit.short_name())}
            </a>
        }
    });
    view! {
        <div class="panel-body">
            <p>
                {say::deploy::no_template(&app)}
            </p>
            {move || refusal.get().map(|refusal| view! { <Check tone=Tone::Info text=refusal /> })}
            <p class="btns" hidden=move || refusal.with(Option::is_some)>
                {take_over} <a class="btn" href=paths::deploy_new(Source::Paste)>
                    {say::deploy::paste_unit_file()}
                </a> <a class="btn" href=paths::deploy_new(Source::Starter)>
                    {say::deploy::choose_starter()}
                </a>
            </p>
        </div>
        <footer class="panel-foot">
            <Button on_press=on_close>{say::ui::cancel()}</Button>
        </footer>
    }
}
