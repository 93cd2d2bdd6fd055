//! A unit's options as a unit file. They may hold secrets: reading them is a right of its own.

use std::sync::Arc;

use fleet::{AppName, AppUnit, UnitName};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Verb;
use shared::spec::Spec;
use shared::view::UnitDetail;

use crate::api;
use crate::pages::problem::Failed;
use crate::paths;
use crate::state::kept_back;
use crate::state::live::use_live;
use crate::state::memo::{Memo, effect};
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
    /// It could not be read, and why.
    Failed(String),
    /// As much of it as is shown.
    Done(Arc<UnitDetail>),
}

/// Reads a unit's options, and reads them again when asked.
#[derive(Clone, Copy)]
pub struct Detail {
    read: RwSignal<Read>,
    name: StoredValue<UnitName>,
}

impl Detail {
    /// Begins to read, and reads again when another part of it is shown than before.
    pub fn of(name: &UnitName) -> Self {
        let detail = Self { read: RwSignal::new(Read::Waiting), name: StoredValue::new(name.clone()) };
        let cluster = use_live().name();
        let shown =
            [Verb::ViewSpec, Verb::Template, Verb::RawUnit].map(|verb| rights::refusal(verb, app_of(name)));
        effect(move || {
            shown.iter().for_each(Memo::track);
            detail.ask(cluster.clone());
        });
        detail
    }

    /// What was read; tracked.
    pub fn get(&self) -> Read {
        self.read.get()
    }

    /// Reads again; what was read stays until then.
    pub fn again(self) {
        self.ask(use_live().name());
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
    let app = app_of(&name);
    let copy = {
        let app = app.clone();
        move || match detail.get() {
            Read::Done(detail) if detail.spec != Spec::Hidden => {
                let why_not = kept_back::sentence(detail.spec, app.clone());
                Some(view! {
                    <CopyButton
                        text=detail.unit_file.clone()
                        label=say::unit::copy_options()
                        blocked=Signal::derive(why_not)
                    />
                })
            }
            _ => None,
        }
    };
    let again = move |()| {
        detail.read.set(Read::Waiting);
        detail.ask(live.name());
    };
    let body = move || match detail.get() {
        Read::Waiting => view! { <Skeleton rows=6 /> }.into_any(),
        Read::Failed(reason) => {
            view! { <Failed title=say::unit::options_not_read() reason=reason on_retry=again /> }.into_any()
        }
        Read::Done(detail) => {
            let kept_back = kept_back::sentence(detail.spec, app.clone());
            view! {
                {move || kept_back().map(|text| view! { <Check tone=Tone::Info text=text /> })}
                {(detail.spec != Spec::Hidden)
                    .then(|| {
                        view! {
                            <UnitFile
                                text=detail.unit_file.clone()
                                label=say::unit::options_file()
                                masked=detail.spec == Spec::Masked
                            />
                        }
                    })}
            }
            .into_any()
        }
    };
    view! {
        <section aria-labelledby="unit-options">
            <div class="code-head">
                <h2 class="label" id="unit-options">
                    {say::unit::options()}
                </h2>
                <span class="btns">
                    <TemplateLink app=app_of(&name) />
                    {move || copy()}
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
                {say::unit::template(&revision)}
            </a>
        })
    }} }
}
