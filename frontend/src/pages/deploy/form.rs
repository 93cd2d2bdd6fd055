//! Deploying an app that has a template: version, count and strategy, then the live plan. The plan is the dialog: the
//! button below it starts it.

use fleet::{AppName, Version};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::action::ActionView;
use shared::mistakes;
use shared::plan::PlanRequest;

use super::count::{first_count, set_to_run};
use super::held::{Held, HeldNotice};
use super::how::{How, HowFields};
use super::suggestions;
use crate::action::live_plan::{LivePlan, PlanPane, StartButton};
use crate::pages::apps::stay;
use crate::paths::{self, AppsQuery, Source};
use crate::state::actions::use_actions;
use crate::state::clock::use_clock;
use crate::state::live::use_live;
use crate::state::memo::{Memo, effect, memo};
use crate::state::templates::use_templates;
use crate::state::words;
use crate::ui::button::Button;
use crate::ui::combobox::Combobox;
use crate::ui::field::{FieldNote, TextField};
use crate::ui::icon::{Icon, IconView};
use crate::ui::stepper::Stepper;
use crate::ui::unique::unique;

/// What is to come of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    /// The app runs this version, and no other.
    Bring,
    /// More instances, beside all that runs.
    Add,
}

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
    let aim = RwSignal::new(Aim::Bring);
    let how = How::of(app.clone());
    let units = use_live().app(app.clone());
    let runs = memo(move || units.with(|units| units.as_ref().map_or(0, |units| set_to_run(units))));
    let actions = use_actions();
    let held_count = memo({
        let app = app.clone();
        move || {
            let at_work = actions.deployments_at_work();
            let own = at_work.iter().find(|action| action.request.app().as_ref() == Some(&app))?;
            own.deploying.as_ref().map(|deploying| deploying.to.count)
        }
    });
    let count = first_count(given.count, held_count, units, how);
    let more = RwSignal::new(1);
    let parsed = memo(move || version.with(|text| read_version(text)));
    let request = memo({
        let app = app.clone();
        move || {
            let version = parsed.get().ok().flatten()?;
            let app = app.clone();
            Some(match aim.get() {
                Aim::Bring => {
                    PlanRequest::Deploy { app, version, count: Some(count.get()), strategy: how.chosen() }
                }
                Aim::Add => PlanRequest::Launch { app, version, count: more.get() },
            })
        }
    });
    let plan = LivePlan::follow(request.into());
    let held = Held::of(app.clone(), plan.with());
    let note = RwSignal::new(String::new());
    effect(move || {
        let note = note.with(|note| note.trim().to_owned());
        plan.with().update(|with| with.note = note);
    });
    let brings = move || aim.get() == Aim::Bring;
    let error = Signal::derive(move || parsed.get().err());
    let missing = Signal::derive(move || match parsed.get() {
        Err(_) => say::deploy::mend_version().to_owned(),
        Ok(None) => say::deploy::missing_version().to_owned(),
        Ok(Some(_)) => say::deploy::no_plan().to_owned(),
    });
    let navigate = use_navigate();
    let started = {
        let app = app.clone();
        move |action: ActionView| {
            let to =
                if action.request.is_deployment() { paths::deployment(&action.id) } else { paths::app(&app) };
            navigate(&to, stay());
        }
    };
    view! {
        <div class="panel-body">
            <form class="form" on:submit=|event: web_sys::SubmitEvent| event.prevent_default()>
                <AppField app=app.clone() />
                <AimField aim=aim app=app.clone() runs=runs />
                <div class="field-row">
                    <VersionField app=app.clone() version=version error=error />
                    {move || {
                        if brings() {
                            view! { <CountField count=count runs=runs how=how /> }.into_any()
                        } else {
                            view! { <MoreField app=app.clone() count=more parsed=parsed /> }.into_any()
                        }
                    }}
                </div>
                {move || {
                    brings()
                        .then(|| {
                            view! {
                                <HowFields how=how runs=runs />
                                <TextField label=say::deploy::note() value=note hint=say::deploy::note_hint() />
                            }
                        })
                }}
            </form>
            {move || brings().then(|| view! { <HeldNotice held=held /> })}
            <PlanPane plan=plan empty=say::deploy::plan_empty() />
        </div>
        <footer class="panel-foot">
            <Button on_press=on_close>{say::ui::cancel()}</Button>
            <StartButton
                plan=plan
                idle=say::deploy::deploy()
                missing=missing
                held=Signal::derive(move || brings().then(|| held.why_not()).flatten())
                on_started=started
            />
        </footer>
    }
}

/// Whether the app is brought to a version, or gets more beside what runs. Only where something runs.
#[component]
fn AimField(aim: RwSignal<Aim>, app: AppName, runs: Memo<u32>) -> impl IntoView {
    let some = memo(move || runs.get() > 0);
    let choice = move |own: Aim, words: String| {
        view! {
            <label class:is-on=move || aim.get() == own>
                <input
                    type="radio"
                    name="aim"
                    prop:checked=move || aim.get() == own
                    on:change=move |_| aim.set(own)
                />
                {words}
            </label>
        }
    };
    view! { {move || {
        some.get()
            .then(|| {
                view! {
                    <div class="segmented" role="radiogroup" aria-label=say::deploy::aim()>
                        {choice(Aim::Bring, say::deploy::aim_bring(&app))}
                        {choice(Aim::Add, say::deploy::aim_add().to_owned())}
                    </div>
                }
            })
    }} }
}

/// A version that was typed: none yet, one, or why it is none.
fn read_version(text: &str) -> Result<Option<Version>, String> {
    match text.trim() {
        "" => Ok(None),
        text => Version::parse(text).map(Some).map_err(|error| mistakes::version(&error)),
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
            <label for=id.clone()>{say::deploy::app()}</label>
            <div class="select">
                <select class="input" id=id on:change=chosen>
                    {move || options()}
                    <option value=NEW>{say::deploy::app_new()}</option>
                </select>
                <IconView icon=Icon::ChevronDown />
            </div>
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
            <label for=id.clone()>{say::deploy::version()}</label>
            <Combobox
                id=id
                value=version
                suggestions=found
                label=say::deploy::versions()
                described_by=note.clone()
                invalid=invalid
                autofocus=true
            />
            <FieldNote id=note error=error hint=say::deploy::version_hint() />
        </div>
    }
}

/// How many there are in the end.
#[component]
fn CountField(count: RwSignal<u32>, runs: Memo<u32>, how: How) -> impl IntoView {
    let hint = move || match (runs.get(), how.wanted()) {
        (0, Some(wanted)) if count.get() == wanted => say::deploy::count_as_settings().to_owned(),
        (0, _) => say::deploy::count_all().to_owned(),
        (now, _) if now == count.get() => say::deploy::count_as_now().to_owned(),
        (now, _) => say::deploy::count_now(&now),
    };
    view! {
        <div class="field field-fit">
            <span class="field-name">{say::deploy::instances()}</span>
            <Stepper label=say::deploy::instances() value=count min=1 />
            <p class="hint">{move || hint()}</p>
        </div>
    }
}

/// How many more.
#[component]
fn MoreField(
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
        None | Some(0) => say::deploy::more_to_start().to_owned(),
        Some(n) => say::deploy::more_besides(n, &words::grouped(n)),
    };
    view! {
        <div class="field field-fit">
            <span class="field-name">{say::deploy::instances()}</span>
            <Stepper label=say::deploy::instances_to_start() value=count min=1 />
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
