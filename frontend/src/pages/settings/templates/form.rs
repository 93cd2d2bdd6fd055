//! Writing a template over the revision that one saw; removing it.

use std::sync::Arc;

use fleet::AppName;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use shared::Verb;
use shared::apps::{AppDetail, WriteApp};

use super::diff::Difference;
use crate::api;
use crate::pages::deploy::lint::{Lint, LintPane};
use crate::pages::deploy::source::Reading;
use crate::pages::settings::sure::{Doing, Sure};
use crate::paths::{self, Section};
use crate::state::memo::memo;
use crate::state::templates::use_templates;
use crate::state::{kept_back, rights};
use crate::ui::button::{Button, Kind};
use crate::ui::editor::Editor;
use crate::ui::field::TextField;
use crate::ui::icon::Icon;
use crate::ui::message::ErrorLine;
use crate::ui::toast::use_toasts;

/// The editor of one template.
#[component]
pub fn TemplateForm(
    /// The template as it was read.
    detail: Arc<AppDetail>,
    /// It was written, and this is how it is now.
    #[prop(into)]
    on_written: Callback<AppDetail>,
) -> impl IntoView {
    let app = detail.view.app.clone();
    let revision = detail.view.revision;
    let saved = StoredValue::new(detail.unit_file.clone());
    let saved_image = StoredValue::new(detail.view.image.clone());
    let text = RwSignal::new(detail.unit_file.clone());
    let image = RwSignal::new(detail.view.image.clone());
    let reading = memo(move || text.with(|text| Reading::of(text)));
    let lint = Lint::follow(
        text,
        {
            let app = app.clone();
            move || app.to_string()
        },
        image,
    );
    let image_error = Signal::derive(move || {
        image.with(|image| image_problem(image, reading.with(|reading| reading.uses_image)))
    });
    // As it would be kept: options only, one after the other.
    let kept = memo(move || reading.with(|reading| fleet::unit_file::to_text(&reading.options)));
    let changed = memo(move || {
        kept.with(|kept| saved.with_value(|saved| kept != saved))
            || image.with(|image| saved_image.with_value(|saved| image.trim() != saved))
    });
    let refusal = kept_back::why_not_written(&detail);
    let blocked = Signal::derive({
        move || {
            refusal.get().or_else(|| {
                let own =
                    reading.with(|reading| why_not(reading, image_error.get().as_deref(), changed.get()));
                own.or_else(|| lint.why_not())
            })
        }
    });
    let readonly = Signal::derive(move || refusal.with(Option::is_some));
    let show_difference = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let (templates, toasts) = (use_templates(), use_toasts());
    let save = {
        let app = app.clone();
        move |()| {
            let app = app.clone();
            let input = WriteApp {
                source: text.get_untracked(),
                image: image.get_untracked().trim().to_owned(),
                base_revision: revision,
                settings: None,
                accepted: lint.accepted(),
            };
            busy.set(true);
            error.set(None);
            spawn_local(async move {
                match api::apps::write(&app, &input).await {
                    Ok(detail) => {
                        templates.put(detail.view.clone());
                        toasts.ok(say::settings_templates::saved(&detail.view.revision, &app));
                        on_written.run(detail);
                    }
                    Err(failure) => {
                        lint.again();
                        error.try_set(Some(failure.message()));
                    }
                }
                busy.try_set(false);
            });
        }
    };
    let hint = move || {
        let (before, rest) = say::around(say::settings_templates::filled_in(&say::HERE, &say::HERE));
        let (between, after) = say::around(rest);
        view! {
            <p class="hint">
                {before}
                <code>"{app}"</code>
                " "
                <code>"{version}"</code>
                " "
                <code>"{instance}"</code>
                " "
                <code>"{image}"</code>
                {between}
                <code>"%p"</code>
                " "
                <code>"%i"</code>
                " "
                <code>"%n"</code>
                {after}
            </p>
        }
    };
    view! {
        <div class="form">
            <TextField
                label=say::settings_templates::image()
                value=image
                mono=true
                error=image_error
                hint=Signal::stored(say::settings_templates::image_hint().to_owned())
            />
            <Editor
                label=say::settings_templates::unit_file()
                value=text
                remarks=lint.remarks()
                node=lint.field
                hint=hint
                readonly=readonly
            />
            <LintPane lint=lint reading=reading readonly=readonly />
            {move || {
                (show_difference.get() && kept.with(|kept| !kept.is_empty()))
                    .then(|| {
                        view! {
                            <Difference old=saved.get_value() new=kept label=say::settings_templates::difference_label() />
                        }
                    })
            }}
            <ErrorLine error=error />
            <div class="form-end">
                <Button kind=Kind::Primary blocked=blocked busy=busy on_press=save>
                    {say::settings_templates::save_as(&(revision + 1))}
                </Button>
                <Button on_press=move |()| show_difference.update(|show| *show = !*show)>
                    {move || if show_difference.get() { say::settings_templates::difference_hide() } else { say::settings_templates::difference_see() }}
                </Button>
                <Remove app=app />
            </div>
        </div>
    }
}

