//! Apps, their templates and their settings: read, written over the revision that the writer saw, removed, never lost.

mod settings;

use std::collections::BTreeSet;

use fleet::{AppName, UnitOption, unit_file};
use shared::apps::{AppDetail, AppView, RevisionRow, WriteApp};
use shared::audit::Outcome;
use shared::deployment::AppSettings;
use shared::error::FieldError;
use shared::event::{self, AppChanged};
use shared::lint::FindingView;
use shared::plan::RemovedUnit;
use shared::policy::sees_scope;
use shared::spec::{self, Spec};
use shared::template::{self, Template, check_image};
use shared::{Actor, Permit, Scope, Verb};

use super::undivided::undivided;
use super::{audit, lint};
use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::store::{self, NewRevision, Revision};

/// On which scope templates and settings are asked for: they belong to the server, not to one cluster.
pub fn scope(app: &AppName) -> Scope {
    Scope { cluster: None, app: Some(app.clone()) }
}

/// The apps that have a template, by name; those that the actor sees on some cluster.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<AppView>> {
    let apps = app.store.apps().await?.into_iter().map(view);
    Ok(apps.filter(|view| sees_scope(actor, &scope(&view.app))).collect())
}

/// One app with its template, its settings and all that they ever were; options as far as they are shown.
pub async fn detail(app: &App, permit: &Permit, name: &AppName) -> Result<AppDetail> {
    let found = app.store.app(name).await?.ok_or_else(|| missing(name))?;
    let history = app.store.app_history(name).await?;
    let (options, settings) = (found.template.options.clone(), found.template.settings.clone());
    let detail = AppDetail {
        view: view(found),
        unit_file: unit_file::to_text(&options),
        options,
        settings,
        history: history
            .into_iter()
            .map(|revision| RevisionRow {
                revision: revision.revision,
                at_ms: revision.at_ms,
                by: revision.by,
                unit_file: unit_file::to_text(&revision.options),
                image: revision.image,
                settings: revision.settings,
            })
            .collect(),
        spec: Spec::Whole,
    };
    let shown = detail.shown(spec::of_template(permit.actor(), name));
    Ok(shown.as_seen(|of| of.is_some_and(|of| sees_scope(permit.actor(), &scope(of)))))
}

/// The template that plans are made with; none if the app has none.
pub async fn template(app: &App, name: &AppName) -> Result<Option<Template>> {
    Ok(app.store.app(name).await?.map(|found| template_of(found.name, found.template)))
}

/// What plans are made with.
#[derive(Debug, Default)]
pub struct ForPlans {
    /// The template; none if the app has none.
    pub template: Option<Template>,
    /// The settings; the usual ones for an app without a template.
    pub settings: AppSettings,
    /// The rules of the lint whose errors were accepted with this template; `None`: not known.
    pub accepted: Option<Vec<String>>,
}

/// What plans of an app are made with.
pub async fn for_plans(app: &App, name: &AppName) -> Result<ForPlans> {
    Ok(app.store.app(name).await?.map(ForPlans::from).unwrap_or_default())
}

impl From<store::App> for ForPlans {
    fn from(found: store::App) -> Self {
        let (settings, accepted) = (found.template.settings.clone(), found.template.accepted.clone());
        Self { template: Some(template_of(found.name, found.template)), settings, accepted }
    }
}

/// The template that an app had at a revision, also one that was removed meanwhile; without a revision the one that
/// it had at that time.
pub async fn past_template(
    app: &App,
    name: &AppName,
    revision: Option<u64>,
    at_ms: u64,
) -> Result<Option<Template>> {
    let wanted = |past: &Revision| match revision {
        Some(revision) => past.revision == revision,
        None => past.at_ms <= at_ms,
    };
    // The newest comes first.
    let found = app.store.app_history(name).await?.into_iter().find(wanted);
    Ok(found.map(|past| template_of(name.clone(), past)))
}

