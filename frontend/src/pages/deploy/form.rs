//! Deploying an app that has a template: version and count, then the live plan. The plan is the dialog: the button
//! below it starts it.

use fleet::{AppName, Version};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::action::ActionView;
use shared::plan::PlanRequest;

use super::suggestions;
use crate::action::live_plan::{LivePlan, PlanPane, StartButton};
use crate::pages::apps::stay;
use crate::paths::{self, AppsQuery, Source};
use crate::state::actions::use_actions;
use crate::state::clock::use_clock;
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::templates::use_templates;
use crate::state::words;
use crate::ui::button::Button;
use crate::ui::combobox::Combobox;
use crate::ui::field::FieldNote;
use crate::ui::stepper::Stepper;
use crate::ui::unique::unique;

/// Body and foot of the panel.
#[component]
pub fn DeployForm(
    /// The app.
    app: AppName,
    /// The state of the page: it may name a version and a count.
    query: Memo<AppsQuery>,
    /// Closes the panel.
    on_close: Callback<()>,
) -> impl IntoView {
    let given = query.get_untracked();
    let version = RwSignal::new(given.version);
    let count = RwSignal::new(given.count.unwrap_or(1).max(1));
    let parsed = memo(move || version.with(|text| read_version(text)));
    let request = memo({
        let app = app.clone();
        move || {
            let version = parsed.get().ok().flatten()?;
            Some(PlanRequest::Launch { app: app.clone(), version, count: count.get() })
        }
    });
    let plan = LivePlan::follow(request.into());
    let error = Signal::derive(move || parsed.get().err());
    let missing = Signal::derive(move || match parsed.get() {
        Err(_) => "Mend the version first.".to_owned(),
        Ok(None) => "Say which version first.".to_owned(),
        Ok(Some(_)) => "There is no plan yet.".to_owned(),
    });
    let navigate = use_navigate();
    let started = {
        let app = app.clone();
        move |_: ActionView| navigate(&paths::app(&app), stay())
    };
    view! {
        <div class="panel-body">
            <form class="form" on:submit=|event: web_sys::SubmitEvent| event.prevent_default()>
                <AppField app=app.clone() />
                <div class="field-row">
                    <VersionField app=app.clone() version=version error=error />
                    <CountField app=app count=count parsed=parsed />
                </div>
            </form>
            <PlanPane plan=plan empty="Say which version, and the exact calls appear here before anything happens." />
        </div>
        <footer class="panel-foot">
            <Button on_press=on_close>"Cancel"</Button>
            <StartButton plan=plan idle="Launch" missing=missing on_started=started />
        </footer>
    }
}

/// A version that was typed: none yet, one, or why it is none.
fn read_version(text: &str) -> Result<Option<Version>, String> {
    match text.trim() {
        "" => Ok(None),
        text => Version::parse(text).map(Some).map_err(|error| error.to_string()),
    }
}

#[component]
fn AppField(app: AppName) -> impl IntoView {
    const NEW: &str = "";
    let templates = use_templates();
    let navigate = use_navigate();
    let id = unique("app");
    let chosen = move |event| {
        let value = event_target_value(&event);
        let path = match AppName::parse(&value) {
            Ok(app) => paths::deploy(&app),
            Err(_) => paths::deploy_new(Source::Paste),
        };
        navigate(&path, stay());
    };
    let options = move || {
        let option = |name: AppName| {
            let selected = name == app;
            view! {
                <option value=name.to_string() selected=selected>
                    {name.to_string()}
                </option>
            }
        };
        templates.names().into_iter().map(option).collect_view()
    };
    view! {
        <div class="field">
            <label for=id.clone()>"App"</label>
            <select class="input" id=id on:change=chosen>
                {move || options()}
                <option value=NEW>"A new app…"</option>
            </select>
        </div>
    }
}

#[component]
fn VersionField(app: AppName, version: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    let live = use_live();
    let actions = use_actions();
    let clock = use_clock();
    let id = unique("version");
    let note = format!("{id}-note");
    let found = memo(move || {
        let now_ms = untrack(|| clock.now_ms());
        let before = actions.of_app(&app);
        live.with(|cluster| {
            let units = cluster.apps().get(&app).map(|units| &**units);
            suggestions::versions(units, before.iter().map(|action| &**action), now_ms)
        })
    });
    let invalid = Signal::derive(move || error.with(Option::is_some));
    view! {
        <div class="field">
            <label for=id.clone()>"Version"</label>
            <Combobox
                id=id
                value=version
                suggestions=found
                label="Versions"
                described_by=note.clone()
                invalid=invalid
                autofocus=true
            />
            <FieldNote id=note error=error hint="The image's tag, such as 1.0.0" />
        </div>
    }
}

#[component]
fn CountField(
    app: AppName,
    count: RwSignal<u32>,
    parsed: Memo<Result<Option<Version>, String>>,
) -> impl IntoView {
    let live = use_live();
    let units = live.app(app);
    let now = memo(move || {
        let version = parsed.get().ok().flatten()?;
        let n = units.with(|units| {
            let own = units.as_ref()?.versions.iter().find(|own| own.version.as_ref() == Some(&version))?;
            Some(own.units.len())
        });
        Some(n.unwrap_or(0))
    });
    let hint = move || match now.get() {
        None | Some(0) => "to start".to_owned(),
        Some(n) => format!("more, besides {}", words::count(n, "unit")),
    };
    view! {
        <div class="field field-fit">
            <span class="field-name">"Instances"</span>
            <Stepper label="Instances to start" value=count min=1 />
            <p class="hint">{move || hint()}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_as_it_is_typed() {
        assert_eq!(read_version("  "), Ok(None));
        assert_eq!(read_version(" 1.0.0 "), Ok(Some(Version::parse("1.0.0").unwrap())));
        assert!(read_version("1.0.0;rm").is_err());
    }
}
