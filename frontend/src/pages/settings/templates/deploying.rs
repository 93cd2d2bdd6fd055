//! How an app is deployed: said in words, and changed in a panel. Each change is a new revision, like one of the
//! template, and can be taken back there.

pub mod draft;
pub mod fields;
pub mod freeze;
pub mod waits;

use std::sync::Arc;

use fleet::lint::Severity;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Verb;
use shared::apps::{AppDetail, WriteApp};

use self::draft::Draft;
use self::fields::Fields;
use self::waits::WaitFields;
use crate::api::{self, Failure};
use crate::state::kept_back;
use crate::state::memo::memo;
use crate::state::rights;
use crate::state::settings_words;
use crate::state::templates::use_templates;
use crate::ui::button::{Button, Kind};
use crate::ui::dialog::{Dialog, Shape};
use crate::ui::message::ErrorLine;
use crate::ui::toast::use_toasts;

/// What of it is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// How a deployment goes.
    Course,
    /// Who has to agree to it.
    Waits,
}

/// What is set, and the way to change it.
#[component]
pub fn Deploying(
    /// The app as it was read.
    detail: Arc<AppDetail>,
    /// It was written, and this is how it is now.
    #[prop(into)]
    on_written: Callback<AppDetail>,
) -> impl IntoView {
    let open = RwSignal::new(None::<Part>);
    let app = detail.view.app.clone();
    let blocked = kept_back::why_not_written(&detail);
    let facts = settings_words::all(&detail.settings);
    let facts =
        facts.into_iter().map(|(name, value)| view! { <dt>{name}</dt> <dd>{value}</dd> }).collect_view();
    view! {
        <section aria-labelledby="deploying">
            <div class="zone-head">
                <h3 class="label" id="deploying">
                    {say::settings_deploying::title()}
                </h3>
                <div class="btns">
                    <Button small=true blocked=blocked tip_at="end" label=say::settings_deploying::waits_label(&app) on_press=move |()| open.set(Some(Part::Waits))>
                        {say::settings_deploying::waits()}
                    </Button>
                    <Button small=true blocked=blocked tip_at="end" label=say::settings_deploying::change_label(&app) on_press=move |()| open.set(Some(Part::Course))>
                        {say::settings_deploying::change()}
                    </Button>
                </div>
            </div>
            <dl class="facts">{facts}</dl>
        </section>
        {move || {
            open.get()
                .map(|part| {
                    let written = move |detail: AppDetail| {
                        open.set(None);
                        on_written.run(detail);
                    };
                    view! {
                        <Change detail=Arc::clone(&detail) part=part on_written=written on_close=move |()| open.set(None) />
                    }
                })
        }}
    }
}

#[component]
fn Change(
    detail: Arc<AppDetail>,
    part: Part,
    #[prop(into)] on_written: Callback<AppDetail>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let app = detail.view.app.clone();
    let revision = detail.view.revision;
    let refusal = rights::app_refusal(Verb::Settings, app.clone());
    let before = detail.settings.clone();
    let draft = Draft::new(&before);
    let settings = memo(move || draft.settings());
    let refused = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    // What can be known here is said as it is typed; the rest when the server has looked at it.
    let wrong = Callback::new(move |field: &'static str| {
        let own =
            settings.with(|settings| settings.as_ref().err().and_then(|wrong| draft::message(wrong, field)));
        own.or_else(|| {
            refused.with(|refused| {
                refused.as_ref().and_then(|refused| refused.field(&format!("settings.{field}")))
            })
        })
    });
    let blocked = Signal::derive(move || {
        settings.with(|settings| match settings {
            Err(_) => Some(say::settings_deploying::mend().to_owned()),
            Ok(settings) if *settings == before => Some(say::settings_templates::unchanged().to_owned()),
            Ok(_) => None,
        })
    });
    let (templates, toasts) = (use_templates(), use_toasts());
    let save = {
        let app = app.clone();
        let (source, image) = (detail.unit_file.clone(), detail.view.image.clone());
        move |()| {
            let Ok(settings) = settings.get_untracked() else { return };
            let (app, source, image) = (app.clone(), source.clone(), image.clone());
            busy.set(true);
            refused.set(None);
            spawn_local(async move {
                let accepted = accepted(&app, &source, &image).await;
                let input =
                    WriteApp { source, image, base_revision: revision, accepted, settings: Some(settings) };
                match api::apps::write(&app, &input).await {
                    Ok(detail) => {
                        templates.put(detail.view.clone());
                        toasts.ok(say::settings_deploying::changed(&app, &detail.view.revision));
                        on_written.try_run(detail);
                    }
                    Err(failure) => drop(refused.try_set(Some(failure))),
                }
                busy.try_set(false);
            });
        }
    };
    let title = match part {
        Part::Course => say::settings_deploying::change_title(&app),
        Part::Waits => say::settings_deploying::waits_title(&app),
    };
    let error = Signal::derive(move || refused.with(|refused| refused.as_ref().map(Failure::message)));
    view! {
        <Dialog shape=Shape::Panel title=title on_close=on_close>
            <div class="panel-body">
                {match part {
                    Part::Course => view! { <Fields draft=draft wrong=wrong /> }.into_any(),
                    Part::Waits => view! { <WaitFields draft=draft wrong=wrong refusal=refusal /> }.into_any(),
                }}
                <ErrorLine error=error />
            </div>
            <footer class="panel-foot">
                <Button on_press=on_close>{say::ui::cancel()}</Button>
                <Button kind=Kind::Primary blocked=blocked busy=busy tip_at="end" on_press=save>
                    {say::settings_templates::save_as(&(revision + 1))}
                </Button>
            </footer>
        </Dialog>
    }
}

/// The template stays as it is: what the lint has to say of it was seen when it was written.
async fn accepted(app: &fleet::AppName, source: &str, image: &str) -> Vec<String> {
    let request = shared::lint::LintRequest {
        app: Some(app.clone()),
        source: source.to_owned(),
        image: image.to_owned(),
        ..Default::default()
    };
    match api::lint::report(&request).await {
        Ok(report) => {
            let errors = report.findings.into_iter().filter(|finding| finding.severity == Severity::Error);
            errors.map(|finding| finding.rule).collect()
        }
        // Then the server says what it refuses.
        Err(_) => Vec::new(),
    }
}