/// The newest template that an app had by then, of those that made one of these units; if none did, the one of that time,
/// and false.
pub async fn template_that_made(
    app: &App,
    name: &AppName,
    units: &[RemovedUnit],
    at_ms: u64,
) -> Result<(Option<Template>, bool)> {
    let history = app.store.app_history(name).await?;
    let templates: Vec<Template> = history
        .into_iter()
        .filter(|past| past.at_ms <= at_ms)
        .map(|past| template_of(name.clone(), past))
        .collect();
    let made = |template: &&Template| units.iter().any(|unit| template.has_made(&unit.name, &unit.options));
    let found = templates.iter().find(made);
    Ok((found.or(templates.first()).cloned(), found.is_some()))
}

fn template_of(app: AppName, revision: Revision) -> Template {
    Template { app, revision: revision.revision, image: revision.image, options: revision.options }
}

/// Writes a template and settings: a new app, or a new revision. The right to write templates is asked for settings too:
/// a gate's probe and a companion decide what runs and what is sent.
pub async fn write(
    app: &AppState,
    permit: &Permit,
    signed_in: &SignedIn,
    name: &AppName,
    mut body: WriteApp,
) -> Result<AppDetail> {
    let options = read(name, &body)?;
    let present = app.store.app(name).await?.map(|present| present.template);
    let before = present.as_ref().map(|present| present.settings.clone()).unwrap_or_default();
    if let Some(settings) = body.settings.take() {
        settings::check(app, &signed_in.actor, name, &settings).await?;
        let sees = |of: Option<&AppName>| of.is_some_and(|of| sees_scope(&signed_in.actor, &scope(of)));
        body.settings = Some(settings.written_over(&before, sees));
    }
    let (unseen, accepted) = lint::errors(app, name, &body).await?;
    let mut standing: Vec<String> = unseen.iter().chain(&accepted).map(|error| error.rule.clone()).collect();
    standing.sort_unstable();
    standing.dedup();
    // What was saved once can be gone back to as it is.
    if !unseen.is_empty() && !was_saved(app, name, &options).await? {
        return Err(lint::refusal(&unseen));
    }
    let accepted = (!accepted.is_empty()).then(|| say::server::record::errors_accepted(&rules(&accepted)));
    let revision = present.as_ref().map_or(0, |present| present.revision);
    // Over another revision than this nothing is written: what stands in it is then not what was compared.
    let is_outdated = revision != body.base_revision;
    if !is_outdated && body.settings.as_ref().is_some_and(|settings| !settings.waits_alike(&before)) {
        may_change_waits(signed_in, name).await?;
    }
    let is_same_template = present
        .as_ref()
        .is_some_and(|present| present.options == options && present.image == body.image.trim());
    let what = match body.base_revision {
        0 => say::server::record::add_template(name),
        _ if is_same_template && body.settings.is_some() => say::server::record::change_settings(name),
        _ => say::server::record::write_template(name),
    };
    let changes = body.settings.as_ref().map(|after| settings::changes(&before, after)).unwrap_or_default();
    // Values may be secrets and stand in the template's history, for those who may read it there.
    let entry = signed_in
        .entry(what)
        .detail([say::server::record::options_mark(&app.seal.mark(&options))])
        .detail(changes)
        .detail(accepted);
    let (state, permit, name) = (app.clone(), permit.clone(), name.clone());
    undivided(app, async move {
        let line = audit::begin(&state, &permit, entry).await?;
        let written = match is_outdated {
            true => Err(outdated(&name, body.base_revision, revision)),
            false => store_revision(&state, &permit, &name, &body, &options, &standing).await,
        };
        match &written {
            Ok(revision) => {
                audit::finish(&state, line, Outcome::Done, &say::server::record::revision(revision)).await
            }
            Err(error) => audit::finish(&state, line, Outcome::Failed, &error.to_string()).await,
        };
        written?;
        announce(&state, &name);
        detail(&state, &permit, &name).await
    })
    .await
}

async fn was_saved(app: &App, name: &AppName, options: &[UnitOption]) -> Result<bool> {
    Ok(app.store.app_history(name).await?.iter().any(|revision| revision.options == options))
}

/// The names of the rules that found these, for the record.
fn rules(findings: &[FindingView]) -> String {
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
    rules.into_iter().collect::<Vec<_>>().join(", ")
}

