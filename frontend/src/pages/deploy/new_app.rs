//! A new app: its name and its template, pasted or from a starter. Saving it leads on to the plan of its first
//! instances.

use fleet::{AppName, AppUnit, UnitName, Version};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use shared::Verb;
use shared::apps::WriteApp;
use shared::deployment::AppSettings;
use shared::mistakes;
use shared::starter::{STARTERS, Starter};

use super::lint::{Lint, LintPane};
use super::preview::Preview;
use super::source::{Reading, generalised};
use crate::api;
use crate::pages::apps::stay;
use crate::paths::{self, Source};
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::rights;
use crate::state::templates::use_templates;
use crate::ui::button::{Button, Kind};
use crate::ui::dialog::{Dialog, Shape};
use crate::ui::editor::Editor;
use crate::ui::field::TextField;
use crate::ui::message::ErrorLine;
use crate::ui::stepper::Stepper;

/// What is filled in.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    text: RwSignal<String>,
    image: RwSignal<String>,
    version: RwSignal<String>,
    count: RwSignal<u32>,
    reading: Memo<Reading>,
    lint: Lint,
}

impl Draft {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        let (text, name, image) = (empty(), empty(), empty());
        Self {
            name,
            text,
            image,
            version: RwSignal::new(String::new()),
            count: RwSignal::new(1),
            reading: memo(move || text.with(|text| Reading::of(text))),
            lint: Lint::follow(text, move || name.get(), image),
        }
    }

    /// What is still missing or wrong, in the order of the form; tracked.
    fn missing(&self) -> Option<String> {
        if self.name.with(|name| name.trim().is_empty()) {
            return Some(say::deploy::missing_name().to_owned());
        }
        if self.name_error().is_some() {
            return Some(say::deploy::mend_name().to_owned());
        }
        self.reading.with(|reading| match reading.errors.first() {
            Some(error) => {
                Some(error.line.map_or_else(
                    || say::deploy::mend_file().to_owned(),
                    |line| say::deploy::mend_line(&line),
                ))
            }
            None if reading.options.is_empty() => Some(say::deploy::missing_file().to_owned()),
            None if reading.uses_image && self.image.with(|image| image.trim().is_empty()) => {
                Some(say::deploy::missing_image().to_owned())
            }
            None => {
                let version = self.version_error().map(|_| say::deploy::mend_version().to_owned());
                version.or_else(|| self.lint.why_not())
            }
        })
    }

    fn name_error(&self) -> Option<String> {
        self.name.with(|name| match name.trim() {
            "" => None,
            name => AppName::parse(name).err().map(|error| mistakes::app_name(&error)),
        })
    }

    fn version_error(&self) -> Option<String> {
        self.version.with(|version| match version.trim() {
            "" => None,
            version => Version::parse(version).err().map(|error| mistakes::version(&error)),
        })
    }
}

/// The panel for a new app.
#[component]
pub fn NewApp(
    /// Where its template comes from.
    source: Source,
    /// A unit whose options it begins with.
    from: Option<UnitName>,
    /// Closes the panel.
    on_close: Callback<()>,
) -> impl IntoView {
    let draft = Draft::new();
    if let Some(unit) = from {
        take_over(draft, unit);
    }
    let chosen = RwSignal::new(STARTERS[0].id);
    if source == Source::Starter {
        draft.text.set(STARTERS[0].unit_file());
    }
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let refusal = rights::refusal(Verb::Template, None);
    let blocked = Signal::derive(move || refusal.get().or_else(|| draft.missing()));
    let save = saving(draft, busy, error);
    let name_error = name_error(draft);
    let left = view! {
        <div class="form">
            {(source == Source::Starter).then(|| view! { <StarterChoice chosen=chosen text=draft.text /> })}
            <TextField
                label=say::deploy::name()
                value=draft.name
                mono=true
                autofocus=true
                error=name_error
                hint=Signal::derive(move || {
                    draft
                        .name
                        .with(|name| {
                            let name = if name.trim().is_empty() { say::deploy::name_stand_in() } else { name.trim() };
                            say::deploy::name_hint(&name)
                        })
                })
            />
            <ImageField draft=draft />
            <div class="field-row">
                <TextField
                    label=say::deploy::first_version()
                    value=draft.version
                    mono=true
                    error=Signal::derive(move || draft.version_error())
                    hint=say::deploy::first_version_hint()
                />
                <div class="field field-fit">
                    <span class="field-name">{say::deploy::instances()}</span>
                    <Stepper label=say::deploy::instances_to_start() value=draft.count min=1 />
                </div>
            </div>
            <Editor
                label=if source == Source::Paste { say::deploy::file_or_json() } else { say::deploy::file() }
                value=draft.text
                remarks=draft.lint.remarks()
                node=draft.lint.field
            />
        </div>
    };
    view! {
        <Dialog shape=Shape::WidePanel title=say::deploy::new_app() on_close=on_close>
            <div class="panel-body">
                <SourceChoice source=source />
                <div class="panel-cols">
                    {left}
                    <div class="stack stack-wide">
                        <LintPane lint=draft.lint reading=draft.reading />
                        <Preview reading=draft.reading />
                    </div>
                </div>
                <ErrorLine error=error />
            </div>
            <footer class="panel-foot">
                <p class="hint">{move || blocked.get()}</p>
                <Button on_press=on_close>{say::ui::cancel()}</Button>
                <Button kind=Kind::Primary blocked=blocked busy=busy tip_at="end" on_press=save>
                    {say::deploy::save()}
                </Button>
            </footer>
        </Dialog>
    }
}

