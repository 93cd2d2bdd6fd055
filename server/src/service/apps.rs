//! Apps and their templates: read, written over the revision that the writer saw, removed, never lost.

use fleet::{AppName, UnitHash, UnitOption, unit_file};
use shared::apps::{AppDetail, AppView, RevisionRow, WriteApp};
use shared::audit::Outcome;
use shared::error::FieldError;
use shared::event::{self, AppChanged};
use shared::template::{self, Template, check_image};
use shared::{Permit, Scope};

use super::undivided::undivided;
use super::{audit, lint};
use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::store;

/// On which scope templates are asked for: they belong to the server, not to one cluster.
pub fn scope(app: &AppName) -> Scope {
    Scope { cluster: None, app: Some(app.clone()) }
}

/// All apps that have a template, by name.
pub async fn list(app: &App, _permit: &Permit) -> Result<Vec<AppView>> {
    Ok(app.store.apps().await?.into_iter().map(view).collect())
}

/// One app with its template and all that it ever was.
pub async fn detail(app: &App, _permit: &Permit, name: &AppName) -> Result<AppDetail> {
    let found = app.store.app(name).await?.ok_or_else(|| missing(name))?;
    let history = app.store.app_history(name).await?;
    let options = found.template.options.clone();
    Ok(AppDetail {
        view: view(found),
        unit_file: unit_file::to_text(&options),
        options,
        history: history
            .into_iter()
            .map(|revision| RevisionRow {
                revision: revision.revision,
                at_ms: revision.at_ms,
                by: revision.by,
                unit_file: unit_file::to_text(&revision.options),
                image: revision.image,
            })
            .collect(),
    })
}

/// The template that plans are made with; none if the app has none.
pub async fn template(app: &App, name: &AppName) -> Result<Option<Template>> {
    Ok(app.store.app(name).await?.map(|found| Template {
        app: found.name,
        revision: found.template.revision,
        image: found.template.image,
        options: found.template.options,
    }))
}

/// Writes a template: a new app, or a new revision.
pub async fn write(
    app: &AppState,
    permit: &Permit,
    signed_in: &SignedIn,
    name: &AppName,
    body: WriteApp,
) -> Result<AppDetail> {
    let options = read(name, &body)?;
    let unseen = lint::unseen(app, name, &body).await?;
    // What was saved once can be gone back to as it is.
    if !unseen.is_empty() && !was_saved(app, name, &options).await? {
        return Err(lint::refusal(&unseen));
    }
    let accepted = (!body.accepted.is_empty()).then(|| format!("Errors accepted: {}", accepted(&body)));
    let what = if body.base_revision == 0 { "Add the template of" } else { "Write the template of" };
    // Values may be secrets and stand in the template's history, for those who may read it there.
    let entry = signed_in
        .entry(format!("{what} {name}"))
        .detail([format!("Options with the hash {}", UnitHash::of(&options))])
        .detail(accepted);
    let (state, permit, name) = (app.clone(), permit.clone(), name.clone());
    undivided(app, async move {
        let line = audit::begin(&state, &permit, entry).await?;
        let written = store_revision(&state, &permit, &name, &body, &options).await;
        match &written {
            Ok(revision) => audit::finish(&state, line, Outcome::Done, &format!("Revision {revision}")).await,
            Err(error) => audit::finish(&state, line, Outcome::Failed, &error.to_string()).await,
        }
        written?;
        announce(&state, &name);
        detail(&state, &permit, &name).await
    })
    .await
}

async fn was_saved(app: &App, name: &AppName, options: &[UnitOption]) -> Result<bool> {
    Ok(app.store.app_history(name).await?.iter().any(|revision| revision.options == options))
}

/// The names of the rules, for the record: only such as there are.
fn accepted(body: &WriteApp) -> String {
    let known = fleet::lint::Rule::ALL.iter().map(|rule| rule.as_str());
    known.filter(|rule| body.accepted.iter().any(|accepted| accepted == rule)).collect::<Vec<_>>().join(", ")
}

async fn store_revision(
    app: &App,
    permit: &Permit,
    name: &AppName,
    body: &WriteApp,
    options: &[UnitOption],
) -> Result<u64> {
    let by = permit.actor().name.as_str();
    app.store
        .write_app(name, body.base_revision, options, body.image.trim(), by, app.wall_ms())
        .await?
        .map_err(|conflict| outdated(name, body.base_revision, conflict.present))
}

/// Removes an app's template. Units that run stay; the history stays.
pub async fn remove(app: &AppState, permit: &Permit, signed_in: &SignedIn, name: &AppName) -> Result<()> {
    if app.store.app(name).await?.is_none() {
        return Err(missing(name));
    }
    let entry = signed_in.entry(format!("Remove the template of {name}"));
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

/// Reads what was pasted; says of each line what is wrong with it.
fn read(name: &AppName, body: &WriteApp) -> Result<Vec<UnitOption>> {
    let options = template::read(&body.source).map_err(|errors| {
        let fields: Vec<_> = errors
            .into_iter()
            .map(|error| FieldError { field: "source".to_owned(), message: error.to_string() })
            .collect();
        let message = match fields.as_slice() {
            [only] => format!("The template can't be used: {}", only.message),
            several => format!("The template can't be used: {} things are wrong with it.", several.len()),
        };
        Error::BadRequest { message, fields }
    })?;
    let image = body.image.trim();
    check_image(image).map_err(|error| Error::bad_field("image", error.to_string()))?;
    let written =
        Template { app: name.clone(), revision: 0, image: image.to_owned(), options: options.clone() };
    if written.uses_image() && image.is_empty() {
        return Err(Error::bad_field(
            "image",
            "The template uses {image}: write the image's name here, without a tag, such as example/app.",
        ));
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

fn missing(name: &AppName) -> Error {
    Error::not_found(format!("A template of {name}"))
}

fn outdated(name: &AppName, seen: u64, present: u64) -> Error {
    Error::Conflict(match (seen, present) {
        (0, _) => format!("{name} has a template already (revision {present}). Read it, then change it."),
        (_, 0) => format!("The template of {name} was removed meanwhile. Add it anew."),
        _ => format!(
            "Somebody wrote the template of {name} meanwhile: it is at revision {present}, you saw {seen}. Read it \
             again, then change it."
        ),
    })
}

/// Tells every open page to read the app again.
pub(super) fn announce(app: &App, name: &AppName) {
    for cluster in app.clusters.iter() {
        cluster.hub().publish(event::name::APP, &AppChanged { app: name.clone() });
    }
}