async fn store_revision(
    app: &App,
    permit: &Permit,
    name: &AppName,
    body: &WriteApp,
    options: &[UnitOption],
    accepted: &[String],
) -> Result<u64> {
    let new = NewRevision {
        options,
        image: body.image.trim(),
        settings: body.settings.as_ref(),
        accepted: Some(accepted),
        by: permit.actor().name.as_str(),
        at_ms: app.wall_ms(),
    };
    app.store
        .write_app(name, body.base_revision, new)
        .await?
        .map_err(|conflict| outdated(name, body.base_revision, conflict.present))
}

/// Removes an app's template. Units that run stay; the history stays.
pub async fn remove(app: &AppState, permit: &Permit, signed_in: &SignedIn, name: &AppName) -> Result<()> {
    let Some(present) = app.store.app(name).await? else { return Err(missing(name)) };
    refuse_followers(app, &signed_in.actor, name).await?;
    // With the template go its settings.
    if !present.template.settings.waits_alike(&AppSettings::default()) {
        may_change_waits(signed_in, name).await?;
    }
    let entry = signed_in.entry(say::server::record::remove_template(name));
    let (state, name) = (app.clone(), name.clone());
    let work = async move {
        if !state.store.remove_app(&name, state.wall_ms()).await? {
            return Err(missing(&name));
        }
        announce(&state, &name);
        Ok(())
    };
    audit::recorded(app, permit, entry, work).await
}

/// Whose instances are followed by this app could start no more of them without its template. Apps that the actor does not
/// see are not named.
async fn refuse_followers(app: &App, actor: &Actor, name: &AppName) -> Result<()> {
    let apps = app.store.apps().await?.into_iter();
    let followed = apps.filter(|other| other.template.settings.companions.contains(name));
    let (seen, hidden): (Vec<AppName>, Vec<AppName>) =
        followed.map(|other| other.name).partition(|other| sees_scope(actor, &scope(other)));
    let of = match (seen.as_slice(), hidden.is_empty()) {
        ([], true) => return Ok(()),
        ([], false) => say::server::apps::another_app().to_owned(),
        (seen, _) => {
            let names: Vec<&str> = seen.iter().map(AppName::as_str).collect();
            names.join(", ")
        }
    };
    Err(Error::Conflict(say::server::apps::is_companion(name, &of)))
}

/// Asks whether they may change what lets others wait: whoever may only write the template could take it off first.
async fn may_change_waits(signed_in: &SignedIn, name: &AppName) -> Result<()> {
    signed_in.may(Verb::Settings, scope(name)).await.map(drop)
}

/// Reads what was pasted; says of each line what is wrong with it.
fn read(name: &AppName, body: &WriteApp) -> Result<Vec<UnitOption>> {
    let options = template::read(&body.source).map_err(|errors| {
        let fields: Vec<_> = errors
            .into_iter()
            .map(|error| FieldError { field: "source".to_owned(), message: error.to_string() })
            .collect();
        let message = match fields.as_slice() {
            [only] => say::server::apps::template_unfit(&only.message),
            several => say::server::apps::template_unfit_many(several.len()),
        };
        Error::BadRequest { message, fields }
    })?;
    let image = body.image.trim();
    check_image(image).map_err(|error| Error::bad_field("image", error.to_string()))?;
    let written =
        Template { app: name.clone(), revision: 0, image: image.to_owned(), options: options.clone() };
    if written.uses_image() && image.is_empty() {
        return Err(Error::bad_field("image", say::server::apps::image_wanted()));
    }
    Ok(options)
}

fn view(app: store::App) -> AppView {
    AppView {
        app: app.name,
        revision: app.template.revision,
        image: app.template.image,
        updated_ms: app.template.at_ms,
        updated_by: app.template.by,
    }
}

/// That an app has no template, in words.
pub fn missing(name: &AppName) -> Error {
    Error::not_found(say::server::apps::template_of(&name))
}

fn outdated(name: &AppName, seen: u64, present: u64) -> Error {
    Error::Conflict(match (seen, present) {
        (0, _) => say::server::apps::template_there(&name, &present),
        (_, 0) => say::server::apps::template_gone(&name),
        _ => say::server::apps::template_changed(&name, &present, &seen),
    })
}

/// Tells every open page that shows the app to read it again.
pub(super) fn announce(app: &App, name: &AppName) {
    for cluster in app.clusters.iter() {
        cluster.tell(event::name::APP, &AppChanged { app: name.clone() }, Some(name), |_| None);
    }
}