/// Saves the template, then leads to the plan of the first instances.
fn saving(draft: Draft, busy: RwSignal<bool>, error: RwSignal<Option<String>>) -> impl Fn(()) + Clone {
    let navigate = use_navigate();
    let templates = use_templates();
    move |()| {
        let Ok(app) = AppName::parse(draft.name.get_untracked().trim()) else { return };
        let input = WriteApp {
            source: draft.text.get_untracked(),
            image: draft.image.get_untracked().trim().to_owned(),
            base_revision: 0,
            // So many are wanted from now on, where nobody says otherwise.
            settings: Some(AppSettings { wanted: draft.count.get_untracked(), ..AppSettings::default() }),
            accepted: draft.lint.accepted(),
        };
        let navigate = navigate.clone();
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match api::apps::write(&app, &input).await {
                Ok(detail) => {
                    templates.put(detail.view);
                    let version = draft.version.get_untracked();
                    navigate(
                        &paths::deploy_version(&app, version.trim(), draft.count.get_untracked()),
                        stay(),
                    );
                }
                Err(failure) => {
                    draft.lint.again();
                    error.try_set(Some(failure.message()));
                }
            }
            busy.try_set(false);
        });
    }
}

/// Fills the draft with what a unit is now.
fn take_over(draft: Draft, unit: UnitName) {
    let Some(parsed) = AppUnit::parse(&unit) else { return };
    let live = use_live();
    let cluster = live.name();
    // A template that is taken over changes nothing of what runs.
    let wanted = live.with_untracked(|cluster| Some(cluster.apps().get(&parsed.app)?.running_of_wanted().1));
    draft.count.set(wanted.and_then(|wanted| u32::try_from(wanted).ok()).unwrap_or(1).max(1));
    draft.name.set(parsed.app.to_string());
    draft.version.set(parsed.version.as_ref().map(ToString::to_string).unwrap_or_default());
    spawn_local(async move {
        // Without an answer the form is empty, and can be filled in by hand.
        // So it is where its options are not shown whole: a mask would be taken for a value.
        if let Ok(detail) = api::clusters::unit(&cluster, &unit).await
            && detail.spec.is_whole()
        {
            draft.text.try_set(generalised(&detail.unit_file, parsed.version.as_ref()));
        }
    });
}

fn name_error(draft: Draft) -> Signal<Option<String>> {
    let templates = use_templates();
    Signal::derive(move || {
        draft.name_error().or_else(|| {
            let app = draft.name.with(|name| AppName::parse(name.trim()).ok())?;
            templates.get(&app).map(|_| say::deploy::name_taken(&app))
        })
    })
}

#[component]
fn SourceChoice(source: Source) -> impl IntoView {
    let link = move |of: Source, words: &'static str| {
        let on = of == source;
        view! {
            <a
                href=paths::deploy_new(of)
                class=if on { "is-on" } else { "" }
                aria-current=on.then_some("true")
                data-noscroll=""
            >
                {words}
            </a>
        }
    };
    view! {
        <div class="row">
            <nav class="segmented" aria-label=say::deploy::source_label()>
                {link(Source::Paste, say::deploy::source_paste())}
                {link(Source::Starter, say::deploy::source_starter())}
            </nav>
        </div>
    }
}

#[component]
fn StarterChoice(chosen: RwSignal<&'static str>, text: RwSignal<String>) -> impl IntoView {
    let choice = move |starter: &'static Starter| {
        let choose = move |_| {
            chosen.set(starter.id);
            text.set(starter.unit_file());
        };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="starter"
                    prop:checked=move || chosen.get() == starter.id
                    on:change=choose
                />
                <span class="choice-text">
                    <span>{(starter.title)()}</span>
                    <span>{(starter.summary)()}</span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>{say::deploy::source_starter()}</legend>
            {STARTERS.iter().map(choice).collect_view()}
        </fieldset>
    }
}

/// Only where the template asks for an image.
#[component]
fn ImageField(draft: Draft) -> impl IntoView {
    let wanted = memo(move || draft.reading.with(|reading| reading.uses_image));
    let error = Signal::derive(move || {
        draft.image.with(|image| match image.trim() {
            "" => None,
            image => shared::template::check_image(image).err().map(|error| error.to_string()),
        })
    });
    view! { {move || {
        wanted.get().then(|| {
            view! {
                <TextField
                    label=say::deploy::image()
                    value=draft.image
                    mono=true
                    error=error
                    hint=say::deploy::image_hint()
                />
            }
        })
    }} }
}
