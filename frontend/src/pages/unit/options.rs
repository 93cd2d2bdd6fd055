//! A unit's options as a unit file. They may hold secrets: reading them is a right of its own.

use std::sync::Arc;

use fleet::{AppName, AppUnit, UnitName};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Verb;
use shared::view::UnitDetail;

use crate::api;
use crate::pages::problem::Failed;
use crate::paths;
use crate::state::live::use_live;
use crate::state::memo::effect;
use crate::state::rights;
use crate::state::templates::use_templates;
use crate::ui::copy::CopyButton;
use crate::ui::icon::{Icon, IconView};
use crate::ui::message::{Check, Tone};
use crate::ui::skeleton::Skeleton;
use crate::ui::unit_file::UnitFile;

/// What was read of a unit beside its row.
#[derive(Clone, PartialEq)]
pub enum Read {
    /// Not yet.
    Waiting,
    /// It must not be read, and why.
    Hidden(String),
    /// It could not be read, and why.
    Failed(String),
    /// All of it.
    Done(Arc<UnitDetail>),
}

/// Reads a unit's options, and reads them again when asked.
#[derive(Clone, Copy)]
pub struct Detail {
    read: RwSignal<Read>,
    name: StoredValue<UnitName>,
}

impl Detail {
    /// Begins to read, if that is allowed.
    pub fn of(name: &UnitName) -> Self {
        let detail = Self { read: RwSignal::new(Read::Waiting), name: StoredValue::new(name.clone()) };
        let cluster = use_live().name();
        let hidden = rights::refusal(Verb::ViewSpec, app_of(name));
        // Who may write them reads them whole.
        let masked = rights::refusal(Verb::Template, app_of(name));
        effect(move || {
            masked.track();
            match hidden.get() {
                Some(refusal) => detail.read.set(Read::Hidden(refusal)),
                None => detail.ask(cluster.clone()),
            }
        });
        detail
    }

    /// What was read; tracked.
    pub fn get(&self) -> Read {
        self.read.get()
    }

    /// Reads again, if it may be read at all; what was read stays until then.
    pub fn again(self) {
        if !matches!(self.read.get_untracked(), Read::Hidden(_)) {
            self.ask(use_live().name());
        }
    }

    fn ask(self, cluster: shared::ClusterName) {
        spawn_local(async move {
            let answer = api::clusters::unit(&cluster, &self.name.get_value()).await;
            self.read.try_set(match answer {
                Ok(detail) => Read::Done(Arc::new(detail)),
                Err(failure) => Read::Failed(failure.message()),
            });
        });
    }
}

fn app_of(name: &UnitName) -> Option<AppName> {
    AppUnit::parse(name).map(|unit| unit.app)
}

/// The options.
#[component]
pub fn Options(
    /// Whose.
    name: UnitName,
    /// What was read.
    detail: Detail,
) -> impl IntoView {
    let live = use_live();
    let text = move || match detail.get() {
        Read::Done(detail) => Some(detail.unit_file.clone()),
        _ => None,
    };
    let again = move |()| {
        detail.read.set(Read::Waiting);
        detail.ask(live.name());
    };
    let body = move || match detail.get() {
        Read::Waiting => view! { <Skeleton rows=6 /> }.into_any(),
        Read::Hidden(reason) => {
            view! { <Check tone=Tone::Info text=format!("Hidden: {reason}") /> }.into_any()
        }
        Read::Failed(reason) => {
            view! { <Failed title="The options could not be read" reason=reason on_retry=again /> }.into_any()
        }
        Read::Done(detail) => {
            view! { <UnitFile text=detail.unit_file.clone() label="Options as a unit file" /> }.into_any()
        }
    };
    view! {
        <section aria-labelledby="unit-options">
            <div class="code-head">
                <h2 class="label" id="unit-options">
                    "Options"
                </h2>
                <span class="btns">
                    <TemplateLink app=app_of(&name) />
                    {move || text().map(|text| view! { <CopyButton text=text label="Copy the options" /> })}
                </span>
            </div>
            {move || body()}
        </section>
    }
}

/// To the template of the unit's app, if it has one.
#[component]
fn TemplateLink(app: Option<AppName>) -> impl IntoView {
    let templates = use_templates();
    view! { {move || {
        let app = app.clone()?;
        let revision = templates.get(&app)?.revision;
        Some(view! {
            <a class="btn btn-small" href=paths::template(&app)>
                <IconView icon=Icon::Template />
                {format!("Template, revision {revision}")}
            </a>
        })
    }} }
}