#[component]
fn Remove(app: AppName) -> impl IntoView {
    let asked = RwSignal::new(false);
    let blocked = rights::refusal(Verb::Template, Some(app.clone()));
    let (templates, toasts) = (use_templates(), use_toasts());
    let navigate = use_navigate();
    let name = app.to_string();
    let done = Callback::new({
        let name = name.clone();
        move |()| {
            toasts.ok(say::settings_templates::removed(&name));
            templates.read();
            navigate(&paths::settings_at(Section::Templates), Default::default());
        }
    });
    let doing = Callback::new(move |()| {
        let app = app.clone();
        Box::pin(async move { api::apps::remove(&app).await }) as Doing
    });
    view! {
        <Button kind=Kind::BareDanger icon=Icon::Remove blocked=blocked on_press=move |()| asked.set(true)>
            {say::settings_templates::remove()}
        </Button>
        {move || {
            asked
                .get()
                .then(|| {
                    view! {
                        <Sure
                            title=say::settings_templates::remove_title(&name)
                            text=say::settings_templates::remove_text()
                            verb=say::settings_templates::remove_button(&name)
                            doing=doing
                            on_done=done
                            on_close=move |()| asked.set(false)
                        />
                    }
                })
        }}
    }
}

fn image_problem(image: &str, wanted: bool) -> Option<String> {
    match image.trim() {
        "" if wanted => Some(say::settings_templates::image_missing().to_owned()),
        image => shared::template::check_image(image).err().map(|error| error.to_string()),
    }
}

/// Why it can't be saved as it is.
fn why_not(reading: &Reading, image_error: Option<&str>, changed: bool) -> Option<String> {
    match reading.errors.first() {
        Some(error) => {
            let whole = || say::settings_templates::mend_file().to_owned();
            Some(error.line.map_or_else(whole, |line| say::settings_templates::mend_line(&line)))
        }
        None if reading.options.is_empty() => Some(say::settings_templates::empty().to_owned()),
        None if image_error.is_some() => Some(say::settings_templates::mend_image().to_owned()),
        None if !changed => Some(say::settings_templates::unchanged().to_owned()),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_kept_can_be_saved() {
        let good = Reading::of("[Service]\nExecStart=/bin/a {version}\n");
        assert_eq!(why_not(&good, None, true), None);
        assert_eq!(why_not(&good, None, false).as_deref(), Some("Nothing is changed."));
        assert_eq!(why_not(&good, Some("x"), true).as_deref(), Some("Mend the image first."));
        assert_eq!(
            why_not(&Reading::of("[Service]\nx\n"), None, true).as_deref(),
            Some("Mend line 2 first.")
        );
        assert!(why_not(&Reading::of(""), None, true).is_some());
    }

    #[test]
    fn an_image_is_asked_for_only_where_it_is_used() {
        assert!(image_problem(" ", true).is_some());
        assert_eq!(image_problem("", false), None);
        assert!(image_problem("registry.example/app:1", false).is_some());
    }
}
