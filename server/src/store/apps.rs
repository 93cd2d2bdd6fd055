//! The tables `apps` and `app_revisions`: templates and settings, with all that they ever were.

use fleet::{AppName, UnitOption};
use shared::deployment::AppSettings;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::column::{Columns, json, number};
use super::{BEGIN_WRITE, Result, Store};

/// An app with its present template and settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// Its name.
    pub name: AppName,
    /// The present revision.
    pub template: Revision,
}

/// A template and its app's settings at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// From 1.
    pub revision: u64,
    /// The options, unfilled.
    pub options: Vec<UnitOption>,
    /// Fills `{image}`.
    pub image: String,
    /// How the app is deployed.
    pub settings: AppSettings,
    /// The rules of the lint whose errors it has, and that were accepted; `None`: not known.
    pub accepted: Option<Vec<String>>,
    /// When it was written.
    pub at_ms: u64,
    /// By whom.
    pub by: String,
}

/// A template to write.
#[derive(Debug, Clone, Copy)]
pub struct NewRevision<'a> {
    /// The options, unfilled.
    pub options: &'a [UnitOption],
    /// Fills `{image}`.
    pub image: &'a str,
    /// How the app is deployed; `None`: as the revision before says, and in the usual way if there is none.
    pub settings: Option<&'a AppSettings>,
    /// The rules of the lint whose errors it has, and that were accepted; `None`: not known.
    pub accepted: Option<&'a [String]>,
    /// Who writes it.
    pub by: &'a str,
    /// Now.
    pub at_ms: u64,
}

/// The template is not at the revision that the writer saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteConflict {
    /// Where it is; 0 if there is none.
    pub present: u64,
}

impl Store {
    /// All apps by name, with their present templates.
    pub async fn apps(&self) -> Result<Vec<App>> {
        sqlx::query(
            "SELECT app, app_revisions.revision AS revision, options, image, settings, accepted, at_ms, by_actor FROM app_revisions \
             JOIN apps ON apps.name = app_revisions.app AND apps.revision = app_revisions.revision \
             WHERE apps.removed_ms IS NULL ORDER BY app",
        )
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(read_app)
        .collect()
    }

    /// The app of that name.
    pub async fn app(&self, name: &AppName) -> Result<Option<App>> {
        sqlx::query(
            "SELECT app, app_revisions.revision AS revision, options, image, settings, accepted, at_ms, by_actor FROM app_revisions \
             JOIN apps ON apps.name = app_revisions.app AND apps.revision = app_revisions.revision \
             WHERE apps.removed_ms IS NULL AND apps.name = $1",
        )
        .bind(name.as_str())
        .fetch_optional(&self.pool)
        .await?
        .as_ref()
        .map(read_app)
        .transpose()
    }

    /// All revisions of an app, the newest first; also of one that was removed.
    pub async fn app_history(&self, name: &AppName) -> Result<Vec<Revision>> {
        sqlx::query(
            "SELECT revision, options, image, settings, accepted, at_ms, by_actor FROM app_revisions WHERE app = $1 \
             ORDER BY revision DESC",
        )
        .bind(name.as_str())
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(read_revision)
        .collect()
    }

    /// Writes a template over revision `base` (0: there must be none); gives the new revision.
    pub async fn write_app(
        &self,
        name: &AppName,
        base: u64,
        new: NewRevision<'_>,
    ) -> Result<std::result::Result<u64, WriteConflict>> {
        let options = json(&new.options)?;
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        let row = sqlx::query("SELECT revision, removed_ms FROM apps WHERE name = $1")
            .bind(name.as_str())
            .fetch_optional(&mut *transaction)
            .await?;
        let (last, present) = match row {
            None => (0, 0),
            Some(row) => {
                let last = row.number("revision")?;
                (last, if row.maybe_number("removed_ms")?.is_some() { 0 } else { last })
            }
        };
        if present != base {
            return Ok(Err(WriteConflict { present }));
        }
        let settings = match new.settings {
            Some(settings) => json(settings)?,
            None => settings_of(&mut transaction, name, present).await?,
        };
        let revision = last + 1;
        sqlx::query(
            "INSERT INTO apps (name, revision) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET revision = excluded.revision, removed_ms = NULL",
        )
        .bind(name.as_str())
        .bind(number(revision))
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "INSERT INTO app_revisions (app, revision, options, image, settings, accepted, at_ms, by_actor) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(name.as_str())
        .bind(number(revision))
        .bind(options)
        .bind(new.image)
        .bind(settings)
        .bind(new.accepted.map(|rules| json(&rules)).transpose()?)
        .bind(number(new.at_ms))
        .bind(new.by)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Ok(revision))
    }

    /// Removes an app's template; its history stays. False if there is none.
    pub async fn remove_app(&self, name: &AppName, now_ms: u64) -> Result<bool> {
        let done = sqlx::query("UPDATE apps SET removed_ms = $1 WHERE name = $2 AND removed_ms IS NULL")
            .bind(number(now_ms))
            .bind(name.as_str())
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

/// The settings of a revision as they are stored; the usual ones for revision 0, which there is none of.
async fn settings_of(connection: &mut AnyConnection, name: &AppName, revision: u64) -> Result<String> {
    let row = sqlx::query("SELECT settings FROM app_revisions WHERE app = $1 AND revision = $2")
        .bind(name.as_str())
        .bind(number(revision))
        .fetch_optional(connection)
        .await?;
    row.map_or_else(|| json(&AppSettings::default()), |row| row.text("settings"))
}

fn read_app(row: &AnyRow) -> Result<App> {
    Ok(App { name: row.parsed("app", AppName::parse)?, template: read_revision(row)? })
}

fn read_revision(row: &AnyRow) -> Result<Revision> {
    Ok(Revision {
        revision: row.number("revision")?,
        options: row.json("options")?,
        image: row.text("image")?,
        settings: row.json("settings")?,
        accepted: match row.maybe_text("accepted")? {
            Some(_) => Some(row.json("accepted")?),
            None => None,
        },
        at_ms: row.number("at_ms")?,
        by: row.text("by_actor")?,
    })
}
