//! What else can be done with an app: remove a version or all of it, see its activity, edit its template.

use fleet::{AppName, Version};
use leptos::prelude::*;
use shared::Verb;
use shared::plan::PlanRequest;

use crate::action::acting::use_acting;
use crate::paths;
use crate::state::cluster::AppUnits;
use crate::state::memo::Memo;
use crate::state::rights;
use crate::state::same::Same;
use crate::ui::each::each;
use crate::ui::icon::{Icon, IconView};
use crate::ui::menu::{Menu, MenuAction, MenuLink};

/// The menu at the end of an app's row.
#[component]
pub fn RowMenu(
    /// The app.
    app: AppName,
    /// Its units.
    units: Memo<Option<Same<AppUnits>>>,
) -> impl IntoView {
    let versions = super::row::versions(units);
    let acting = use_acting();
    let blocked = rights::blocked(Verb::Remove, Some(app.clone()));
    let remove_version = {
        let app = app.clone();
        move |version: Option<Version>| {
            let words =
                version.as_ref().map_or_else(|| "units without a version".to_owned(), ToString::to_string);
            let request = PlanRequest::RemoveVersion { app: app.clone(), version };
            view! {
                <MenuAction icon=Icon::Remove danger=true blocked=blocked on_press=move |()| acting.ask(request.clone())>
                    {format!("Remove {words}…")}
                </MenuAction>
            }
        }
    };
    let remove_app = {
        let app = app.clone();
        move || {
            let request = PlanRequest::RemoveApp { app: app.clone() };
            let words = format!("Remove {app}…");
            versions.with(|versions| !versions.is_empty()).then(|| {
                view! {
                    <MenuAction icon=Icon::Remove danger=true blocked=blocked on_press=move |()| acting.ask(request.clone())>
                        {words}
                    </MenuAction>
                }
            })
        }
    };
    view! {
        <Menu label=format!("More for {app}") class="btn-icon" summary=|| view! { <IconView icon=Icon::More /> }>
            <MenuLink icon=Icon::Activity href=paths::activity_of(&app)>
                {format!("Activity of {app}")}
            </MenuLink>
            <MenuLink icon=Icon::Template href=paths::template(&app)>
                "Edit template"
            </MenuLink>
            <hr class="menu-line" />
            {each(move || versions.get(), |version: &Option<Version>| version.as_ref().map(ToString::to_string).unwrap_or_default(), move |item| remove_version(item).into_any())}
            {move || remove_app()}
        </Menu>
    }
}
