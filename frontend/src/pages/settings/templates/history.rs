//! The revisions of a template: what each changed, and the way back to it, which is a new revision.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::apps::{AppDetail, RevisionRow, WriteApp};
use shared::deployment::AppSettings;
use shared::spec::Spec;

use super::diff::Difference;
use crate::api;
use crate::state::kept_back;
use crate::state::settings_words;
use crate::state::templates::use_templates;
use crate::ui::button::{Button, Kind};
use crate::ui::dialog::{Dialog, Shape};
use crate::ui::icon::{Icon, IconView};
use crate::ui::message::{Check, ErrorLine, Tone};
use crate::ui::time::Ago;
use crate::ui::toast::use_toasts;
use crate::ui::unit_file::UnitFile;

/// Revisions beyond this number are drawn when asked for.
const SHOWN: usize = 10;

/// All revisions, newest first.
#[component]
pub fn History(
    /// The template as it was read.
    detail: Arc<AppDetail>,
    /// It was written, and this is how it is now.
    #[prop(into)]
    on_written: Callback<AppDetail>,
) -> impl IntoView {
    let open = RwSignal::new(None::<RevisionRow>);
    let all = RwSignal::new(false);
    let present = detail.view.revision;
    let count = detail.history.len();
    let line = move |row: RevisionRow| {
        let (revision, at_ms) = (row.revision, row.at_ms);
        let (before, after) = say::around(say::settings_templates::written_by(&say::HERE, &row.by));
        let end = if revision == present {
            view! { <span class="chip">{say::settings_templates::in_use()}</span> }.into_any()
        } else {
            view! {
                <Button
                    kind=Kind::Bare
                    small=true
                    label=say::settings_templates::look_label(&revision)
                    on_press=move |()| open.set(Some(row.clone()))
                >
                    {say::settings_templates::look()}
                </Button>
            }
            .into_any()
        };
        view! {
            <li>
                <b>{revision}</b>
                <span>
                    {before}
                    <Ago at_ms=at_ms />
                    {after}
                </span>
                {end}
            </li>
        }
    };
    let rows = {
        let detail = Arc::clone(&detail);
        move || {
            let most = if all.get() { usize::MAX } else { SHOWN };
            detail.history.iter().take(most).cloned().map(line).collect_view()
        }
    };
    view! {
        <section aria-labelledby="revisions">
            <h3 class="label zone-head" id="revisions">
                {say::settings_templates::revisions()}
            </h3>
            <ol class="history" role="list">
                {move || rows()}
            </ol>
            {move || {
                (count > SHOWN && !all.get())
                    .then(|| view! { <Button small=true on_press=move |()| all.set(true)>{say::settings_templates::all_revisions(&count)}</Button> })
            }}
        </section>
        {move || {
            open.get()
                .map(|row| {
                    view! { <Revision row=row detail=Arc::clone(&detail) open=open on_written=on_written /> }
                })
        }}
    }
}

/// One revision: against the present one, and whole.
#[component]
fn Revision(
    row: RevisionRow,
    detail: Arc<AppDetail>,
    open: RwSignal<Option<RevisionRow>>,
    on_written: Callback<AppDetail>,
) -> impl IntoView {
    let close = move |()| open.set(None);
    let (app, present) = (detail.view.app.clone(), detail.view.revision);
    let revision = row.revision;
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let blocked = kept_back::why_not_written(&detail);
    let (templates, toasts) = (use_templates(), use_toasts());
    let whole = |settings: &AppSettings, image: &str, text: &str| {
        let said = settings_words::all(settings);
        let said: Vec<String> = said.into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let image = if image.is_empty() { say::settings_templates::no_image() } else { image };
        format!("{}\n{}\n\n{text}", said.join("\n"), say::settings_templates::image_line(&image))
    };
    let then = whole(&row.settings, &row.image, &row.unit_file);
    let now = whole(&detail.settings, &detail.view.image, &detail.unit_file);
    let text = row.unit_file.clone();
    let (masked, hidden) = (detail.spec == Spec::Masked, detail.spec == Spec::Hidden);
    let kept_back = kept_back::sentence(detail.spec, Some(app.clone()));
    let restore = move |()| {
        let app = app.clone();
        let input = WriteApp {
            source: row.unit_file.clone(),
            image: row.image.clone(),
            base_revision: present,
            settings: Some(row.settings.clone()),
            accepted: Vec::new(),
        };
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match api::apps::write(&app, &input).await {
                Ok(detail) => {
                    templates.put(detail.view.clone());
                    toasts.ok(say::settings_templates::back_done(&detail.view.revision, &app, &revision));
                    open.try_set(None);
                    on_written.run(detail);
                }
                Err(failure) => {
                    error.try_set(Some(failure.message()));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog shape=Shape::Panel title=say::settings_templates::revision_title(&revision) on_close=close>
            <div class="panel-body">
                <section class="stack" aria-labelledby="revision-change">
                    <h3 id="revision-change">{say::settings_templates::back_title(&present)}</h3>
                    <Difference old=now new=then label=say::settings_templates::back_difference() />
                </section>
                {move || kept_back().map(|text| view! { <Check tone=Tone::Info text=text /> })}
                <details class="fold" hidden=hidden>
                    <summary>
                        <IconView icon=Icon::Chevron class="chev" />
                        {say::settings_templates::back_all()}
                    </summary>
                    <div class="fold-body">
                        <UnitFile text=text label=say::settings_templates::revision_title(&revision) masked=masked />
                    </div>
                </details>
                <ErrorLine error=error />
            </div>
            <footer class="panel-foot">
                <Button on_press=close>{say::ui::cancel()}</Button>
                <Button kind=Kind::Primary blocked=blocked busy=busy tip_at="end" on_press=restore>
                    {say::settings_templates::back_button(&(present + 1))}
                </Button>
            </footer>
        </Dialog>
    }
}
